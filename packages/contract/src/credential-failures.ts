/**
 * Refusals about bio extractors and credential types that are asked for with a policy, and about the
 * extractors that an administrator offers; part of `failures`.
 */
export const credentialFailures = {
  mandatory_value_missing: { code: 'PMS_COR_002', text: 'The value of {field} is missing' },
  mapping_request_not_found: {
    code: 'PMS_PRT_284',
    text: 'The policy request does not exist, or belongs to another partner or policy',
  },
  // Bio extractors of a request
  extractors_requested: {
    code: 'PMS_PRT_283',
    text: 'The bio extractors of this request are already given',
  },
  extractor_request_decided: {
    code: 'PMS_PRT_285',
    text: 'The request is decided; its bio extractors cannot change',
  },
  extractor_attribute_mapped: {
    code: 'PMS_PRT_286',
    text: 'The partner already has a bio extractor for {attribute} under this policy',
  },
  extractor_twice: { code: 'PMS_PRT_290', text: 'A bio extractor is given twice: {attribute}' },
  extractor_modality_twice: {
    code: 'PMS_PRT_279',
    text: 'Each biometric modality has one extractor in a request',
  },
  modality_unknown: { code: 'PMS_PRT_099', text: 'The biometric modality is not allowed' },
  extractor_attribute_wrong: {
    code: 'PMS_PRT_099',
    text: 'The attribute of the modality {modality} must be {attribute}',
  },
  extractor_requests_failed: {
    code: 'PMS_PRT_280',
    text: 'The bio extractors of the request could not be read',
  },
  extractors_not_taken_over: {
    code: 'PMS_PRT_362',
    text: 'The bio extractors of the request could not be put into force',
  },
  // The credential type of a request
  credential_type_requested: {
    code: 'PMS_PRT_287',
    text: 'The credential type is already asked for or given',
  },
  credential_request_decided: {
    code: 'PMS_PRT_288',
    text: 'The request is decided; its credential type cannot change',
  },
  credential_type_missing: {
    code: 'PMS_PRT_289',
    text: 'The request needs a credential type before it can be approved',
  },
  credential_type_read_failed: {
    code: 'PMS_PRT_277',
    text: 'The credential type of the request could not be read',
  },
  credential_type_not_taken_over: {
    code: 'PMS_PRT_363',
    text: 'The credential type of the request could not be put into force',
  },
  // Extractors that partners may choose from
  configuration_value_missing: { code: 'PMS_COR_001', text: 'The value of {field} is missing' },
  extractor_configuration_name_taken: {
    code: 'PMS_PRT_272',
    text: 'The name of the bio extractor is already in use',
  },
  extractor_configuration_creation_failed: {
    code: 'PMS_PRT_273',
    text: 'The bio extractor could not be saved',
  },
  extractor_configuration_list_failed: {
    code: 'PMS_PRT_274',
    text: 'The bio extractors could not be listed',
  },
  extractor_configuration_not_found: {
    code: 'PMS_PRT_275',
    text: 'The bio extractor does not exist',
  },
  extractor_configuration_failed: {
    code: 'PMS_PRT_276',
    text: 'The bio extractor could not be read or deleted',
  },
  extractor_configuration_status_wrong: {
    code: 'PMS_PRT_099',
    text: 'The status must be DELETED',
  },
} as const satisfies Record<string, { code: string; text: string }>
