/** Refusals about certificates and the trust store (certificates.md). */
export const certificateFailures = {
  certificate_group_missing: {
    code: 'PMS_PRT_054',
    text: 'The partner needs a policy group before its certificate',
  },
  certificate_not_uploaded: { code: 'PMS_PRT_108', text: 'No certificate has been uploaded yet' },
  certificate_list_failed: {
    code: 'PMS_CERTIFICATE_ERROR_001',
    text: 'The certificates could not be listed',
  },
  certificate_stored_unreadable: {
    code: 'PMS_CERTIFICATE_ERROR_006',
    text: 'The stored certificate cannot be read',
  },
  certificate_not_own: {
    code: 'PMS_CERTIFICATE_ERROR_007',
    text: 'The partner is not one of yours',
  },
  certificate_read_failed: {
    code: 'PMS_CERTIFICATE_ERROR_008',
    text: 'The certificate could not be read',
  },
  certificate_partner_deactivated: {
    code: 'PMS_CERTIFICATE_ERROR_009',
    text: 'The partner is deactivated',
  },
  trust_list_failed: {
    code: 'PMS_CERTIFICATE_ERROR_010',
    text: 'The trust certificates could not be listed',
  },
  trust_download_failed: {
    code: 'PMS_CERTIFICATE_ERROR_011',
    text: 'The trust certificate could not be downloaded',
  },
  certificate_data_unusable: {
    code: 'KER-PCM-001',
    text: 'The data is not a usable certificate{why}',
  },
  certificate_not_base64url: {
    code: 'KER-CRY-003',
    text: 'The data is neither PEM nor base64url{why}',
  },
  certificate_already_trusted: {
    code: 'KER-PCM-003',
    text: 'Certificate already exists in store.',
  },
  certificate_not_valid_now: {
    code: 'KER-PCM-004',
    text: 'The certificate is not valid at present',
  },
  root_not_trusted: {
    code: 'KER-PCM-005',
    text: 'The root of this certificate is not in the trust store',
  },
  issuer_not_trusted: {
    code: 'KER-PCM-006',
    text: 'The issuer of this certificate is not in the trust store',
  },
  certificate_version_unsupported: {
    code: 'KER-PCM-007',
    text: 'Only X.509 version 3 is supported',
  },
  organization_differs: {
    code: 'KER-PCM-008',
    text: 'The organisation in the certificate differs from that of the partner',
  },
  domain_not_allowed: { code: 'KER-PCM-011', text: 'The partner domain is not allowed' },
  certificate_not_found: { code: 'KER-PCM-012', text: 'No certificate exists for this id' },
  key_too_short: { code: 'KER-PCM-013', text: 'The key of the certificate is too short' },
  key_too_large: {
    code: 'PMP_030',
    text: 'The key of a certificate is longer than anybody needs; 8192 bits are allowed',
  },
  private_key_inside: {
    code: 'PMP_031',
    text: 'The data holds a private key. Nothing of it was kept; regard the key as known to others',
  },
  name_not_plain: {
    code: 'PMP_032',
    text: 'A name in the certificate has characters that cannot be seen: {found}',
  },
  signature_algorithm_not_allowed: {
    code: 'KER-PCM-014',
    text: 'The signature algorithm of the certificate is not allowed',
  },
  certificate_self_signed: {
    code: 'KER-PCM-015',
    text: 'A self-signed certificate cannot be a partner certificate',
  },
  ca_validity_too_short: { code: 'KER-PCM-017', text: 'The CA certificate ends too soon' },
  ca_type_unknown: { code: 'KER-PCM-018', text: 'The CA certificate type is not known' },
  trust_certificate_not_found: {
    code: 'KER-PMS-019',
    text: 'No trust certificate exists for this id',
  },
  certificate_starts_in_future: { code: 'KER-PMS-020', text: 'The certificate is not valid yet' },
  certificate_validity_too_short: { code: 'KER-KMS-021', text: 'The certificate ends too soon' },
  certificate_unreadable: {
    code: 'KER-KMS-013',
    text: 'The data cannot be read as a certificate{why}',
  },
  renewal_not_in_future: {
    code: 'PMP_121',
    text: 'The time from which the next certificate is used must lie in the future',
  },
  renewal_leaves_gap: {
    code: 'PMP_122',
    text: 'The certificate in use ends before that time',
  },
  renewal_outside_validity: {
    code: 'PMP_123',
    text: 'The next certificate is not valid at that time',
  },
  renewal_without_current: {
    code: 'PMP_124',
    text: 'There is no certificate in use that another one could follow; upload it at once',
  },
  renewal_not_found: { code: 'PMP_125', text: 'No certificate waits for its time' },
  renewal_already_scheduled: {
    code: 'PMP_126',
    text: 'Another certificate already waits for its time',
  },
} as const satisfies Record<string, { code: string; text: string }>
