/** Refusals about API keys; part of `failures`. */
export const apiKeyFailures = {
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
  partner_id_search_unknown: {
    code: 'PMS_PM_065',
    text: 'The search for the partner id must be contains or equals',
  },
  searched_partner_id_missing: {
    code: 'PMS_PM_066',
    text: 'A search for an equal partner id needs the id',
  },
  api_key_list_failed: { code: 'PMS_PM_064', text: 'The API keys could not be listed' },
  key_request_not_found: { code: 'PMS_PMP_015', text: 'There is no such request' },
  key_requests_missing: { code: 'PMS_PRT_006', text: 'The partner has no requests' },
  api_key_policy_same: {
    code: 'PMS_PMP_053',
    text: 'The API key has this policy already',
  },
  api_key_of_policy_not_found: {
    code: 'PMS_PMP_50',
    text: 'The partner has no such API key for this policy',
  },
  api_key_path_blank: { code: 'PMS_PM_068', text: 'Partner, policy and key name must be given' },
  // The numbers from here to 074 are proposed: those of the final 1.3.0 are not known.
  api_key_change_empty: { code: 'PMS_PM_070', text: 'Neither a status nor an expiry is given' },
  api_key_not_own: {
    code: 'PMS_PM_071',
    text: 'The API key belongs to a partner of somebody else',
  },
  api_key_ended: { code: 'PMS_PM_072', text: 'The API key is not active any more' },
  api_key_expiry_not_yours: {
    code: 'PMS_PM_073',
    text: 'Only administrators change when an API key ends',
  },
  api_key_deactivation_unknown: { code: 'PMS_PM_074', text: 'The status must be De-active' },
  api_key_expiry_past: { code: 'PMS_PM_067', text: 'An API key cannot end in the past' },
  api_key_change_failed: { code: 'PMS_PM_069', text: 'The API key could not be changed' },
  api_key_end_later: {
    code: 'PMP_160',
    text: 'The old API key ends before that time anyway',
  },
} as const
