/** Rules about time, algorithms and keys, which need one certificate only. */
import { isValidAt } from '../certificate.ts'
import { KEY_FLAWS, type KeyFlaw } from '../key-flaws.ts'
import { isAffordable } from '../key-description.ts'
import { openPublicKey } from '../key.ts'
import type { PathRule } from './path-rules.ts'
import type { KeyBreach, PathStep, Rule } from './path-step.ts'

const LEAST_USUAL_EXPONENT = 65_537n

export const keyRules = {
  valid_at: ({ certificate, at }) => {
    if (isValidAt(certificate, at)) return undefined
    const { notBefore, notAfter } = certificate
    return at < notBefore
      ? `valid only from ${notBefore.toISOString()}`
      : `expired at ${notAfter.toISOString()}`
  },

  /** Stricter than any RFC: nothing is promised for a time its issuer does not cover. */
  validity_nested: ({ certificate, issuer }) => {
    if (!issuer) return undefined
    const isNested =
      issuer.notBefore <= certificate.notBefore && certificate.notAfter <= issuer.notAfter
    return isNested ? undefined : 'its validity period is not within that of its issuer'
  },

  strong_algorithm: ({ certificate, policy }) => {
    const name = certificate.signatureAlgorithm
    const { signatureAlgorithms: allowed, forbiddenAlgorithms } = policy
    const isAllowed = allowed.length === 0 || allowed.includes(name)
    return isAllowed && !forbiddenAlgorithms.test(name) ? undefined : `${name} is not allowed`
  },

  strong_key: (step) => {
    const { flaw } = step.certificate.key
    return flaw === undefined ? (judgeSize(step) ?? judgeCurve(step)) : breach(flaw)
  },

  /** Baseline Requirements §6.1.6. Smaller ones are sound, but no longer given. */
  usual_exponent: ({ certificate: { key } }) =>
    key.type !== 'RSA' || (key.exponent ?? 0n) >= LEAST_USUAL_EXPONENT
      ? undefined
      : `the public exponent ${key.exponent} is below ${LEAST_USUAL_EXPONENT}`,
} satisfies Partial<Record<PathRule, Rule>>

function breach(reason: KeyFlaw, detail: string = KEY_FLAWS[reason]): KeyBreach {
  return { reason, detail }
}

function judgeSize({ certificate: { key }, policy: { keys } }: PathStep): KeyBreach | undefined {
  const range = keys.bits[key.type]
  if (!range) return breach('key_kind_not_allowed', `keys of kind ${key.type} are not allowed`)
  const [least, most] = range
  if (key.bits < least || key.bits > most) {
    const detail = `${key.type} ${key.bits} is not between ${least} and ${most} bits`
    return breach(key.bits < least ? 'key_too_short' : 'key_too_long', detail)
  }
  return isAffordable(key) ? undefined : breach('key_exponent_too_long')
}

/** RFC 5480 §2.2: a point beside its curve gives no security at all; opening it finds out. */
function judgeCurve({
  certificate: { key, publicKeyDer },
  policy,
}: PathStep): KeyBreach | undefined {
  if (key.type !== 'EC') return undefined
  const { curves } = policy.keys
  const isKnown = curves.length === 0 || curves.includes(key.curve ?? '')
  if (!isKnown) {
    return breach('key_curve_not_allowed', `curve ${key.curve ?? 'without a name'} is not allowed`)
  }
  return openPublicKey(publicKeyDer) ? undefined : breach('key_off_curve')
}
