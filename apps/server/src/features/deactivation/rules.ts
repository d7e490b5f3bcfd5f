import type { FailureName } from '@pmp/contract'

interface Uses {
  approved: number
  pending: number
}

/**
 * Why a policy cannot be deactivated, if it cannot (policy.md 5.5).
 * @param uses requests that hold it; `none`: they end with it
 */
export function policyRefusal(
  policy: { policySchema: string | null; isActive: boolean },
  uses: Uses | 'none',
): FailureName | undefined {
  if (policy.policySchema === null) return 'draft_not_deactivatable'
  if (!policy.isActive) return 'policy_already_deactivated'
  if (uses === 'none') return undefined
  if (uses.approved > 0) return 'policy_has_approved_requests'
  return uses.pending > 0 ? 'policy_has_pending_requests' : undefined
}

/** Why a policy group cannot be deactivated, if it cannot (policy.md 4.3). */
export function groupRefusal(
  group: { isActive: boolean },
  { active, drafts }: { active: number; drafts: number },
): FailureName | undefined {
  if (!group.isActive) return 'policy_group_already_deactivated'
  if (active > 0)
    return drafts > 0 ? 'group_has_active_and_draft_policies' : 'group_has_active_policies'
  return drafts > 0 ? 'group_has_draft_policies' : undefined
}

/** Why a partner cannot be deactivated, if it cannot (partner.md 2.9). */
export function partnerRefusal(partner: {
  approvalStatus: string
  isActive: boolean
}): FailureName | undefined {
  const isDeactivated = partner.approvalStatus === 'approved' && !partner.isActive
  return isDeactivated ? 'partner_already_deactivated' : undefined
}
