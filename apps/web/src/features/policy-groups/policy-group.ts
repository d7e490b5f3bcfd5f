import type { ResponseOf, readPolicyGroupSummary } from '@pmp/contract'

/** A policy group with all that its page shows. */
export type PolicyGroup = ResponseOf<typeof readPolicyGroupSummary>
