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
  wholeParameterOr,
} from '../fields.ts'
import { CertificateSummary, PathCheck } from './certificates/acceptance.ts'

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
    'too_many_attempts',
    'field_invalid',
    'certificate_data_unusable',
    'certificate_unreadable',
    'certificate_not_base64url',
    'private_key_inside',
    'key_too_large',
    'domain_not_allowed',
    'certificate_already_trusted',
    'certificate_starts_in_future',
    'certificate_not_valid_now',
    'ca_validity_too_short',
    'certificate_version_unsupported',
    'root_not_trusted',
    'name_not_plain',
  ],
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

const page = {
  pageNo: wholeParameterOr(0, 0, 100_000),
  pageSize: wholeParameterOr(25, 1, 100),
}

const TrustNode = z.object({
  certId: z.string(),
  partnerDomain: z.string(),
  caCertificateType: z.enum(['ROOT', 'INTERMEDIATE']),
  issuedTo: z.string(),
  issuedBy: z.string(),
  validFromDate: LocalDateTime,
  validTillDate: LocalDateTime,
  state: z.enum(['valid', 'not_started', 'expired', 'revoked']),
  /** Whether other trust certificates hang below it. */
  hasChildren: z.boolean(),
})

/** One level of the tree, or what is found in all of it, by name. */
export const listTrustTree = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/trust-tree',
  summary:
    'Trust certificates below another one, the roots of a domain, or those that are searched',
  permission: 'trustStore.list',
  envelope: v2('pmp.trust-tree.get'),
  feature: 'trustStoreList',
  query: z.object({
    /** Those directly below this certificate. */
    above: z.string().max(36).optional(),
    partnerDomain: filter,
    /** Part of the name; with it or a state all levels are searched. */
    search: filter,
    state: z.enum(['valid', 'expired', 'revoked']).optional(),
    ...page,
  }),
  response: z.object({ data: z.array(TrustNode), hasMore: z.boolean() }),
  failures: ['trust_store_list_off', 'domain_not_allowed'],
})

const RevocationState = z.object({
  reason: z.string(),
  remark: z.string().nullable(),
  revokedBy: z.string(),
  revokedAt: LocalDateTime,
  /** Only a hold can be lifted. */
  isHold: z.boolean(),
})

const AuthorityList = z.object({
  url: z.string().nullable(),
  /** None was accepted yet when this is null. */
  thisUpdate: LocalDateTime.nullable(),
  nextUpdate: LocalDateTime.nullable(),
  crlNumber: z.string().nullable(),
  revokedCount: z.number().int().nullable(),
  storedBy: z.string().nullable(),
  storedAt: LocalDateTime.nullable(),
  /** The last attempt to fetch it, and why it failed. */
  triedAt: LocalDateTime.nullable(),
  failure: z.string().nullable(),
})

/** A trust certificate with all that decides whether it counts. */
export const readTrustCertificate = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/trust-certificates/:certificateId',
  summary: 'A trust certificate, its chain, its path checks, its revocation and its list',
  permission: 'trustStore.list',
  envelope: v2('pmp.trust-certificates.get'),
  feature: 'trustStoreList',
  params: z.object({ certificateId: pathText }),
  response: z.object({
    ...TrustNode.shape,
    uploadTime: LocalDateTime,
    certificate: CertificateSummary,
    thumbprintSha1: z.string(),
    version: z.number().int(),
    keyUsage: z.array(z.string()),
    pathLength: z.number().int().nullable(),
    subjectKeyId: z.string().nullable(),
    authorityKeyId: z.string().nullable(),
    crlDistributionPoints: z.array(z.string()),
    /** From itself to the root. */
    chain: z.array(CertificateSummary),
    pathChecks: z.array(PathCheck),
    /** Whether certificates below it are accepted as far as its own path decides. */
    isTrusted: z.boolean(),
    revocation: RevocationState.nullable(),
    list: AuthorityList.nullable(),
    /** How much hangs below it, on every level, as of now; counted up to the limit. */
    below: z.object({
      authorities: z.number().int(),
      partnerCertificates: z.number().int(),
      isCut: z.boolean(),
    }),
  }),
  failures: ['trust_store_list_off', 'path_id_malformed', 'trust_certificate_not_found'],
})

/** Partner certificates whose chain leads through a trust certificate, newest first. */
export const listCertificatesBelow = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/trust-certificates/:certificateId/partner-certificates',
  summary: 'The partner certificates below a trust certificate',
  permission: 'trustStore.list',
  envelope: v2('pmp.trust-certificates.partner-certificates.get'),
  feature: 'trustStoreList',
  params: z.object({ certificateId: pathText }),
  query: z.object(page),
  response: z.object({
    data: z.array(
      z.object({
        certificateId: z.string(),
        /** Null for a certificate from before this product. */
        partnerId: z.string().nullable(),
        organizationName: z.string().nullable(),
        issuedTo: z.string(),
        validTillDate: LocalDateTime,
        /** Whether it is the one that the partner uses now. */
        isCurrent: z.boolean(),
        isRevoked: z.boolean(),
      }),
    ),
    hasMore: z.boolean(),
  }),
  failures: ['trust_store_list_off', 'path_id_malformed', 'trust_certificate_not_found'],
})
