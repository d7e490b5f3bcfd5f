import type { FailureName } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { readPolicyText } from '../policies/rules.ts'
import { claimSources } from './claim-sources.ts'
import { deriveAcrValues, deriveClaims, grantsOf } from './derive-claims.ts'

interface ClientGrants {
  claims: string[]
  acrValues: string[]
  /** Why no client can be made with that. */
  refusal: FailureName | null
}

/**
 * What a policy gives to a client (auth-services.md 8.2).
 * @throws {Failure} policy_text_unreadable, and those of `claimSources`
 */
export async function readGrants(
  context: Context,
  policy: { policyFileId: string },
): Promise<ClientGrants> {
  const granted = grantsOf(readPolicyText(policy.policyFileId))
  const sources = await claimSources(context)
  const claims = deriveClaims(sources, granted)
  const acrValues = deriveAcrValues(sources, granted)
  // In the order in which upstream looks at them.
  const refusals: [FailureName, boolean][] = [
    ['policy_yields_no_claims', claims.length === 0],
    ['policy_demands_authentication', granted.hasMandatoryType],
    ['policy_yields_no_acr', acrValues.length === 0],
  ]
  const [refusal = null] = refusals.flatMap(([name, isSo]) => (isSo ? [name] : []))
  return { claims, acrValues, refusal }
}
