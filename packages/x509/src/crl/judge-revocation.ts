/** Which lists count, and what they say about a certificate. RFC 5280 §6.3. */
import type { Certificate } from '../certificate.ts'
import { EXTENSION } from '../extensions.ts'
import { openPublicKey } from '../key.ts'
import { isSameName } from '../names.ts'
import type { RevocationMark } from '../path/path-rules.ts'
import { NOT_REACHED, type Judgement, type PathStep } from '../path/path-step.ts'
import { isSignedWith } from '../signature.ts'
import type { Crl } from './crl.ts'

/** Critical extensions of lists and entries that are understood here. */
const UNDERSTOOD: readonly string[] = [
  EXTENSION.issuingDistributionPoint,
  EXTENSION.authorityKeyId,
  EXTENSION.crlNumber,
  EXTENSION.reasonCode,
  EXTENSION.invalidityDate,
]

/** The rule `not_revoked`. */
export function judgeRevocation(step: PathStep): Judgement {
  const { certificate, issuer, revocation, at, index } = step
  if (!revocation) return undefined
  const mark = revocation.marked?.get(certificate.thumbprintSha256)
  if (mark) return revokedWords(mark)
  // No list speaks about the uppermost certificate; for a root there can be none.
  if (!issuer) {
    return isSameName(certificate.subject, certificate.issuer) ? undefined : NOT_REACHED
  }
  const named = revocation.crls.filter((crl) => isSameName(crl.issuer, certificate.issuer))
  const flaws: string[] = []
  let isVouchedFor = false
  for (const crl of named) {
    const flaw =
      crlFlaw(crl, issuer, revocation.listsAt ?? at) ??
      judgeAlgorithm(step, crl) ??
      scopeFlaw(crl, certificate)
    if (flaw !== undefined) flaws.push(flaw)
    const entry = flaw === undefined ? crl.revoked.get(certificate.serialNumber) : undefined
    if (entry) return revokedWords(entry)
    isVouchedFor ||= flaw === undefined
  }
  if (isVouchedFor) return undefined
  const { require } = revocation
  const isNeeded = require === 'all' || (require === 'target' ? index === 0 : named.length > 0)
  return isNeeded ? (flaws[0] ?? 'no revocation list of its issuer is known') : undefined
}

const revokedWords = ({ reason, revokedAt }: RevocationMark): string =>
  `revoked at ${revokedAt.toISOString()}: ${reason}`

function judgeAlgorithm({ policy }: PathStep, { signatureAlgorithm }: Crl): string | undefined {
  const { signatureAlgorithms: allowed, forbiddenAlgorithms } = policy
  const isAllowed = allowed.length === 0 || allowed.includes(signatureAlgorithm)
  if (isAllowed && !forbiddenAlgorithms.test(signatureAlgorithm)) return undefined
  return `the list is signed with ${signatureAlgorithm}, which is not allowed`
}

/**
 * What keeps a list from counting, whatever certificate is asked about; undefined for nothing.
 * RFC 5280 §5.2, §6.3.3 (a) to (g). Delta and indirect lists are refused.
 * @param issuer the authority whose list it should be
 */
export function crlFlaw(crl: Crl, issuer: Certificate, at: Date): string | undefined {
  if (!isSameName(crl.issuer, issuer.subject)) return 'the list is of another issuer'
  if (crl.isDelta) return 'a delta list is not supported'
  const unknown = crl.criticalExtensions.filter((oid) => !UNDERSTOOD.includes(oid))
  if (unknown.length > 0) return `critical extension ${unknown.join(', ')} of the list`
  if (crl.distributionPoint?.isIndirect) return 'an indirect list is not supported'
  if (crl.distributionPoint?.isForSomeReasons) return 'the list covers some reasons only'
  if (!crl.algorithmsAgree) return 'the signature algorithm inside the list is another'
  const { authorityKeyId: wanted } = crl
  if (wanted !== undefined && issuer.subjectKeyId !== undefined && wanted !== issuer.subjectKeyId) {
    return 'the list is signed with another key of the issuer'
  }
  return timeFlaw(crl, at) ?? signatureFlaw(crl, issuer)
}

/** Both ends are inclusive, as for certificates. RFC 5280 §5.1.2.4, §5.1.2.5. */
function timeFlaw({ thisUpdate, nextUpdate }: Crl, at: Date): string | undefined {
  if (at < thisUpdate) return `the list begins at ${thisUpdate.toISOString()}`
  if (!nextUpdate) return 'the list does not say when the next one comes'
  return at > nextUpdate ? `the list ended at ${nextUpdate.toISOString()}` : undefined
}

/** RFC 5280 §6.3.3 (f), (g). */
function signatureFlaw(crl: Crl, issuer: Certificate): string | undefined {
  if (!(issuer.keyUsage?.includes('cRLSign') ?? true)) return 'its issuer may not sign lists'
  return isSignedWith(crl, openPublicKey(issuer.publicKeyDer))
    ? undefined
    : 'the signature of the list does not verify'
}

/** Whether the list speaks about this certificate at all. RFC 5280 §5.2.5, §6.3.3 (b)(2). */
function scopeFlaw(
  { distributionPoint: scope }: Crl,
  certificate: Certificate,
): string | undefined {
  if (!scope) return undefined
  if (scope.onlyAttributeCerts) return 'the list is about attribute certificates'
  if (scope.onlyUserCerts && certificate.isCa) return 'the list is about end entities only'
  if (scope.onlyCaCerts && !certificate.isCa) return 'the list is about authorities only'
  const points = certificate.crlDistributionPoints?.flatMap(({ uris }) => uris) ?? []
  const isMine = !scope.isNamed || scope.uris.some((uri) => points.includes(uri))
  return isMine ? undefined : 'the list is of a distribution point the certificate does not name'
}
