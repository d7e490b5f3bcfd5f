/** Rules about a certificate and those above or below it on the path. */
import type { Certificate } from '../certificate.ts'
import { judgeRevocation } from '../crl/judge-revocation.ts'
import { isSameName } from '../names.ts'
import { judgeNameConstraints } from './name-constraints.ts'
import type { PathRule } from './path-rules.ts'
import { NOT_REACHED, type Judgement, type PathStep, type Rule } from './path-step.ts'

export const issuerRules = {
  signature: ({ certificate, issuer, isSigned }) => {
    if (!issuer) return NOT_REACHED
    if (isSigned(certificate, issuer)) return undefined
    return 'the signature does not verify with the key of its issuer'
  },

  name_chaining: ({ certificate, issuer }) => {
    if (!issuer) return NOT_REACHED
    return isSameName(certificate.issuer, issuer.subject)
      ? undefined
      : 'the issuer it names is not the subject of its issuer'
  },

  key_identifiers: judgeIdentifiers,

  /** RFC 5280 §4.2.1.1, §4.2.1.2: authorities state their key, all but anchors that of their issuer. */
  key_identifiers_present: ({ certificate, issuer, index }) => {
    const { version, isCa, subjectKeyId, authorityKeyId } = certificate
    if (version < 3) return undefined
    if (index > 0 && isCa && subjectKeyId === undefined) return 'no subject key identifier'
    return issuer && authorityKeyId === undefined ? 'no authority key identifier' : undefined
  },

  /**
   * RFC 5280 §6.1.4 (l), (m): authorities below that are not self-issued are counted; the target
   * never is.
   */
  path_length: ({ certificate, path, index }) => {
    const { pathLength } = certificate
    if (pathLength === undefined) return undefined
    const below = path.slice(1, index).filter((one) => !isSelfIssued(one)).length
    return below <= pathLength ? undefined : `${below} authorities below, ${pathLength} allowed`
  },

  name_constraints: judgeNameConstraints,

  not_revoked: judgeRevocation,
} satisfies Partial<Record<PathRule, Rule>>

/** RFC 5280 §4.2.1.1: what is there must fit. */
function judgeIdentifiers({ certificate, issuer }: PathStep): Judgement {
  if (!issuer) return NOT_REACHED
  const { authorityKeyId: wanted, authorityCertSerialNumber: serial } = certificate
  const { subjectKeyId: found } = issuer
  if (wanted !== undefined && found !== undefined && wanted !== found) {
    return 'the key identifier it names is not that of its issuer'
  }
  if (serial !== undefined && serial !== issuer.serialNumber) {
    return 'the serial number it names is not that of its issuer'
  }
  return undefined
}

/** Subject and issuer are the same name. RFC 5280 §3.2, §6.1. */
export const isSelfIssued = ({ subject, issuer }: Certificate): boolean =>
  isSameName(subject, issuer)
