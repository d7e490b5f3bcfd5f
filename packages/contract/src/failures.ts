import { apiKeyFailures } from './api-key-failures.ts'
import { partnerFailures } from './partner-failures.ts'
import { certificateFailures } from './certificate-failures.ts'
import { conversationFailures } from './conversation-failures.ts'
import { credentialFailures } from './credential-failures.ts'
import { ftmChipFailures } from './ftm-chip-failures.ts'
import { mispFailures } from './misp-failures.ts'
import { oidcClientFailures } from './oidc-client-failures.ts'
import { personFailures } from './person-failures.ts'
import { policyFailures } from './policy-failures.ts'
import { revocationFailures } from './revocation-failures.ts'
import { tokenInvalid } from './token-invalid.ts'

/** A refusal as clients see it. */
interface PublishedFailure {
  /** Upstream's, wire format. */
  code: string
  /** `{placeholders}` are filled from the failure's details. */
  text: string
  /** Absent: 200, as upstream answers business refusals (common.md 2). */
  status?: 400 | 401 | 403 | 429 | 503
  /** Upstream throws it before its V2 service, so that it comes in a V1 envelope. */
  isBeforeService?: true
}

/**
 * Every refusal the product can give, by our name, which tells what happened. A code may stand for
 * several names where upstream gives one code several meanings (common.md 13). Where upstream's API
 * tests compare the text, ours is the same.
 */
