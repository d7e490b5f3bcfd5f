import type { InputOf, ResponseOf, listTrustTree as contract } from '@pmp/contract'
import { trustDomain } from '../../certificate-engine/rules.ts'
import type { Context } from '../../context.ts'
import { findTreeNodes } from './tree-queries.ts'

type Node = ResponseOf<typeof contract>['data'][number]

/**
 * One level of the trust store as a tree: the roots of a domain, or what hangs below a certificate;
 * with a search or a state, what is found on any level.
 * @throws {Failure} domain_not_allowed
 */
export async function listTrustTree(
  { db, config, now }: Context,
  { partnerDomain, search, ...query }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const domain = partnerDomain?.trim()
  const rows = await findTreeNodes(db, {
    ...query,
    search: search?.trim(),
    partnerDomain: domain ? trustDomain(domain, config.CERTIFICATE_DOMAINS) : undefined,
    now,
  })
  const { pageSize } = query
  return {
    hasMore: rows.length > pageSize,
    data: rows.slice(0, pageSize).map((row) => ({
      certId: row.certId,
      partnerDomain: row.partnerDomain,
      caCertificateType: row.type === 'ROOT' ? 'ROOT' : 'INTERMEDIATE',
      issuedTo: row.certSubject,
      issuedBy: row.certIssuer,
      validFromDate: row.certNotBefore,
      validTillDate: row.certNotAfter,
      state: stateOf({ ...row, now }),
      hasChildren: row.hasChildren,
    })),
  }
}

interface Lifetime {
  certNotBefore: Date
  certNotAfter: Date
  isRevoked: boolean
  now: Date
}

/** What is to be said first of a certificate. */
export function stateOf({ certNotBefore, certNotAfter, isRevoked, now }: Lifetime): Node['state'] {
  if (isRevoked) return 'revoked'
  if (now > certNotAfter) return 'expired'
  return now < certNotBefore ? 'not_started' : 'valid'
}
