import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { isInState } from '../../database/stored-states.ts'

/** Requests of the same partner that are shown beside one. */
const mostOthers = 20

/** Other requests of a partner, newest first. */
export async function findOtherRequests(
  db: Database,
  { id, partnerId }: { id: string; partnerId: string },
) {
  return db
    .selectFrom('pms.partnerPolicyRequest as request')
    .innerJoin('pms.authPolicy as policy', 'policy.id', 'request.policyId')
    .leftJoin('pmp.policyRequestDecision as decision', 'decision.requestId', 'request.id')
    .select([
      'request.id as requestId',
      'policy.name as policyName',
      'request.statusCode as status',
      'request.crDtimes as askedAt',
      'request.updDtimes as decidedAt',
      'decision.reason as decisionReason',
    ])
    .where('request.partId', '=', partnerId)
    .where('request.id', '!=', id)
    .orderBy('request.crDtimes', 'desc')
    .orderBy('request.id')
    .limit(mostOthers)
    .execute()
}

interface Granted {
  partnerId: string
  policyId: string
  policyGroupId: string
}

/** How many other active partners of the group may use a policy, and who got it last. */
export async function findGrants(db: Database, { partnerId, policyId, policyGroupId }: Granted) {
  const granted = db
    .selectFrom('pms.partnerPolicyRequest as request')
    .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
    .where('request.policyId', '=', policyId)
    .where(isInState(sql.ref('request.statusCode'), 'approved'))
    .where('partner.id', '!=', partnerId)
    .where('partner.isActive', '=', true)
  const { partners } = await granted
    .select(({ fn }) => fn.count<number>('partner.id').distinct().as('partners'))
    .executeTakeFirstOrThrow()
  const { ofPartners } = await db
    .selectFrom('pms.partner')
    .select(({ fn }) => fn.countAll<number>().as('ofPartners'))
    .where('policyGroupId', '=', policyGroupId)
    .where('id', '!=', partnerId)
    .where('isActive', '=', true)
    .executeTakeFirstOrThrow()
  const latest = await granted
    .select(['partner.name as orgName', 'request.updDtimes as at'])
    .orderBy('request.updDtimes', (order) => order.desc().nullsLast())
    .limit(1)
    .executeTakeFirst()
  return { partners, ofPartners, latest: latest ?? null }
}
