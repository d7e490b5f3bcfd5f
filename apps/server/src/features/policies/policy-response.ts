import { Failure, type Policy } from '@pmp/contract'
import type { z } from 'zod'
import type { StoredPolicy, PolicyWithGroup } from './queries.ts'
import { readPolicyText } from './rules.ts'

/** A policy as V1 reads give it (policy.md 3.3). */
export function policyResponse(policy: PolicyWithGroup): z.output<typeof Policy> {
  return {
    ...policyFacts(policy),
    policyGroupId: policy.policyGroupId ?? '',
    policyGroupName: policy.groupName,
    policyGroupDesc: policy.groupDescr,
    policyGroupStatus: policy.groupIsActive,
    policyGroup_cr_by: policy.groupCrBy,
    policyGroup_cr_dtimes: policy.groupCrDtimes,
    policyGroup_up_by: policy.groupUpdBy,
    policyGroup_upd_dtimes: policy.groupUpdDtimes,
    policyType: policy.policyType,
  }
}

/** The policy itself, as every V1 read has it. */
function policyFacts(policy: StoredPolicy) {
  return {
    policyId: policy.id,
    policyName: policy.name,
    policyDesc: policy.descr,
    publishDate: policy.validFromDate,
    validTill: policy.validToDate,
    // Upstream: a deactivated policy reads as a draft here; `schema` tells them apart.
    status: policy.isActive ? ('PUBLISHED' as const) : ('DRAFTED' as const),
    version: policy.version,
    schema: policy.policySchema,
    is_Active: policy.isActive,
    cr_by: policy.crBy,
    cr_dtimes: policy.crDtimes,
    up_by: policy.updBy,
    upd_dtimes: policy.updDtimes,
    policies: readPolicyText(policy.policyFileId),
  }
}

/**
 * A policy in the list of its group (policy.md 4.4), none when its text cannot be read.
 * Upstream: one unreadable text fails the whole list.
 */
export function policyOfGroup(policy: StoredPolicy) {
  return ifReadable(() => policyFacts(policy))
}

/** As `policyResponse`, none when the text cannot be read. */
export function readablePolicy(policy: PolicyWithGroup) {
  return ifReadable(() => policyResponse(policy))
}

function ifReadable<T>(read: () => T): T[] {
  try {
    return [read()]
  } catch (error) {
    if (error instanceof Failure) return []
    throw error
  }
}
