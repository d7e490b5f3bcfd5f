import type { Policy } from '@pmp/contract'
import type { z } from 'zod'
import type { PolicyWithGroup } from './queries.ts'
import { readPolicyText } from './rules.ts'

/** A policy as V1 reads give it (policy.md 3.3). */
export function policyResponse(policy: PolicyWithGroup): z.output<typeof Policy> {
  return {
    policyGroupId: policy.policyGroupId ?? '',
    policyGroupName: policy.groupName,
    policyGroupDesc: policy.groupDescr,
    policyGroupStatus: policy.groupIsActive,
    policyGroup_cr_by: policy.groupCrBy,
    policyGroup_cr_dtimes: policy.groupCrDtimes,
    policyGroup_up_by: policy.groupUpdBy,
    policyGroup_upd_dtimes: policy.groupUpdDtimes,
    policyId: policy.id,
    policyName: policy.name,
    policyDesc: policy.descr,
    policyType: policy.policyType,
    publishDate: policy.validFromDate,
    validTill: policy.validToDate,
    // Upstream: a deactivated policy reads as a draft here; `schema` tells them apart.
    status: policy.isActive ? 'PUBLISHED' : 'DRAFTED',
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
