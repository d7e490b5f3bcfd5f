import { attributesOfPolicy } from '@pmp/contract'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { isInState } from '../../database/stored-states.ts'
import { policyOrNothing } from '../policies/rules.ts'

/** Policies that are looked at; a partner that has more is told the same by most of them. */
const mostPolicies = 100

/**
 * Names of the attributes of people that a partner is told by the active policies that it may use.
 * @param except a policy that does not count
 */
export async function findAttributesToday(
  db: Database,
  partnerId: string,
  except = '',
): Promise<string[]> {
  const policies = await db
    .selectFrom('pms.partnerPolicyRequest as request')
    .innerJoin('pms.authPolicy as policy', 'policy.id', 'request.policyId')
    .select('policy.policyFileId')
    .where('request.partId', '=', partnerId)
    .where(isInState(sql.ref('request.statusCode'), 'approved'))
    .where('policy.isActive', '=', true)
    .where('policy.id', '!=', except)
    .orderBy('request.crDtimes', 'desc')
    .limit(mostPolicies)
    .execute()
  const names = policies.flatMap(({ policyFileId }) =>
    attributesOfPolicy(policyOrNothing(policyFileId)),
  )
  return [...new Set(names)].toSorted()
}
