/** Refusals about revoked certificates and the lists of them. Our own, upstream knows neither. */
export const revocationFailures = {
  certificate_revoked_already: { code: 'PMP_060', text: 'The certificate is revoked already' },
  certificate_not_revoked: { code: 'PMP_061', text: 'The certificate is not revoked' },
  revocation_final: {
    code: 'PMP_062',
    text: 'Only a hold can be lifted; a revocation for another reason is final',
  },
  partner_certificate_not_found: {
    code: 'PMP_063',
    text: 'No partner certificate exists for this id',
  },
  crl_unreadable: { code: 'PMP_064', text: 'The data cannot be read as a revocation list' },
  crl_not_current: {
    code: 'PMP_065',
    text: 'The revocation list is not valid at present',
  },
  crl_not_accepted: {
    code: 'PMP_066',
    text: 'The revocation list does not count for this certificate authority: {reason}',
  },
  crl_older: {
    code: 'PMP_067',
    text: 'A newer revocation list of this certificate authority is stored already',
  },
  crl_url_not_allowed: {
    code: 'PMP_068',
    text: 'Revocation lists are not fetched from this address',
  },
} as const satisfies Record<string, { code: string; text: string }>
