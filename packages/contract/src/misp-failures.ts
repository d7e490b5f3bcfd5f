/** Refusals about MISPs and their licences; part of `failures`. */
export const mispFailures = {
  // Keys: the older endpoints
  misp_not_found: { code: 'PMS_MSP_005', text: 'The MISP does not exist' },
  misp_type_wrong: { code: 'PMS_MSP_009', text: 'The partner is not a MISP' },
  misp_not_active: { code: 'PMS_MSP_405', text: 'The MISP is not active' },
  misp_key_status_unknown: { code: 'PMS_MSP_407', text: 'The status must be active or de-active' },
  misp_key_not_found: { code: 'PMS_MSP_408', text: 'The MISP has no such licence key' },
  misp_key_exists: { code: 'PMS_MSP_416', text: 'The MISP has a licence key already' },
  misp_policy_not_approved: {
    code: 'PMS_MSP_418',
    text: 'No policy request of the MISP is approved',
  },
  misp_policy_gone: { code: 'PMS_MSP_419', text: 'The policy of the MISP does not exist' },
  licence_expired: {
    code: 'PMP_045',
    text: 'The validity of the licence has ended; generate a new one',
  },
  // Licences: the newer endpoints
  licence_list_failed: { code: 'PMS_MSP_420', text: 'The licences could not be listed' },
  licence_generation_failed: { code: 'PMS_MSP_421', text: 'The licence could not be generated' },
  licence_name_blank: { code: 'PMS_MSP_422', text: 'The name of the licence is missing' },
  licence_partner_blank: { code: 'PMS_MSP_423', text: 'The partner id is missing' },
  licence_name_taken: { code: 'PMS_MSP_424', text: 'A licence with this name exists' },
  licence_expiry_not_ahead: {
    code: 'PMS_MSP_425',
    text: 'The expiry date must be later than today',
  },
  licence_read_failed: { code: 'PMS_MSP_426', text: 'The licence could not be read' },
  licence_not_matched: { code: 'PMS_MSP_427', text: 'No licence of the partner matches' },
  licences_match: { code: 'PMS_MSP_428', text: 'Several licences of the partner match' },
  licence_partner_not_found: { code: 'PMS_MSP_429', text: 'The partner does not exist' },
  licence_partner_not_active: { code: 'PMS_MSP_430', text: 'The partner is not active' },
  licence_partner_type_wrong: { code: 'PMS_MSP_431', text: 'The partner is not a MISP' },
  licence_word_unknown: { code: 'PMS_MSP_433', text: 'The status must be De-Activate' },
  licence_already_inactive: { code: 'PMS_MSP_434', text: 'The licence is already inactive' },
  licence_regeneration_failed: {
    code: 'PMS_MSP_435',
    text: 'The licence could not be regenerated',
  },
  licence_expiry_missing: { code: 'PMS_MSP_436', text: 'The expiry date is missing' },
  licence_policy_not_found: { code: 'PMS_MSP_437', text: 'The policy does not exist' },
  licence_policy_not_approved: {
    code: 'PMS_MSP_438',
    text: 'No approved request gives the partner this policy',
  },
  no_active_licence: {
    code: 'PMS_MSP_439',
    text: 'The partner has no active licence for this policy',
  },
  licence_update_failed: { code: 'PMS_MSP_440', text: 'The licence could not be changed' },
  licence_not_found: { code: 'PMS_MSP_441', text: 'The licence does not exist' },
  licence_status_unknown: { code: 'PMS_MSP_442', text: 'The status must be INACTIVE' },
} as const satisfies Record<string, { code: string; text: string }>
