import { X509Certificate } from 'node:crypto'
import { buildPath, readCertificate, X509Error, type Certificate, type Path } from '@pmp/x509'
import type { Database } from '../../database/database.ts'
import { findIssuerCandidates } from './queries.ts'

interface ChainRequest {
  certificate: Certificate
  domain: string
  at: Date
  /** Certificates to treat as if they were in the store. */
  alsoTrusted?: readonly Certificate[]
}

/** How a certificate hangs below the trust store of a domain. */
export interface TrustChain {
  path: Path
  /** From the certificate upwards as far as signatures lead, also where a rule breaks the path. */
  known: readonly Certificate[]
  /** Row of the issuer in the trust store, when the path is good and leads through the store. */
  issuerId: string | undefined
}

const longestChain = 8

/**
 * Builds the path of a certificate to a root of its domain (certificates.md B5). Only rows whose
 * names can be on the path are read. Roots of the store are self-signed, whatever else they say.
 */
export async function findChain(
  db: Database,
  { certificate, domain, at, alsoTrusted = [] }: ChainRequest,
): Promise<TrustChain> {
  const names = [certificate, ...alsoTrusted].map(({ issuer }) => issuer.formatted)
  const rows = await findIssuerCandidates(db, domain, names)
  const stored = rows.flatMap(({ certId, certData }) => {
    const read = readStored(certData)
    return read ? [{ certId, read }] : []
  })
  const candidates = [...alsoTrusted, ...stored.map(({ read }) => read)]
  const anchors = candidates.filter(({ isSelfSigned }) => isSelfSigned)
  const intermediates = candidates.filter(({ isSelfSigned }) => !isSelfSigned)
  const path = buildPath({ target: certificate, anchors, intermediates, at })
  const issuer = path.ok ? path.path[1] : undefined
  return {
    path,
    known: path.ok ? path.path : climb(certificate, candidates),
    issuerId: stored.find(({ read }) => read.thumbprintSha1 === issuer?.thumbprintSha1)?.certId,
  }
}

/** A stored text as certificate; undefined for one that an import left unreadable. */
export function readStored(pem: string | null): Certificate | undefined {
  try {
    return pem === null ? undefined : readCertificate(pem)
  } catch (error) {
    if (error instanceof X509Error) return undefined
    throw error
  }
}

function climb(certificate: Certificate, candidates: readonly Certificate[]): Certificate[] {
  const chain = [certificate]
  for (let top = certificate; !top.isSelfSigned && chain.length < longestChain;) {
    const issuer = candidates.find((candidate) => hasSigned(candidate, top))
    if (!issuer || chain.includes(issuer)) break
    chain.push(issuer)
    top = issuer
  }
  return chain
}

function hasSigned(issuer: Certificate, certificate: Certificate): boolean {
  if (Buffer.compare(issuer.subjectDer, certificate.issuerDer) !== 0) return false
  try {
    return new X509Certificate(certificate.der).verify(new X509Certificate(issuer.der).publicKey)
  } catch {
    // A key of a kind that cannot have made this signature.
    return false
  }
}
