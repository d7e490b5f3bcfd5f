/**
 * Refusals about OIDC clients. Those with codes in lower case are eSignet's own: what it would refuse
 * is refused before anything is stored, with its code (esignet.md, "Fields, limits, codes").
 */
export const oidcClientFailures = {
  oidc_configuration_off: {
    code: 'PMS_FEATURE_004',
    text: 'The additional configuration of OIDC clients is switched off',
    isBeforeService: true,
  },
  client_key_taken: { code: 'PMS_ESI_001', text: 'A client with this public key exists already' },
  client_policy_not_approved: {
    code: 'PMS_ESI_002',
    text: 'The request of the partner for this policy is not approved',
  },
  policy_demands_authentication: {
    code: 'PMS_ESI_003',
    text: 'The policy has mandatory authentication types, which no OIDC client can keep to',
  },
  client_not_found: { code: 'PMS_ESI_004', text: 'The OIDC client does not exist' },
  policy_yields_no_claims: { code: 'PMS_ESI_005', text: 'The policy allows no claim of eSignet' },
  policy_yields_no_acr: {
    code: 'PMS_ESI_006',
    text: 'The policy allows no way of authentication that eSignet offers',
  },
  client_key_unusable: { code: 'PMS_ESI_007', text: 'The public key cannot be used: {constraint}' },
  client_not_active: { code: 'PMS_ESI_008', text: 'The OIDC client is deactivated' },
  policy_not_for_clients: { code: 'PMS_PRT_057', text: 'The policy is not of type Auth' },
  client_partner_not_found: { code: 'PMS_PRT_058', text: 'The partner of the client is unknown' },
  client_partner_type_wrong: {
    code: 'PMS_PRT_059',
    text: 'Only authentication partners have OIDC clients',
  },
  client_not_own_to_create: {
    code: 'PMS_POLICY_ERROR_009',
    text: 'The partner is not one of yours, so you cannot create a client for it',
  },
  client_not_own_to_update: {
    code: 'PMS_POLICY_ERROR_010',
    text: 'The client belongs to a partner that is not yours, so you cannot change it',
  },
  client_not_own: {
    code: 'PMS_POLICY_ERROR_011',
    text: 'The client belongs to a partner that is not yours',
  },
  client_list_failed: {
    code: 'PMS_POLICY_ERROR_006',
    text: 'The OIDC clients could not be listed',
  },
  client_creation_failed: {
    code: 'PMS_POLICY_ERROR_013',
    text: 'The OIDC client could not be created',
  },
  client_response_type_unknown: {
    code: 'PMS_POLICY_ERROR_014',
    text: 'The response type of the user info must be JWS or JWE',
  },
  client_consent_time_wrong: {
    code: 'PMS_POLICY_ERROR_015',
    text: 'Consent must last a whole number of minutes from {least} to {most}',
  },
  client_update_failed: {
    code: 'PMS_POLICY_ERROR_016',
    text: 'The OIDC client could not be changed',
  },
  client_purpose_unknown: {
    code: 'PMS_POLICY_ERROR_017',
    text: 'The type of the purpose must be login, link or verify',
  },
  client_purpose_texts_wrong: {
    code: 'PMS_POLICY_ERROR_018',
    text: 'Title and subtitle of the purpose are texts by language, and need its type',
  },
  client_language_unknown: {
    code: 'PMS_POLICY_ERROR_019',
    text: 'The language {language} is not one of those that OIDC clients may use',
  },
  client_default_text_missing: {
    code: 'PMS_POLICY_ERROR_020',
    text: 'Texts by language need one under @none, for all other languages',
  },
  client_read_failed: {
    code: 'PMS_POLICY_ERROR_021',
    text: 'The OIDC client could not be read',
  },
  client_deactivation_failed: {
    code: 'PMS_POLICY_ERROR_023',
    text: 'The OIDC client could not be deactivated',
  },
  client_status_wrong: { code: 'PMS_POLICY_ERROR_024', text: 'The status must be INACTIVE' },
  client_request_failed: { code: 'PMS_PRT_500', text: 'The request could not be processed' },
  esignet_unreachable: {
    code: 'PMS_KKS_001',
    text: 'eSignet does not answer which claims it supports; try again later',
  },
  claims_mapping_unreadable: {
    code: 'PMS-MSD-393',
    text: 'The mapping of claims to attributes cannot be read',
  },
  acr_mapping_unreadable: {
    code: 'PMS-MSD-394',
    text: 'The mapping of ACR values cannot be read',
  },
  amr_mapping_unreadable: {
    code: 'PMS-MSD-395',
    text: 'The mapping of authentication methods cannot be read',
  },
  client_registration_settled: {
    code: 'PMP_170',
    text: 'The registration at eSignet is neither refused nor on its way',
  },
  // eSignet's own codes
  public_key_refused: {
    code: 'invalid_public_key',
    text: 'eSignet takes no public key of this kind',
  },
  redirect_uri_refused: {
    code: 'invalid_redirect_uri',
    text: 'eSignet does not take the redirect address {uri}',
  },
  grant_type_refused: { code: 'invalid_grant_type', text: 'The grant type is not supported' },
  grant_type_unsupported: {
    code: 'unsupported_grant_type',
    text: 'The grant type is not supported',
  },
  client_auth_refused: {
    code: 'invalid_client_auth',
    text: 'The authentication method is not supported',
  },
  relying_party_refused: {
    code: 'invalid_rp_id',
    text: 'eSignet takes no partner id with blanks in it',
  },
  claims_refused: { code: 'invalid_claim', text: 'eSignet takes at most {most} claims' },
  acr_refused: { code: 'invalid_acr', text: 'eSignet takes at most {most} ACR values' },
  language_code_refused: {
    code: 'invalid_language_code',
    text: 'eSignet does not know the language {language}',
  },
  client_name_too_long: {
    code: 'invalid_client_name_length',
    text: 'The name in a language has at most {most} characters',
  },
  additional_config_refused: {
    code: 'invalid_additional_config',
    text: 'The additional configuration is longer than eSignet keeps',
  },
} as const satisfies Record<string, { code: string; text: string; isBeforeService?: true }>
