import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import { LocalDateTime, OffsetDateTime, expiryPeriod, pathText } from '../../fields.ts'

/** `GET /partners/{partnerId}/certificate` (certificates.md A4). */
export const readPartnerCertificate = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/:partnerId/certificate',
  summary: 'The MOSIP-signed certificate of a partner',
  permission: 'certificates.read',
  envelope: v1(),
  params: z.object({ partnerId: pathText }),
  response: z.object({ certificateData: z.string(), timestamp: LocalDateTime }),
  failures: ['partner_not_found', 'certificate_not_uploaded', 'certificate_not_found'],
})

/** `GET /partners/{partnerId}/certificate-data` (certificates.md A5). */
export const readPartnerCertificateData = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/:partnerId/certificate-data',
  summary: 'The uploaded and the MOSIP-signed certificate of a partner',
  permission: 'certificates.read',
  envelope: v2('mosip.pms.original.partner.certificate.get'),
  feature: 'originalCertificates',
  params: z.object({ partnerId: pathText }),
  response: z.object({
    caSignedCertificateData: z.string(),
    isCaSignedCertificateExpired: z.boolean(),
    mosipSignedCertificateData: z.string(),
    isMosipSignedCertificateExpired: z.boolean(),
  }),
  failures: [
    'original_certificates_off',
    'characters_not_allowed',
    'caller_has_no_partner',
    'certificate_not_own',
    'partner_not_found',
    'certificate_not_uploaded',
    'certificate_partner_deactivated',
    'certificate_not_found',
    'certificate_stored_unreadable',
  ],
  unexpected: 'certificate_read_failed',
})

/** `GET /partners/partner-certificates-details` (certificates.md A6). */
export const listPartnerCertificates = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/partners/partner-certificates-details',
  summary: "The certificates of the caller's partners",
  permission: 'certificates.listOwn',
  ownership: 'scoped',
  envelope: v2('mosip.pms.partner.certificates.get'),
  query: z.object({ expiryPeriod }),
  response: z.array(
    z.object({
      partnerId: z.string(),
      partnerType: z.string(),
      isCertificateAvailable: z.boolean(),
      certificateIssuedTo: z.string().nullable(),
      certificateUploadDateTime: OffsetDateTime.nullable(),
      certificateExpiryDateTime: OffsetDateTime.nullable(),
      isPartnerActive: z.boolean(),
    }),
  ),
  failures: ['caller_has_no_partner'],
  unexpected: 'certificate_list_failed',
})

/** The platform's own ROOT and PMS certificates, for checking MOSIP-signed certificates. */
export const downloadPlatformChain = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/certificates/platform-chain',
  summary: 'The certificates that sign partner certificates, signer first, as PEM',
  permission: 'portal.use',
  envelope: v2('pmp.certificates.platform-chain.get'),
  response: z.object({ chainPem: z.string() }),
  failures: [],
})
