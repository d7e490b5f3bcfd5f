import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload } from 'jose'
import type { Config } from '../config.ts'

/** A token whose signature holds, but which is not for us; the message says why, without the token. */
export class TokenRefused extends Error {
  override readonly name = 'TokenRefused'
}

interface RefusalLog {
  warn(details: object, line: string): void
}

/** Each reason is told again after this, if it still occurs. */
const silentMs = 3_600_000
/** Anybody can send tokens with reasons of their own making; more kinds within that time are not told. */
const mostReasons = 50
const longestShown = 200

/**
 * Tells the operator why tokens are refused, each reason once an hour: a setting that does not fit
 * refuses everybody, and the callers are told nothing.
 */
export function createRefusalReport(config: ReportSettings, log: RefusalLog | undefined) {
  const told = new Map<string, number>()
  return (error: unknown, token: string, now: Date): void => {
    const reason = reasonOf(error, token, config)
    for (const [known, at] of told) {
      if (Math.abs(now.getTime() - at) >= silentMs) told.delete(known)
    }
    if (told.has(reason) || told.size >= mostReasons) return
    told.set(reason, now.getTime())
    log?.warn({ reason }, 'a token was refused; the same reason is not told again within an hour')
  }
}

type ReportSettings = Pick<Config, 'issuer' | 'isEmbeddedIssuer'>

/** In words of the settings; what a token says of itself is shown short, the token never. */
function reasonOf(error: unknown, token: string, config: ReportSettings): string {
  const { issuer: ours } = config
  if (error instanceof TokenRefused) return error.message
  if (error instanceof errors.JWTExpired) return 'it has expired'
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return `its algorithm ${shown(read(() => decodeProtectedHeader(token).alg))} is not accepted`
  }
  const stated = read(() => decodeJwt(token).iss)
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return differs(stated, config)
    return error.reason === 'missing'
      ? `it has no claim ${error.claim}`
      : `its claim ${error.claim} does not hold`
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return stated === ours ? 'the issuer has no key of that id' : differs(stated, config)
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature does not hold'
  return 'it cannot be read'
}

function differs(stated: unknown, { issuer, isEmbeddedIssuer }: ReportSettings): string {
  const setting = isEmbeddedIssuer ? 'PUBLIC_URL' : 'OIDC_ISSUER'
  return `its issuer is ${shown(stated)}, by ${setting} it should be ${shown(issuer)}${bySlash(stated, issuer)}`
}

/** A difference that the eye passes over. */
export function bySlash(stated: unknown, issuer: string): string {
  const bare = (text: string) => text.replace(/\/$/, '')
  const isSlash = typeof stated === 'string' && stated !== issuer && bare(stated) === bare(issuer)
  return isSlash ? '; they differ by the slash at the end' : ''
}

/** Whom a token names, for the reason that it names none of us. */
export function audienceReason({ aud, azp }: JWTPayload, audience: readonly string[]): string {
  const named = [aud ?? [], azp ?? []].flat()
  return `it is meant for ${shown(named)}, by OIDC_AUDIENCE it should be for one of ${shown(audience)}`
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'none'
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}

function read<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
