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
 * run: two signatures to check for a leaf below two authorities, and one to make for issuing.
 */

const rounds = 20
const perRound = Number(process.env['BENCH_CERTIFICATES'] ?? 60)
const warmUp = 300
const smallStore = 50
const largeStore = 50_000

/** The least time of one call over all rounds, in µs: whatever else runs here only adds to it. */
async function micros(call: () => unknown): Promise<number> {
  let least = Infinity
  for (let index = 0; index < warmUp; index += 1) await call()
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now()
    for (let index = 0; index < perRound; index += 1) await call()
    least = Math.min(least, ((performance.now() - startedAt) * 1000) / perRound)
  }
  return least
}

const now = new Date()
const authority = await createTestAuthority({ now })
const { certificate: leaf } = await authority.issueLeaf()
const [middle, root] = [authority.intermediate.certificate, authority.root.certificate]
const signingKey = authority.intermediate.privateKey

/** The signatures of the path with keys from their bytes, as they come out of certificates. */
function checkSignatures(): boolean {
  return [
    { child: leaf, issuer: middle },
    { child: middle, issuer: root },
  ].every(({ child, issuer }) => {
    const key = Buffer.from(issuer.publicKeyDer)
    const opened = createPublicKey({ key, format: 'der', type: 'spki' })
    return verify('sha256', child.signedDer, opened, child.signature)
  })
}

/** Everything is read anew, so that nothing is remembered from the call before. */
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
  const checking = await micros(checkSignatures)
  const signing = await micros(() => sign('sha256', leaf.signedDer, signingKey))
  const validating = await micros(readAndValidate)
  const issuing = await micros(async () => issue(readAndValidate()))
  const small = await micros(await storeOf(smallStore))
  const large = await micros(await storeOf(largeStore))
  const floor = `${checking.toFixed(0)} checking + ${signing.toFixed(0)} signing`
  console.log('\ncertificates')
  console.log('| what | µs | floor | floor µs | ratio | target |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  row('read and validate a leaf below 2 CAs', validating, `2 × ${floor}`, 2 * checking + signing, 1)
  row('the same and issue a certificate', issuing, floor, checking + signing, 2)
  row(`find a path among ${largeStore}`, large, `among ${smallStore}`, small, 1.5)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await measureCertificates()