export const failures = {
  // Requests
  field_invalid: {
    code: 'PMS_COR_001',
    text: 'Invalid request parameter - {constraint} :{field}',
    status: 400,
  },
  unexpected: { code: 'PMS_COR_003', text: 'Could not process the request' },
  parameter_blank: {
    code: 'PMS_REQUEST_ERROR_001',
    text: 'The parameter {field} must not be blank',
  },
  request_id_wrong: {
    code: 'PMS_REQUEST_ERROR_002',
    text: 'The request id is not that of this endpoint',
  },
  request_version_wrong: { code: 'PMS_REQUEST_ERROR_003', text: 'The request version must be 1.0' },
  request_time_missing: { code: 'PMS_REQUEST_ERROR_004', text: 'The request time is missing' },
  request_missing: { code: 'PMS_REQUEST_ERROR_005', text: 'The request object is missing' },
  request_time_not_today: {
    code: 'PMS_REQUEST_ERROR_006',
    text: 'Request date should be current date',
  },
  characters_not_allowed: {
    code: 'PMS_REQUEST_ERROR_007',
    text: 'The value of {field} has characters that are not allowed',
    isBeforeService: true,
  },
  path_id_malformed: {
    code: 'PMS_PRT_099',
    text: 'The value of {field} has characters or a length that are not allowed',
    isBeforeService: true,
  },
  no_free_id: { code: 'PMS_PRT_100', text: 'No free id was found; try again' },
  trust_store_list_off: {
    code: 'PMS_FEATURE_001',
    text: 'The list of trust certificates is switched off',
    isBeforeService: true,
  },
  oidc_clients_off: {
    code: 'PMS_FEATURE_002',
    text: 'OIDC clients are switched off',
    isBeforeService: true,
  },
  original_certificates_off: {
    code: 'PMS_FEATURE_003',
    text: 'The download of original certificates is switched off',
    isBeforeService: true,
  },
  too_many_attempts: {
    code: 'PMP_001',
    text: 'Too many attempts; try again in {seconds} seconds',
    status: 429,
  },
  // Who is calling
  token_invalid: tokenInvalid,
  issuer_unreachable: {
    code: 'PMP_010',
    text: 'The identity provider cannot be reached, so nobody can be recognised; try again later',
    status: 503,
  },
  database_unavailable: {
    code: 'PMP_012',
    text: 'The database cannot do its work at the moment; try again in {seconds} seconds',
    status: 503,
  },
  role_missing: { code: 'KER-ATH-403', text: 'Forbidden', status: 403 },
  caller_not_owner: { code: 'PMS_PRT_055', text: 'You may not act for this partner' },
  sign_in_state_differs: {
    code: 'KER-ACP-007',
    text: 'The sign-in was started in another window; start it again',
  },
  sign_in_state_missing: { code: 'KER-ACP-010', text: 'The sign-in state is missing' },
  sign_in_state_malformed: { code: 'KER-ACP-011', text: 'The sign-in state is not a UUID' },
  sign_in_refused: { code: 'KER-ACP-006', text: 'The identity provider refused the sign-in' },
  sign_in_unreachable: { code: 'KER-ACP-004', text: 'The identity provider cannot be reached' },
  sign_in_misconfigured: {
    code: 'PMP_011',
    text: 'The portal does not fit its identity provider; the log of the server says why',
  },
  redirect_not_allowed: { code: 'KER-ACP-009', text: 'The address to return to is not allowed' },
  credentials_wrong: {
    code: 'PMP_002',
    text: 'User name or password is wrong, or too many wrong ones came from here; then wait 15 minutes',
    status: 401,
  },
  user_name_taken: { code: 'PMP_004', text: 'The user name is already in use' },
  account_email_taken: { code: 'PMP_005', text: 'The e-mail address is already in use' },
  password_too_weak: { code: 'PMP_006', text: 'The password is too short or too easy to guess' },
  sign_up_elsewhere: { code: 'PMP_007', text: 'Accounts are made at the identity provider' },
  partner_type_not_self_service: {
    code: 'PMP_008',
    text: 'Partners of this type are created by a partner administrator',
  },
  sign_in_expired: {
    code: 'PMP_009',
    text: 'The sign-in took too long; start it again',
    status: 400,
  },
  // Lists
  sort_field_unknown: { code: 'PMS_PRT_357', text: 'The list cannot be sorted by {field}' },
  sort_type_unknown: { code: 'PMS_PRT_358', text: 'The sort type must be asc or desc' },
  page_number_malformed: {
    code: 'PMS_PRT_360',
    text: 'The page number must be a whole number',
    isBeforeService: true,
  },
  page_number_negative: { code: 'PMS_PRT_360', text: 'The page number must be 0 or more' },
  page_size_too_small: { code: 'PMS_PRT_361', text: 'The page size must be 1 or more' },
  page_pair_incomplete: { code: 'PMS_PS_ERROR_006', text: 'Page number and page size go together' },
  sort_pair_incomplete: { code: 'PMS_PS_ERROR_007', text: 'Sort field and sort type go together' },
  sort_without_page: {
    code: 'PMS_PS_ERROR_008',
    text: 'Sorting needs a page number and a page size',
  },
  ...partnerFailures,
  ...apiKeyFailures,
  ...certificateFailures,
  ...conversationFailures,
  ...credentialFailures,
  ...ftmChipFailures,
  ...oidcClientFailures,
  ...personFailures,
  ...revocationFailures,
  ...policyFailures,
  ...mispFailures,
  // Policy requests
  policy_request_pending: {
    code: 'PMS_PRT_053',
    text: 'A request for this policy is still pending',
  },
  policy_request_already_granted: {
    code: 'PMS_PRT_060',
    text: 'A request for this policy is already approved',
  },
  requested_policy_not_found: { code: 'PMS_PRT_073', text: 'The policy does not exist' },
  policy_outside_partner_group: {
    code: 'PMS_PRT_098',
    text: 'The policy does not belong to the policy group of the partner',
  },
  policy_for_misp_only: {
    code: 'PMP_025',
    text: 'Only infrastructure providers may use a policy of type MISP',
  },
  policy_request_not_found: { code: 'PMS_PMP_007', text: 'The policy request does not exist' },
  request_policy_not_found: {
    code: 'PMS_PMP_017',
    text: 'The policy of the request does not exist',
  },
  policy_expired: { code: 'PMS_PMP_018', text: 'The validity of the policy has ended' },
  policy_not_active: { code: 'PMS_PMP_019', text: 'The policy is not active' },
  request_policy_group_not_found: {
    code: 'PMS_PMP_022',
    text: 'The policy group of the policy does not exist',
  },
  group_of_policy_not_active: { code: 'PMS_PMP_023', text: 'The policy group is not active' },
  policy_request_already_approved: { code: 'PMS_PM_034', text: 'The request is already approved' },
  policy_request_already_rejected: { code: 'PMS_PM_035', text: 'The request is already rejected' },
  decision_unknown: { code: 'PMS_PM_045', text: 'The status must be approved or rejected' },
  extractors_missing: {
    code: 'PMS_PM_051',
    text: 'The request needs bio extractors before it can be approved',
  },
  policy_request_list_failed: {
    code: 'PMS_PM_062',
    text: 'The policy requests could not be listed',
  },
} as const satisfies Record<string, PublishedFailure>

export type FailureName = keyof typeof failures

/** A refusal, thrown inside and turned into an answer by `http/` alone. */
export class Failure extends Error {
  readonly failure: FailureName
  readonly details: Readonly<Record<string, string | number>>
  /** Further refusals of the same request, in order (e.g. each wrong member of a policy). */
  readonly others: readonly Failure[]

  constructor(
    failure: FailureName,
    details: Record<string, string | number> = {},
    others: readonly Failure[] = [],
  ) {
    super(failure)
    this.name = 'Failure'
    this.failure = failure
    this.details = details
    this.others = others
  }

  get published(): PublishedFailure {
    return failures[this.failure]
  }

  get code(): string {
    return this.published.code
  }
}

/** Fills the placeholders of a failure's text; unknown placeholders become empty. */
export function failureText(
  text: string,
  details: Readonly<Record<string, string | number>>,
): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
}
