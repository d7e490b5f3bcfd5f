import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { hangsOn, type Hanging, type Holder } from '../../database/holder.ts'
import { isInState } from '../../database/stored-states.ts'

/** Requests that wait, and those by which a partner may use a policy. */
type OpenState = 'InProgress' | 'approved'

function requestsOn(db: Database, holder: Holder, state: OpenState) {
  return db
    .selectFrom('pms.partnerPolicyRequest as request')
    .where(isInState(sql.ref('request.statusCode'), state))
    .where(hangsOn(holder, { partner: 'request.partId', policy: 'request.policyId' }))
}

export async function countRequestsOn(
  db: Database,
  holder: Holder,
  state: OpenState,
): Promise<number> {
  const { total } = await requestsOn(db, holder, state)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

/** Open requests that hang on something, oldest first; their partner and policy name them. */
export async function findRequestsOn(
  db: Database,
  { holder, state, limit }: { holder: Holder; state: OpenState; limit: number },
): Promise<Hanging[]> {
  return requestsOn(db, holder, state)
    .leftJoin('pms.partner as partner', 'partner.id', 'request.partId')
    .leftJoin('pms.authPolicy as policy', 'policy.id', 'request.policyId')
    .select(['policy.name', 'request.partId as partnerId'])
    .select(['partner.name as orgName', 'policy.name as policyName'])
    .orderBy('request.crDtimes')
    .orderBy('request.id')
    .limit(limit)
    .execute()
}

/** Some of them, held; in the order of their ids, so that two who decide never wait in a circle. */
export async function lockRequestsOn(
  db: Database,
  { holder, state, limit }: { holder: Holder; state: OpenState; limit: number },
) {
  return requestsOn(db, holder, state)
    .select(['request.id', 'request.partId', 'request.policyId', 'request.statusCode'])
    .orderBy('request.id')
    .limit(limit)
    .forUpdate()
    .execute()
}
