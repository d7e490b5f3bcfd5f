/** Refusals about FTM chips (devices.md 11). */
export const ftmChipFailures = {
  ftm_provider_not_usable: {
    code: 'PMP_AUT_030',
    text: 'The FTM provider does not exist or is not active',
  },
  ftm_chip_not_found: { code: 'PMP_AUT_031', text: 'The FTM chip does not exist' },
  ftm_chip_taken: {
    code: 'PMP_AUT_032',
    text: 'The provider has an FTM chip of this make and model',
  },
  ftm_chip_without_certificate: {
    code: 'PMP_AUT_033',
    text: 'No certificate has been uploaded for the FTM chip',
  },
  ftm_chip_of_other_provider: {
    code: 'PMP_AUT_034',
    text: 'The FTM chip belongs to another provider',
  },
  ftm_chip_status_wrong: {
    code: 'PMP_AUT_038',
    text: 'The status of the FTM chip does not allow this',
  },
  ftm_chip_deactivated: { code: 'PMP_AUT_039', text: 'The FTM chip is deactivated' },
  ftm_chip_list_failed: {
    code: 'PMS_FTM_ERROR_001',
    text: 'The FTM chips could not be listed',
  },
  ftm_chip_deactivation_failed: {
    code: 'PMS_FTM_ERROR_003',
    text: 'The FTM chip could not be deactivated',
  },
  ftm_id_unknown: { code: 'PMS_FTM_ERROR_005', text: 'No FTM chip exists for this id' },
  ftm_chip_not_own: { code: 'PMS_FTM_ERROR_006', text: 'The FTM chip is not one of yours' },
  ftm_chip_already_deactivated: {
    code: 'PMS_FTM_ERROR_007',
    text: 'The FTM chip is already deactivated',
  },
  ftm_chip_of_certificate_rejected: {
    code: 'PMS_FTM_ERROR_008',
    text: 'The FTM chip of this certificate was rejected',
  },
  ftm_chip_of_certificate_deactivated: {
    code: 'PMS_FTM_ERROR_009',
    text: 'The FTM chip of this certificate is deactivated',
  },
  ftm_chip_not_approved: { code: 'PMS_FTM_ERROR_010', text: 'The FTM chip is not approved' },
  ftm_certificate_missing: {
    code: 'PMS_FTM_ERROR_011',
    text: 'No certificate has been uploaded for this FTM chip',
  },
  ftm_certificate_read_failed: {
    code: 'PMS_FTM_ERROR_012',
    text: 'The certificate of the FTM chip could not be read',
  },
  hardware_status_wrong: {
    code: 'PMS_DEVICE_ERROR_026',
    text: 'The status must be De-Activate',
  },
} as const satisfies Record<string, { code: string; text: string }>
