/** Refusals about partners, their contacts and their users; part of `failures`. */
export const partnerFailures = {
  policy_group_unknown_for_partner: {
    code: 'PMS_PRT_002',
    text: 'The policy group does not exist',
  },
  partner_not_found: { code: 'PMS_PRT_005', text: 'The partner does not exist' },
  partner_type_not_found: { code: 'PMS_PRT_010', text: 'The partner type does not exist' },
  email_taken: { code: 'PMS_PRT_011', text: 'The e-mail address is already registered' },
  email_malformed: { code: 'PMS_PRT_012', text: 'The e-mail address is not valid' },
  contact_number_too_long: { code: 'PMS_PRT_013', text: 'The contact number is too long' },
  partner_id_taken: { code: 'PMS_PRT_051', text: 'The partner id is already registered' },
  partner_id_too_long: { code: 'PMS_PRT_052', text: 'The partner id is too long' },
  caller_already_registered: {
    code: 'PMS_PRT_055',
    text: 'Your e-mail address already belongs to a partner',
  },
  language_not_supported: { code: 'PMS_PRT_056', text: 'The language is not supported' },
  partner_id_has_space: { code: 'PMS_PRT_066', text: 'The partner id must not contain blanks' },
  policy_group_mandatory: {
    code: 'PMS_PRT_108',
    text: 'Partners of this type need a policy group',
  },
  partner_not_active: { code: 'PMS_PMP_016', text: 'The partner is not active' },
  caller_has_no_partner: {
    code: 'PMS_CERTIFICATE_ERROR_002',
    text: 'You have no registered partner',
  },
  partner_id_blank: { code: 'PMS_CERTIFICATE_ERROR_003', text: 'The partner id is blank' },
  partner_type_blank: { code: 'PMS_CERTIFICATE_ERROR_004', text: 'A partner of yours has no type' },
  partner_list_failed: { code: 'PMS_PS_ERROR_001', text: 'The partners could not be listed' },
  partner_policy_group_row_missing: {
    code: 'PMS_POLICY_ERROR_001',
    text: 'The policy group of the partner does not exist',
  },
  partner_without_policy_group: {
    code: 'PMS_POLICY_ERROR_005',
    text: 'No policy group is given for the partner',
  },
  consent_read_failed: { code: 'PMS_CONSENT_ERROR_001', text: 'The consent could not be read' },
  consent_save_failed: { code: 'PMS_CONSENT_ERROR_002', text: 'The consent could not be saved' },
  partner_data_unreadable: {
    code: 'PMS-BJ-013',
    text: 'Stored partner data could not be decrypted',
  },
  partner_already_deactivated: {
    code: 'PMS_PM_063',
    text: 'The partner is deactivated for good',
  },
  no_partner_matches: { code: 'PMS_PMP_013', text: 'No partner matches' },
  partner_type_takes_no_group: {
    code: 'PMS_PRT_048',
    text: 'Partners of this type take no policy group',
  },
  partner_has_group: { code: 'PMS_PRT_049', text: 'The partner already has a policy group' },
  group_of_active_partner: {
    code: 'PMS_PRT_050',
    text: 'The policy group of an active partner cannot be changed',
  },
  partner_type_needs_no_registration: {
    code: 'PMP_040',
    text: 'SDK partners need no registration; nothing in the portal asks for it',
  },
  partner_type_not_linkable: {
    code: 'PMS_PRT_255',
    text: 'Policy groups are linked to MISP partners only',
  },
  linked_partner_deactivated: { code: 'PMS_PRT_254', text: 'The partner is deactivated' },
  partner_link_failed: { code: 'PMS_PRT_253', text: 'The policy group could not be linked' },
  partner_creation_failed: { code: 'PMS_PRT_252', text: 'The partner could not be created' },
  email_of_other_partner: {
    code: 'PMS_PRT_268',
    text: 'The e-mail address belongs to another partner',
  },
  partner_id_of_other: { code: 'PMS_PRT_001', text: 'The partner id belongs to another partner' },
  existence_check_failed: {
    code: 'PMS_PRT_269',
    text: 'Whether the partner exists could not be checked',
  },
  partner_details_failed: {
    code: 'PMS_PM_059',
    text: 'The details of the partner could not be read',
  },
  admin_partner_list_failed: { code: 'PMS_PM_061', text: 'The partners could not be listed' },
  partner_group_gone: {
    code: 'PMS_POLICY_ERROR_008',
    text: 'The policy group of the partner does not exist any more',
  },
  partner_type_for_administrators: {
    code: 'PMS_POLICY_ERROR_012',
    text: 'Partners of this type are listed for administrators only',
  },
  column_encrypted: {
    code: 'KER_PRT_391',
    text: 'The column {field} is encrypted; it cannot be filtered or sorted by',
  },
  policy_not_requested: {
    code: 'PMS_PRT_061',
    text: 'The partner has not asked for this policy',
  },
  extractor_request_approved: {
    code: 'PMS_PRT_062',
    text: 'The request for this policy is approved; its extractors cannot change',
  },
  nothing_configured: {
    code: 'PMS_PRT_064',
    text: 'Nothing is configured for this partner',
  },
  credential_partner_type_wrong: {
    code: 'PMS_PRT_070',
    text: 'Partners of this type receive no credentials',
  },
  credential_policy_unreadable: {
    code: 'PMS_PRT_071',
    text: 'The policy of the credential type is not readable',
  },
  credential_type_unknown: { code: 'PMS_PRT_072', text: 'The credential type does not exist' },
  credential_type_taken: {
    code: 'PMS_PRT_007',
    text: 'The partner already has a policy for this credential type',
  },
  account_not_created: {
    code: 'PMS_ATH_500',
    text: 'The identity provider refused to create the user',
  },
  organization_name_unchanged: {
    code: 'PMP_127',
    text: 'This is the name that the partner has already',
  },
  name_request_open: {
    code: 'PMP_128',
    text: 'A request for another name is still open',
  },
  name_request_not_found: { code: 'PMP_129', text: 'The request does not exist' },
  name_request_closed: { code: 'PMP_130', text: 'The request is no longer open' },
  rejection_reason_missing: { code: 'PMP_131', text: 'A rejection needs a reason' },
} as const
