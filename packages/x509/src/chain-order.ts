import { isSignedBy, type Certificate } from './certificate.ts'
import { nameKey } from './names.ts'

const longestChain = 8

/**
 * The certificates of a file, each once and none before what it issued: the lowest comes first.
 * Names decide, as they do for whoever looks for an issuer. Certificates that issued each other in a
 * circle keep the order of the file, at the end.
 * @param certificates in any order, duplicates allowed
 */
export function lowestFirst(certificates: readonly Certificate[]): Certificate[] {
  const distinct = [...new Map(certificates.map((one) => [one.thumbprintSha256, one])).values()]
  const bySubject = Map.groupBy(distinct, ({ subject }) => nameKey(subject))
  const issuersOf = (one: Certificate) =>
    (bySubject.get(nameKey(one.issuer)) ?? []).filter(
      (issuer) => nameKey(issuer.subject) !== nameKey(one.subject),
    )
  const waiting = new Map(distinct.map((one) => [one, 0]))
  for (const one of distinct) {
    for (const issuer of issuersOf(one)) waiting.set(issuer, (waiting.get(issuer) ?? 0) + 1)
  }
  const ordered = distinct.filter((one) => waiting.get(one) === 0)
  for (const one of ordered) {
    for (const issuer of issuersOf(one)) {
      const left = (waiting.get(issuer) ?? 0) - 1
      waiting.set(issuer, left)
      if (left === 0) ordered.push(issuer)
    }
  }
  return [...ordered, ...distinct.filter((one) => !ordered.includes(one))]
}

/**
 * The chain from a certificate upwards, as far as signatures lead. Nothing is judged; `validatePath`
 * does that.
 * @param candidates who may have signed, likeliest first
 */
export function signersAbove(
  certificate: Certificate,
  candidates: readonly Certificate[],
): Certificate[] {
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
  return (
    Buffer.compare(issuer.subjectDer, certificate.issuerDer) === 0 &&
    isSignedBy(certificate, issuer)
  )
}
