import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { CertificateData, LocalDateTime, optionalText, pathText, requiredText } from '../fields.ts'

/*
 * Certificates that no longer count: marks by an administrator, lists of other authorities, and our
 * own list. RFC 5280 §5.
 */

/** RFC 5280 §5.3.1, without those that only stand in delta lists or attribute certificates. */
export const revocationReasons = [
  'unspecified',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'privilegeWithdrawn',
  'certificateHold',
] as const

const certificateId = z.object({ certificateId: pathText })
const Revoking = z.object({ reason: z.enum(revocationReasons), remark: optionalText(500) })
const Done = z.object({ certificateId: z.string(), timestamp: LocalDateTime })
const revoking = ['field_invalid', 'path_id_malformed', 'certificate_revoked_already'] as const
const lifting = ['path_id_malformed', 'certificate_not_revoked', 'revocation_final'] as const

export const revokeTrustCertificate = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/trust-certificates/:certificateId/revocation',
  summary: 'Revoke a trust certificate: nothing below it is accepted in its domain any more',
  permission: 'revocations.manage',
  envelope: v2('pmp.trust-certificates.revocation.post'),
  params: certificateId,
  request: Revoking,
  response: Done,
  failures: [...revoking, 'trust_certificate_not_found'],
})

export const liftTrustCertificateHold = endpoint({
  service: 'portal',
  method: 'DELETE',
  path: '/trust-certificates/:certificateId/revocation',
  summary: 'Lift the hold of a trust certificate',
  permission: 'revocations.manage',
  envelope: v2('pmp.trust-certificates.revocation.delete'),
  params: certificateId,
  response: Done,
  failures: [...lifting, 'trust_certificate_not_found'],
})

export const revokePartnerCertificate = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/partner-certificates/:certificateId/revocation',
  summary: 'Revoke a partner certificate and the MOSIP-signed one that belongs to it',
  permission: 'revocations.manage',
  envelope: v2('pmp.partner-certificates.revocation.post'),
  params: certificateId,
  request: Revoking,
  response: Done,
  failures: [...revoking, 'partner_certificate_not_found'],
})

export const liftPartnerCertificateHold = endpoint({
  service: 'portal',
  method: 'DELETE',
  path: '/partner-certificates/:certificateId/revocation',
  summary: 'Lift the hold of a partner certificate',
  permission: 'revocations.manage',
  envelope: v2('pmp.partner-certificates.revocation.delete'),
  params: certificateId,
  response: Done,
  failures: [...lifting, 'partner_certificate_not_found'],
})

/** Whether the certificate that a partner uses now is revoked. */
export const readCertificateStatus = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/partners/:partnerId/certificate-status',
  summary: 'Whether the current certificate of a partner is revoked, since when and why',
  permission: 'certificates.inspect',
  ownership: 'hidden',
  envelope: v2('pmp.partners.certificate-status.get'),
  params: z.object({ partnerId: pathText }),
  response: z.object({
    /** Null when the partner has no certificate. */
    certificateId: z.string().nullable(),
    revocation: z
      .object({
        reason: z.enum(revocationReasons),
        remark: z.string().nullable(),
        revokedAt: LocalDateTime,
        isHold: z.boolean(),
      })
      .nullable(),
  }),
  failures: ['partner_not_found'],
})

const listFailures = ['path_id_malformed', 'trust_certificate_not_found'] as const

export const uploadRevocationList = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/trust-certificates/:certificateId/revocation-list',
  summary: 'Upload the revocation list of a certificate authority, as PEM or as base64 of DER',
  permission: 'revocations.manage',
  envelope: v2('pmp.trust-certificates.revocation-list.post'),
  params: certificateId,
  request: z.object({ crlData: CertificateData }),
  response: z.object({
    crlNumber: z.string().nullable(),
    thisUpdate: LocalDateTime,
    nextUpdate: LocalDateTime,
    revokedCount: z.number().int(),
  }),
  failures: [
    'field_invalid',
    ...listFailures,
    'crl_unreadable',
    'private_key_inside',
    'crl_not_current',
    'crl_not_accepted',
    'crl_older',
  ],
  fields: {
    crl_unreadable: 'crlData',
    private_key_inside: 'crlData',
    crl_not_current: 'crlData',
    crl_not_accepted: 'crlData',
    crl_older: 'crlData',
  },
})

export const changeRevocationListUrl = endpoint({
  service: 'portal',
  method: 'PUT',
  path: '/trust-certificates/:certificateId/revocation-list-url',
  summary: 'Set the address that the revocation list of a certificate authority is fetched from',
  permission: 'revocations.manage',
  envelope: v2('pmp.trust-certificates.revocation-list-url.put'),
  params: certificateId,
  request: z.object({ url: requiredText(2000) }),
  response: Done,
  failures: ['field_invalid', ...listFailures, 'crl_url_not_allowed'],
  fields: {
    crl_url_not_allowed: 'url',
  },
})

export const forgetRevocationList = endpoint({
  service: 'portal',
  method: 'DELETE',
  path: '/trust-certificates/:certificateId/revocation-list',
  summary: 'Forget the revocation list of a certificate authority and its address',
  permission: 'revocations.manage',
  envelope: v2('pmp.trust-certificates.revocation-list.delete'),
  params: certificateId,
  response: Done,
  failures: listFailures,
})

/** The lists that we publish, one for each key generation that has signed certificates. */
export const listOwnRevocationLists = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/revocation-lists',
  summary: 'The revocation lists of the MOSIP-signed certificates, current signer first',
  permission: 'trustStore.list',
  envelope: v2('pmp.revocation-lists.get'),
  response: z.array(
    z.object({
      url: z.string(),
      signer: z.string(),
      signerNotAfter: LocalDateTime,
      isCurrent: z.boolean(),
      /** False when the certificate of the signer does not allow it to sign lists. */
      isPublished: z.boolean(),
      crlNumber: z.string().nullable(),
      thisUpdate: LocalDateTime.nullable(),
      nextUpdate: LocalDateTime.nullable(),
      revokedCount: z.number().int().nullable(),
    }),
  ),
  failures: [],
})
