import {
  identifyKey,
  readStored,
  indexSubjects,
  readCrl,
  signersAbove,
  validatePath,
  type Certificate,
  type Crl,
  type FindSubjects,
  type PathVerdict,
  type Revocation,
} from '@pmp/x509'
import type { Database } from '../database/database.ts'
import type { PathRules } from './path-rules.ts'
import { findCompromisedKeys, findIssuerCandidates, findLists, findMarks } from './queries.ts'
import { authorityKeyOf, isRevoked } from './revocation.ts'

interface ChainRequest {
  certificate: Certificate
  domain: string
  at: Date
  rules: PathRules
  /** When lists must be in date; `at` by default. */
  listsAt?: Date | undefined
  /** Certificates to treat as if they were in the store. */
  alsoTrusted?: readonly Certificate[]
}

/** How a certificate hangs below the trust store of a domain. */
export interface TrustChain {
  /** The path that holds, or the one that came closest, with every check of it. */
  path: PathVerdict
  /** From the certificate upwards as far as signatures lead, also where a rule breaks the path. */
  known: readonly Certificate[]
  /** Those of them, and of the path that came closest, that are revoked. */
  revoked: readonly Certificate[]
  /** Row of the issuer in the trust store, when the path is good and leads through the store. */
  issuerId: string | undefined
}

/**
 * Builds the path of a certificate to a root of its domain (certificates.md B5). Only rows whose
 * names can be on the path are read. Roots of the store are self-signed, whatever else they say.
 */
export async function findChain(
  db: Database,
  { certificate, domain, at, rules, listsAt, alsoTrusted = [] }: ChainRequest,
): Promise<TrustChain> {
  const names = [certificate, ...alsoTrusted].map(({ issuer }) => issuer.formatted)
  const rows = await findIssuerCandidates(db, domain, names)
  const stored = rows.flatMap(({ certId, certData }) => {
    const read = readStored(certData)
    return read ? [{ certId, read }] : []
  })
  const candidates = [...alsoTrusted, ...stored.map(({ read }) => read)]
  const find = indexSubjects({
    anchors: candidates.filter(({ isSelfSigned }) => isSelfSigned),
    intermediates: candidates.filter(({ isSelfSigned }) => !isSelfSigned),
  })
  const marked = await marksOf(db, domain, [certificate, ...candidates])
  const { path, revocation } = await validate(db, { certificate, at, rules, listsAt, marked, find })
  const issuer = path.ok ? path.path[1] : undefined
  const known = path.ok ? path.path : signersAbove(certificate, candidates)
  return {
    path,
    known,
    revoked: [...new Set([...known, ...path.path])].filter((one) => isRevoked(one, revocation)),
    issuerId: stored.find(({ read }) => read.thumbprintSha1 === issuer?.thumbprintSha1)?.certId,
  }
}

/**
 * The certificates that an administrator revoked in the domain, and those of a key that was revoked
 * anywhere because it is compromised, by their SHA-256 thumbprint.
 */
async function marksOf(db: Database, domain: string, certificates: readonly Certificate[]) {
  const bySha1 = new Map(certificates.map((one) => [one.thumbprintSha1, one.thumbprintSha256]))
  const marks = await findMarks(db, domain, [...bySha1.keys()])
  const keyIds = certificates.map((one) => identifyKey(one.publicKeyDer).id)
  const compromised = new Map(
    (await findCompromisedKeys(db, keyIds)).map(({ keyId, ...mark }) => [keyId, mark]),
  )
  const ofKeys = certificates.flatMap(({ thumbprintSha256 }, index) => {
    const mark = compromised.get(keyIds[index] ?? '')
    return mark ? [[thumbprintSha256, mark] as const] : []
  })
  const ofRows = marks.map(
    ({ thumbprint, ...mark }) => [bySha1.get(thumbprint) ?? '', mark] as const,
  )
  return new Map([...ofKeys, ...ofRows])
}

interface Validation extends Pick<ChainRequest, 'certificate' | 'at' | 'rules' | 'listsAt'> {
  marked: Revocation['marked']
  find: FindSubjects
}

/**
 * Validates with the lists of the issuers on the path and no others: what they say may lead to
 * another path, whose lists are read then. Ends because each round reads at least one more.
 */
async function validate(db: Database, asked: Validation) {
  const { certificate, at, rules, listsAt, marked, find } = asked
  const { policy, listsRequired } = rules
  const read = new Set<string>()
  const crls: Crl[] = []
  const require = listsRequired ?? 'where_known'
  const revocation: Revocation = { crls, require, marked, listsAt }
  for (;;) {
    const path = validatePath(
      { target: certificate, at, policy, ...(listsRequired && { revocation }) },
      find,
    )
    const missing = path.path
      .slice(1)
      .map(authorityKeyOf)
      .filter((key) => !read.has(key))
    if (listsRequired === undefined || missing.length === 0) return { path, revocation }
    crls.push(...(await findLists(db, missing)).map((der) => readCrl(der)))
    for (const key of missing) read.add(key)
  }
}
