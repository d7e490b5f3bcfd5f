import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { LocalDateTime, filter, pathText } from '../fields.ts'
import { CertificateSummary, PathCheck } from './certificates.ts'

/* The trust store as a tree, and everything about one of its certificates. */

const page = {
  pageNo: z.coerce.number().int().min(0).max(100_000).default(0),
  pageSize: z.coerce.number().int().min(1).max(100).default(25),
}

export const TrustNode = z.object({
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
