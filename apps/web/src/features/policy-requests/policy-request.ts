import type { ResponseOf, readPolicyRequest } from '@pmp/contract'

/** A policy request with all that its page shows. */
export type PolicyRequest = ResponseOf<typeof readPolicyRequest>
