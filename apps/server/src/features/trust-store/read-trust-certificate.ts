import type { InputOf, ResponseOf, readTrustCertificate as contract } from '@pmp/contract'
import type { Certificate } from '@pmp/x509'
import {
  chainSummaries,
  pathCheckOf,
  summaryOf,
} from '../../certificate-engine/certificate-summary.ts'
import { findChain } from '../../certificate-engine/chain.ts'
import { acceptanceRules } from '../../certificate-engine/path-rules.ts'
import { findListState, findRevocation } from '../../certificate-engine/queries.ts'
import { authorityKeyOf } from '../../certificate-engine/revocation.ts'
import { requireTrustCertificate } from '../../certificate-engine/trust-certificate.ts'
import type { Context } from '../../context.ts'
import { stateOf } from './list-trust-tree.ts'
import { countBelow } from './tree-queries.ts'

type Details = ResponseOf<typeof contract>

/**
 * A trust certificate with all that decides whether it counts: its fields, its chain, every check of
 * its path, its revocation and its list, and how much hangs below it.
 * @throws {Failure} path_id_malformed · trust_certificate_not_found
 */
export async function readTrustCertificate(
  context: Context,
  { certificateId }: InputOf<typeof contract>,
): Promise<Details> {
  const { db, config, now } = context
  const row = await requireTrustCertificate(context, certificateId)
  const { certificate, partnerDomain } = row
  const chain = await findChain(db, {
    certificate,
    domain: partnerDomain,
    at: now,
    rules: acceptanceRules(config),
  })
  const { subject, issuer, notBefore, notAfter } = certificate
  const isRevoked = chain.revoked.some((one) => isSame(one, certificate))
  const below = await countBelow(db, row.certId)
  return {
    certId: row.certId,
    partnerDomain,
    caCertificateType: row.type === 'ROOT' ? 'ROOT' : 'INTERMEDIATE',
    issuedTo: subject.formatted,
    issuedBy: issuer.formatted,
    validFromDate: notBefore,
    validTillDate: notAfter,
    state: stateOf({ certNotBefore: notBefore, certNotAfter: notAfter, isRevoked, now }),
    hasChildren: below.authorities > 0,
    uploadTime: row.crDtimes ?? notBefore,
    certificate: summaryOf(certificate, chain.revoked),
    ...extensionsOf(certificate),
    chain: chainSummaries(chain),
    pathChecks: chain.path.checks.map(pathCheckOf),
    isTrusted: chain.path.ok,
    revocation: await revocationOf(context, row.certId),
    list: (await findListState(db, authorityKeyOf(certificate))) ?? null,
    below,
  }
}

const isSame = (one: Certificate, other: Certificate): boolean =>
  one.thumbprintSha256 === other.thumbprintSha256

function extensionsOf(certificate: Certificate) {
  return {
    thumbprintSha1: certificate.thumbprintSha1,
    version: certificate.version,
    keyUsage: [...(certificate.keyUsage ?? [])],
    pathLength: certificate.pathLength ?? null,
    subjectKeyId: certificate.subjectKeyId ?? null,
    authorityKeyId: certificate.authorityKeyId ?? null,
    crlDistributionPoints: certificate.crlDistributionPoints?.flatMap(({ uris }) => uris) ?? [],
  }
}

async function revocationOf({ db }: Context, certId: string): Promise<Details['revocation']> {
  const revocation = await findRevocation(db, 'authority', certId)
  if (!revocation) return null
  const { signerId: _, ...told } = revocation
  return { ...told, isHold: told.reason === 'certificateHold' }
}
