import { mostPoliciesToAsk, policyTypeOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { contains } from '../../database/lists/text-filters.ts'

interface Wanted {
  groupId: string
  partnerId: string
  search: string | undefined
  isMisp: boolean
  now: Date
}

/** Policies of a group that a partner can be given now, by name, each with its latest request. */
/** Active policies of a group by name, each with the latest request of the partner for it. */
export async function findPoliciesToAsk(db: Database, wanted: Wanted) {
  const { groupId, partnerId, search, isMisp, now } = wanted
  return db
    .selectFrom('pms.authPolicy as policy')
    .leftJoinLateral(
      (sub) =>
        sub
          .selectFrom('pms.partnerPolicyRequest as request')
          .select(['request.id as requestId', 'request.statusCode'])
          .whereRef('request.policyId', '=', 'policy.id')
          .where('request.partId', '=', partnerId)
          .where(sql<SqlBool>`request.is_deleted is not true`)
          .orderBy('request.crDtimes', 'desc')
          .orderBy('request.id', 'desc')
          .limit(1)
          .as('latest'),
      (join) => join.onTrue(),
    )
    .select([
      'policy.id as policyId',
      'policy.name as policyName',
      'policy.descr as policyDescription',
      'policy.policyType',
      'policy.policyFileId',
      'latest.requestId',
      'latest.statusCode',
      sql<number>`(count(*) over ())::int`.as('total'),
    ])
    .where('policy.policyGroupId', '=', groupId)
    .where('policy.isActive', '=', true)
    .where('policy.validToDate', '>=', now)
    .where(sql<SqlBool>`policy.is_deleted is not true`)
    .$if(!isMisp, (query) =>
      query.where(sql`lower(policy.policy_type)`, '!=', (policyTypeOf('MISP') ?? '').toLowerCase()),
    )
    .$if(Boolean(search), (query) =>
      query.where(({ or }) =>
        or([
          contains(sql.ref('policy.name'), search ?? ''),
          contains(sql.ref('policy.descr'), search ?? ''),
        ]),
      ),
    )
    .orderBy(sql`lower(policy.name)`)
    .orderBy('policy.id')
    .limit(mostPoliciesToAsk)
    .execute()
}

/** Credential types that a partner receives, or asks for, by any policy. */
export async function findTakenCredentialTypes(db: Database, partnerId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('pms.partnerPolicyCredentialType')
    .select('credentialType')
    .where('partId', '=', partnerId)
    .union(
      db
        .selectFrom('pms.partnerPolicyCredentialTypeRequest')
        .select('credentialType')
        .where('partId', '=', partnerId)
        .where('statusCode', 'in', ['InProgress', 'approved']),
    )
    .execute()
  return rows.map(({ credentialType }) => credentialType).toSorted()
}
