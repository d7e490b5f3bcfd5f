import { z } from 'zod'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import { CertificateData, LocalDateTime, requiredText } from '../../fields.ts'
import { certificateDomains } from '../../partner-types.ts'
import { CertificateSummary, JudgedRule, PathCheck, acceptanceOfLeaf } from './acceptance.ts'

/** `POST /partners/certificate/upload` (certificates.md A3, B4). */
export const uploadPartnerCertificate = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/certificate/upload',
  summary: 'Upload the certificate of a partner and get the MOSIP-signed one',
  permission: 'certificates.upload',
  envelope: v1(),
  request: z.object({
    partnerId: requiredText(36),
    certificateData: CertificateData,
    partnerDomain: requiredText(36),
  }),
  response: z.object({
    signedCertificateData: z.string(),
    certificateId: z.string(),
    timestamp: LocalDateTime,
  }),
  failures: [
    'too_many_attempts',
    'field_invalid',
    'partner_not_found',
    'caller_not_owner',
    'partner_not_active',
    'partner_type_not_found',
    'certificate_group_missing',
    ...acceptanceOfLeaf,
  ],
})

/** What a file contains and which rules it passes, before it is submitted. Stores nothing. */
export const inspectCertificate = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/certificates/inspect',
  summary: 'Read a certificate file and run the acceptance rules without storing anything',
  description:
    'The pre-flight of both uploads. A file that breaks rules is no refusal: `isAcceptable` says whether the upload would take it, `checks` why not. Send `uploadData` to the upload as `certificateData`.',
  permission: 'certificates.inspect',
  ownership: 'hidden',
  envelope: v2('pmp.certificates.inspect.post'),
  request: z.object({
    certificateData: CertificateData.describe(
      'One or several certificates: PEM, or the base64 of a PEM, DER or PKCS#7 file',
    ),
    partnerDomain: z.enum(certificateDomains).describe('The trust store to judge it by'),
    partnerId: z
      .string()
      .optional()
      .describe('Judge it as the certificate of this partner; absent: as a CA certificate'),
    activateAt: LocalDateTime.optional().describe(
      'Judge the certificate of a partner as of the instant at which it is to be put into use',
    ),
  }),
  response: z.object({
    certificates: z
      .array(
        CertificateSummary.extend({
          checks: z.array(JudgedRule).describe('Empty for what only comes along in the file'),
        }),
      )
      .describe('Everything in the file, the lowest certificate first'),
    chain: z
      .array(CertificateSummary.extend({ place: z.enum(['file', 'trustStore']) }))
      .describe('From the lowest certificate up, as far as trust store and file lead'),
    checks: z.array(JudgedRule).describe('Every rule once; not passed when any certificate fails'),
    pathChecks: z
      .array(PathCheck)
      .describe('Every rule of RFC 5280 for every certificate of the path'),
    isAcceptable: z.boolean().describe('Whether the upload would store some of it'),
    uploadData: z
      .string()
      .describe('What to upload: the lowest certificate, or the ordered bundle'),
  }),
  failures: [
    'too_many_attempts',
    'field_invalid',
    'certificate_data_unusable',
    'certificate_unreadable',
    'private_key_inside',
    'key_too_large',
    'partner_not_found',
  ],
})
