import { createPublicKey, sign, verify } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import {
  type Candidate,
  type Certificate,
  certificateFromDer,
  indexSubjects,
  issueCertificate,
  nameKey,
  validatePath,
} from '@pmp/x509'
import { createTestAuthority } from '@pmp/x509/test-authority'

/*
 * What judging certificates costs beside the cryptography nobody can avoid, measured in the same
 * run: two signatures to check for a leaf below two authorities, and one to make for issuing. The
 * calls take turns in short rounds, so that whatever else runs here falls on all of them.
 */

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 500)
const perRound = 4
const smallStore = 50
const largeStore = 50_000

/** The least time of one call over all rounds, in µs: whatever else runs here only adds to it. */
async function micros<Name extends string>(
  calls: Record<Name, () => unknown>,
): Promise<Record<Name, number>> {
  const least = new Map<string, number>()
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, call] of Object.entries<() => unknown>(calls)) {
      const startedAt = performance.now()
      for (let index = 0; index < perRound; index += 1) await call()
      const cost = ((performance.now() - startedAt) * 1000) / perRound
      least.set(name, Math.min(least.get(name) ?? Infinity, cost))
    }
  }
  return Object.fromEntries(least) as Record<Name, number>
}

const now = new Date()
const authority = await createTestAuthority({ now })
const { certificate: leaf } = await authority.issueLeaf()
const [middle, root] = [authority.intermediate.certificate, authority.root.certificate]
const signingKey = authority.intermediate.privateKey

const links = [
  { child: leaf, issuer: middle },
  { child: middle, issuer: root },
]
const open = (spki: Uint8Array) =>
  createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
const openLinks = links.map(({ child, issuer }) => ({ child, key: open(issuer.publicKeyDer) }))

/** The signatures of the path, with keys that are open already. */
function checkSignatures(): boolean {
  return openLinks.every(({ child, key }) =>
    verify('sha256', child.signedDer, key, child.signature),
  )
}

/** The same with keys from their bytes, as they come out of certificates. */
function openKeysAndCheck(): boolean {
  return links.every(({ child, issuer }) =>
    verify('sha256', child.signedDer, open(issuer.publicKeyDer), child.signature),
  )
}

/** Everything is read anew; only the opened keys of authorities are remembered. */
function readAndValidate(): Certificate {
  const [target, intermediate, anchor] = [leaf, middle, root].map(({ der }) =>
    certificateFromDer(der),
  )
  if (!target || !intermediate || !anchor) throw new Error('three certificates are needed')
  const find = indexSubjects({ anchors: [anchor], intermediates: [intermediate] })
  const verdict = validatePath({ target, at: now }, find)
  if (!verdict.ok) throw new Error(verdict.failed[0]?.detail ?? 'the path does not hold')
  return target
}

const issue = (uploaded: Certificate): Promise<Certificate> =>
  issueCertificate({
    subject: uploaded.subject,
    issuer: middle,
    publicKey: uploaded.publicKeyDer,
    signingKey,
    notBefore: now,
    notAfter: uploaded.notAfter,
    basicConstraints: { ca: false },
    keyUsage: ['digitalSignature'],
  })

/** A store of so many authorities; strangers differ in their names only. */
async function storeOf(size: number): Promise<() => void> {
  const { rdns, der } = (await authority.issueLeaf()).certificate.subject
  const bySubject = new Map<string, Candidate[]>()
  for (let index = 0; index < size - 2; index += 1) {
    const subject = { rdns, der, formatted: `CN=Authority ${index}` }
    const certificate = { ...middle, subject, thumbprintSha256: `${index}` }
    bySubject.set(`${nameKey(subject)} ${index}`, [{ certificate, isAnchor: false }])
  }
  bySubject.set(nameKey(middle.subject), [{ certificate: middle, isAnchor: false }])
  bySubject.set(nameKey(root.subject), [{ certificate: root, isAnchor: true }])
  return () => {
    const found = validatePath(
      { target: leaf, at: now },
      ({ subjectKey }) => bySubject.get(subjectKey) ?? [],
    )
    if (!found.ok) throw new Error('the path does not hold')
  }
}

function row(what: string, cost: number, floorName: string, floor: number, limit: number): void {
  const ratio = (cost / floor).toFixed(2)
  const cells = [what, cost.toFixed(0), floorName, floor.toFixed(0), ratio, `≤ ${limit}`]
  console.log(`| ${cells.join(' | ')} |`)
}

/** Prints the rows about certificates. */
export async function measureCertificates(): Promise<void> {
  const cost = await micros({
    checking: checkSignatures,
    opening: openKeysAndCheck,
    signing: () => sign('sha256', leaf.signedDer, signingKey),
    validating: readAndValidate,
    issuing: async () => issue(readAndValidate()),
    small: await storeOf(smallStore),
    large: await storeOf(largeStore),
  })
  const { checking, opening, signing } = cost
  const signatures = '2 checks + 1 signature'
  console.log('\ncertificates')
  console.log('| what | µs | floor | floor µs | ratio | target |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  row('read and validate a leaf below 2 CAs', cost.validating, '2 checks, keys opened', opening, 2)
  row(
    'the same and issue a certificate',
    cost.issuing,
    `${signatures}, keys opened`,
    opening + signing,
    2,
  )
  row('the same', cost.issuing, `${signatures}, keys open before`, checking + signing, 2)
  row(`find a path among ${largeStore}`, cost.large, `among ${smallStore}`, cost.small, 1.5)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await measureCertificates()
