import type { ResponseOf, readPolicy } from '@pmp/contract'
import type { PolicyDraft } from './policy-editor.tsx'

export type Policy = ResponseOf<typeof readPolicy>

/** `draft` · `activated` · `deactivated`; the wire's status does not tell the last from the first. */
export function statusOfPolicy(policy: Pick<Policy, 'schema' | 'is_Active'>) {
  if (policy.schema === null) return 'draft'
  return policy.is_Active ? 'activated' : 'deactivated'
}

/** The mark that tells one state of a policy from another, as the API writes it. */
export function lastChangeOf({ upd_dtimes: changed, cr_dtimes: created }: Policy): string {
  return (changed ?? created).toISOString().slice(0, -1)
}

export function draftOf(policy: Policy): PolicyDraft {
  return {
    policyGroupName: policy.policyGroupName,
    name: policy.policyName,
    desc: policy.policyDesc,
    version: policy.version,
    policies: policy.policies,
  }
}
