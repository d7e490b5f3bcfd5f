import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import {
  CertificateData,
  LocalDateTime,
  expiryPeriod,
  filter,
  pageOf,
  pathText,
  requiredText,
} from '../fields.ts'
import { certificateDomains } from '../partner-types.ts'

/** What the upload of a leaf refuses, whoever's it is (certificates.md B4). */
export const acceptanceOfLeaf = [
  'certificate_data_unusable',
  'certificate_unreadable',
  'key_too_large',
  'domain_not_allowed',
  'certificate_starts_in_future',
  'certificate_not_valid_now',
  'certificate_validity_too_short',
  'certificate_self_signed',
  'issuer_not_trusted',
  'certificate_version_unsupported',
  'organization_differs',
  'key_too_short',
  'signature_algorithm_not_allowed',
] as const

/** What became of an upload to the trust store; clients compare the texts (certificates.md B3). */
export const caUploadStatuses = {
  all: 'Upload Success.',
  some: 'Partial Upload Success.',
  none: 'Upload Failed.',
} as const

/** `POST /partners/certificate/ca/upload` (certificates.md A2, B3). */
export const uploadCaCertificate = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/partners/certificate/ca/upload',
  summary: 'Add a CA certificate or a bundle of them to the trust store of a domain',
  permission: 'certificates.uploadCa',
  envelope: v1(),
  request: z.object({ certificateData: CertificateData, partnerDomain: requiredText(36) }),
  response: z.object({ status: z.string(), timestamp: LocalDateTime }),
  failures: [
    'field_invalid',
    'certificate_data_unusable',
    'certificate_unreadable',
    'key_too_large',
    'domain_not_allowed',
    'certificate_already_trusted',
    'certificate_starts_in_future',
    'certificate_not_valid_now',
    'ca_validity_too_short',
    'certificate_version_unsupported',
    'root_not_trusted',
  ],
})

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
    'field_invalid',
    'partner_not_found',
    'caller_not_owner',
    'partner_not_active',
    'partner_type_not_found',
    'certificate_group_missing',
    ...acceptanceOfLeaf,
  ],
})

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
  envelope: v2('mosip.pms.partner.certificates.get'),
  query: z.object({ expiryPeriod }),
  response: z.array(
    z.object({
      partnerId: z.string(),
      partnerType: z.string(),
      isCertificateAvailable: z.boolean(),
      certificateIssuedTo: z.string().nullable(),
      certificateUploadDateTime: LocalDateTime.nullable(),
      certificateExpiryDateTime: LocalDateTime.nullable(),
      isPartnerActive: z.boolean(),
    }),
  ),
  failures: ['caller_has_no_partner'],
  unexpected: 'certificate_list_failed',
})

/** `GET /trust-chain-certificates` (certificates.md A7). */
export const listTrustCertificates = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/trust-chain-certificates',
  summary: 'The CA certificates of the trust store',
  permission: 'trustStore.list',
  envelope: v2('mosip.pms.trust.certificates.get'),
  feature: 'trustStoreList',
  query: z.object({
    caCertificateType: filter,
    partnerDomain: filter,
    certificateId: filter,
    issuedTo: filter,
    issuedBy: filter,
    expiryPeriod,
  }),
  list: {
    sortFields: [
      'caCertificateType',
      'certificateId',
      'partnerDomain',
      'issuedTo',
      'issuedBy',
      'validFrom',
      'validTill',
      'uploadedDateTime',
    ],
    defaultPage: { pageNo: 0, pageSize: 8 },
  },
  response: pageOf(
    z.object({
      caCertificateType: z.string(),
      certId: z.string(),
      partnerDomain: z.string(),
      issuedTo: z.string(),
      issuedBy: z.string(),
      certThumbprint: z.string(),
      validFromDate: LocalDateTime,
      validTillDate: LocalDateTime,
      uploadTime: LocalDateTime,
      status: z.boolean(),
      /** Upstream knows no revocation; the other members keep their meaning. */
      isRevoked: z.boolean(),
    }),
  ),
  failures: [
    'trust_store_list_off',
    'characters_not_allowed',
    'domain_not_allowed',
    'ca_type_unknown',
  ],
  unexpected: 'trust_list_failed',
})

/** `GET /trust-chain-certificates/{certificateId}/certificateFile` (certificates.md A8). */
export const downloadTrustCertificate = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/trust-chain-certificates/:certificateId/certificateFile',
  summary: 'A trust certificate with its chain as PKCS#7 file',
  permission: 'trustStore.download',
  envelope: v2('mosip.pms.download.trust.certificates.get'),
  feature: 'trustStoreList',
  params: z.object({ certificateId: pathText }),
  response: z.object({ p7bFile: z.string(), timestamp: LocalDateTime }),
  failures: ['trust_store_list_off', 'path_id_malformed', 'trust_certificate_not_found'],
  unexpected: 'trust_download_failed',
})

export const CertificateSummary = z.object({
  subject: z.string(),
  issuer: z.string(),
  organization: z.string().nullable(),
  commonName: z.string().nullable(),
  serialNumber: z.string(),
  thumbprintSha1: z.string(),
  thumbprintSha256: z.string(),
  notBefore: LocalDateTime,
  notAfter: LocalDateTime,
  key: z.string(),
  keyUsage: z.array(z.string()),
  extendedKeyUsage: z.array(z.string()),
  signatureAlgorithm: z.string(),
  isCa: z.boolean(),
  isSelfSigned: z.boolean(),
  /** By an administrator, or by a list of its issuer. */
  isRevoked: z.boolean(),
})

/** How a rule of the upload was judged. Advice: not passed, and no failure code. */
const JudgedRule = z.object({
  rule: z.string(),
  passed: z.boolean(),
  failureCode: z.string().nullable(),
  details: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .describe('What was found and what was wanted, where the rule compares two things'),
})

/** One rule of path validation applied to one certificate of the path. */
export const PathCheck = z.object({
  rule: z.string(),
  /** `not_reached` when what the rule looks at is missing, such as an unknown issuer. */
  outcome: z.enum(['passed', 'failed', 'warned', 'not_reached']),
  subject: z.string(),
  thumbprintSha256: z.string(),
  /** Its place on the path, the certificate itself being 0. */
  position: z.number().int(),
  /** Where the rule is written. */
  source: z.string(),
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
    'field_invalid',
    'certificate_data_unusable',
    'certificate_unreadable',
    'key_too_large',
    'partner_not_found',
    'caller_not_owner',
  ],
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
