import { partnerFailures } from './partner-failures.ts'
import { policyFailures } from './policy-failures.ts'

/**
 * Every refusal the product can give: our name, upstream's published code, and a text. Names tell
 * what happened, codes are wire format. A code may stand for several names where upstream gives
 * one code several meanings (common.md 13). `{placeholders}` are filled from the failure's details.
 * Where upstream's API tests compare the text, ours is the same.
 */
export const failures = {
  // Requests
  field_invalid: { code: 'PMS_COR_001', text: 'Invalid request parameter - {constraint} :{field}' },
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
  },
  path_id_malformed: {
    code: 'PMS_PRT_099',
    text: 'The value of {field} has characters or a length that are not allowed',
  },
  trust_store_list_off: {
    code: 'PMS_FEATURE_001',
    text: 'The list of trust certificates is switched off',
  },
  oidc_clients_off: { code: 'PMS_FEATURE_002', text: 'OIDC clients are switched off' },
  original_certificates_off: {
    code: 'PMS_FEATURE_003',
    text: 'The download of original certificates is switched off',
  },
  too_many_attempts: { code: 'PMP_001', text: 'Too many attempts; try again in {seconds} seconds' },
  // Who is calling
  token_invalid: { code: 'KER-ATH-401', text: 'Authentication Failed' },
  role_missing: { code: 'KER-ATH-403', text: 'Forbidden' },
  caller_not_owner: { code: 'PMS_PRT_055', text: 'You may not act for this partner' },
  sign_in_state_differs: {
    code: 'KER-ACP-007',
    text: 'The sign-in was started in another window; start it again',
  },
  sign_in_state_missing: { code: 'KER-ACP-010', text: 'The sign-in state is missing' },
  sign_in_state_malformed: { code: 'KER-ACP-011', text: 'The sign-in state is not a UUID' },
  sign_in_refused: { code: 'KER-ACP-006', text: 'The identity provider refused the sign-in' },
  sign_in_unreachable: { code: 'KER-ACP-004', text: 'The identity provider cannot be reached' },
  redirect_not_allowed: { code: 'KER-ACP-009', text: 'The address to return to is not allowed' },
  credentials_wrong: { code: 'PMP_002', text: 'User name or password is wrong' },
  account_locked: { code: 'PMP_003', text: 'Too many failed sign-ins; try again later' },
  user_name_taken: { code: 'PMP_004', text: 'The user name is already in use' },
  account_email_taken: { code: 'PMP_005', text: 'The e-mail address is already in use' },
  password_too_weak: { code: 'PMP_006', text: 'The password is too short or too easy to guess' },
  sign_up_elsewhere: { code: 'PMP_007', text: 'Accounts are made at the identity provider' },
  partner_type_not_self_service: {
    code: 'PMP_008',
    text: 'Partners of this type are created by a partner administrator',
  },
  sign_in_expired: { code: 'PMP_009', text: 'The sign-in took too long; start it again' },
  // Lists
  sort_field_unknown: { code: 'PMS_PRT_357', text: 'The list cannot be sorted by {field}' },
  sort_type_unknown: { code: 'PMS_PRT_358', text: 'The sort type must be asc or desc' },
  page_number_negative: { code: 'PMS_PRT_360', text: 'The page number must be 0 or more' },
  page_size_too_small: { code: 'PMS_PRT_361', text: 'The page size must be 1 or more' },
  page_pair_incomplete: { code: 'PMS_PS_ERROR_006', text: 'Page number and page size go together' },
  sort_pair_incomplete: { code: 'PMS_PS_ERROR_007', text: 'Sort field and sort type go together' },
  sort_without_page: {
    code: 'PMS_PS_ERROR_008',
    text: 'Sorting needs a page number and a page size',
  },
  ...partnerFailures,
  ...policyFailures,
  // Policy groups and policies
  policy_not_found: { code: 'PMS_POL_008', text: 'Policy ID does not exist' },
  policy_group_to_edit_not_found: { code: 'PMS_POL_008', text: 'Policy ID does not exist' },
  group_has_active_policies: {
    code: 'PMS_POL_056',
    text: 'The policy group has active policies',
  },
  policy_name_taken: { code: 'PMS_POL_009', text: 'Policy exists with name : {name}' },
  policy_id_taken: { code: 'PMS_POL_009', text: 'Policy exists with id : {id}' },
  policy_group_name_taken: { code: 'PMS_POL_014', text: 'Policy group exists with name : {name}' },
  policy_not_in_group: { code: 'PMS_POL_015', text: 'The policy does not belong to the group' },
  policy_group_id_not_found: { code: 'PMS_POL_016', text: 'The policy group does not exist' },
  no_active_key_for_policy: {
    code: 'PMS_POL_017',
    text: 'The partner has neither an approved request nor an active key for the policy',
  },
  policy_group_name_not_found: { code: 'PMS_POL_019', text: 'Policy group name does not exist' },
  policy_already_published: { code: 'PMS_POL_020', text: 'The policy is already published' },
  policy_type_not_allowed: { code: 'PMS_POL_023', text: 'The policy type is not allowed' },
  policy_schema_missing: { code: 'PMS_POL_051', text: 'There is no schema for this policy type' },
  policy_text_unreadable: { code: 'PMS_POL_052', text: 'The stored policy is not readable' },
  policy_group_not_active: { code: 'PMS_POL_053', text: 'The policy group is not active' },
  published_policy_not_editable: {
    code: 'PMS_POL_055',
    text: 'A published policy cannot be edited',
  },
  policy_draft_changed: {
    code: 'PMP_020',
    text: 'Someone else has changed the policy meanwhile; compare before you save again',
  },
  policy_not_published: {
    code: 'PMP_021',
    text: 'The policy is still a draft; change the draft itself',
  },
  next_version_not_found: { code: 'PMP_022', text: 'The policy has no next version' },
  policy_status_unknown: { code: 'PMS_POL_045', text: 'The status must be Active or De-active' },
  policy_has_active_keys: { code: 'PMS_POL_057', text: 'Active API keys use the policy' },
  draft_not_activatable: { code: 'PMS_POL_054', text: 'A draft becomes active by publishing it' },
  published_policy_status_fixed: {
    code: 'PMS_POL_058',
    text: 'The status of a published policy cannot be changed here',
  },
  deactivation_status_wrong: { code: 'PMS_POL_073', text: 'The status must be De-Activate' },
  policy_group_to_deactivate_not_found: {
    code: 'PMS_POL_068',
    text: 'The policy group does not exist',
  },
  policy_group_already_deactivated: {
    code: 'PMS_POL_067',
    text: 'The policy group is already deactivated',
  },
  group_has_active_and_draft_policies: {
    code: 'PMS_POL_069',
    text: 'The policy group has active policies and drafts',
  },
  group_has_draft_policies: { code: 'PMS_POL_070', text: 'The policy group has drafts' },
  policy_group_deactivation_failed: {
    code: 'PMS_POL_071',
    text: 'The policy group could not be deactivated',
  },
  policy_to_deactivate_not_found: { code: 'PMS_POL_065', text: 'The policy does not exist' },
  draft_not_deactivatable: { code: 'PMS_POL_072', text: 'A draft cannot be deactivated' },
  policy_has_approved_requests: {
    code: 'PMS_POL_063',
    text: 'Approved requests of partners use the policy',
  },
  policy_has_pending_requests: {
    code: 'PMS_POL_064',
    text: 'Requests of partners for the policy wait for a decision',
  },
  policy_deactivation_failed: {
    code: 'PMS_POL_066',
    text: 'The policy could not be deactivated',
  },
  search_column_missing: { code: 'PMS-MSD-311', text: 'A filter has no column name' },
  search_column_unknown: { code: 'PMS-MSD-310', text: 'The column {field} does not exist' },
  search_type_missing: { code: 'PMS-MSD-312', text: 'The filter on {field} has no type' },
  search_page_wrong: { code: 'PMS-MSD-313', text: 'The page or its size is out of range' },
  search_sort_incomplete: { code: 'PMS-MSD-314', text: 'A sort entry needs a field and a type' },
  search_range_incomplete: {
    code: 'PMS-MSD-315',
    text: 'The filter on {field} needs both ends of its range',
  },
  search_sort_field_unknown: {
    code: 'PMS-MSD-357',
    text: 'The list cannot be sorted by {field}',
  },
  search_sort_type_unknown: { code: 'PMS-MSD-358', text: 'The sort type must be asc or desc' },
  filter_type_missing: { code: 'PMS-MSD-322', text: 'A filter has no type' },
  filter_column_unknown: { code: 'PMS-MSD-317', text: 'The column {field} does not exist' },
  filter_type_unknown: {
    code: 'PMS-MSD-324',
    text: 'The type must be all or unique, and the column must hold text',
  },
  search_value_wrong: { code: 'PMS-MSD-390', text: 'The filter on {field} has no usable value' },
  search_values_missing: { code: 'PMS-MSD-391', text: 'The filter on {field} has no values' },
  search_value_twice: {
    code: 'PMS-MSD-392',
    text: 'The filter on {field} has a value and a list of values',
  },
  policy_already_deactivated: { code: 'PMS_POL_062', text: 'The policy is already deactivated' },
  saved_view_not_found: { code: 'PMP_023', text: 'The saved view does not exist' },
  too_many_saved_views: {
    code: 'PMP_024',
    text: 'There are {limit} saved views already; delete one first',
  },
  no_active_policy_group: { code: 'PMS_POL_059', text: 'There is no active policy group' },
  policy_group_list_failed: { code: 'PMS_POL_060', text: 'The policy groups could not be listed' },
  policy_list_failed: { code: 'PMS_POL_061', text: 'The policies could not be listed' },
  policy_value_not_allowed: {
    code: 'PMS_PV_005',
    text: 'Value or property not allowed - {pointer}',
  },
  policy_property_missing: { code: 'PMS_PV_006', text: 'Missing input parameter - {pointer}' },
  policy_value_wrong_type: {
    code: 'PMS_PV_007',
    text: 'Wrong type - {pointer} must be {expected}',
  },
  policy_array_too_short: { code: 'PMS_PV_008', text: 'Too few items - {pointer}' },
  policy_string_too_short: { code: 'PMS_PV_009', text: 'Too short - {pointer}' },
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
  // API keys
  key_partner_not_found: { code: 'PMS_PMP_005', text: 'The partner does not exist' },
  policy_not_in_partner_group: { code: 'PMS_PMP_014', text: 'Policy does not exist' },
  policy_not_approved_for_partner: {
    code: 'PMS_PRT_109',
    text: 'No approved request gives the partner this policy',
  },
  api_key_label_taken: {
    code: 'PMS_PRT_110',
    text: 'The label is already used for this partner and policy',
  },
  api_key_label_not_found: { code: 'PMS_PRT_111', text: 'No API key has this label' },
  api_key_not_mapped: { code: 'PMS_PMP_009', text: 'The API key does not belong to the partner' },
  api_key_not_active: { code: 'PMS_PMS_022', text: 'The API key is not active' },
  api_key_status_unknown: { code: 'PMS_PM_058', text: 'The status must be Active or De-Active' },
  api_key_list_failed: { code: 'PMS_PM_064', text: 'The API keys could not be listed' },
} as const satisfies Record<string, { code: string; text: string }>

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

  get code(): string {
    return failures[this.failure].code
  }
}

/** Fills the placeholders of a failure's text; unknown placeholders become empty. */
export function failureText(
  text: string,
  details: Readonly<Record<string, string | number>>,
): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
}
