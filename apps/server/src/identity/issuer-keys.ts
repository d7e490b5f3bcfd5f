import { isObject } from '@pmp/contract'
import { createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose'

/** The issuer's keys cannot be had at present; says nothing about the token. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable'
}

const timeoutMs = 5000
// An outage is over sooner than a cooldown of the keys, and a discovery document is small.
const retryMs = 2000
const longestKeyAgeMs = 10 * 60_000

/**
 * Keys of an issuer by discovery (OpenID Connect Discovery 1.0, section 4). A key id that is not
 * known fetches the keys anew, at most once per cooldown, so that a rotation needs no restart and
 * forged key ids do not flood the issuer. A failed discovery is tried again soon.
 */
export function fetchIssuerKeys(issuer: string, cooldownMs = 10_000): JWTVerifyGetKey {
  let keys: Promise<JWTVerifyGetKey> | undefined
  let failedAt = -Infinity
  const find = (): Promise<JWTVerifyGetKey> => {
    if (performance.now() - failedAt < retryMs) {
      return Promise.reject(new IssuerUnreachable('The issuer did not answer a moment ago'))
    }
    keys ??= discover(issuer, cooldownMs).catch((cause: unknown) => {
      keys = undefined
      failedAt = performance.now()
      throw new IssuerUnreachable('The discovery document cannot be read', { cause })
    })
    return keys
  }
  return async (header, token) => {
    const getKey = await find()
    try {
      return await getKey(header, token)
    } catch (error) {
      if (isAboutTheToken(error)) throw error
      throw new IssuerUnreachable('The keys of the issuer cannot be read', { cause: error })
    }
  }
}

function isAboutTheToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  )
}

async function discover(issuer: string, cooldownMs: number): Promise<JWTVerifyGetKey> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetch(address, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok) throw new Error(`${address} answered ${response.status}`)
  const document: unknown = await response.json()
  const { issuer: stated, jwks_uri: keysAddress } = isObject(document) ? document : {}
  // Discovery 1.0, section 4.3: both must be the same, or another issuer's keys would count.
  if (stated !== issuer) throw new Error(`${address} speaks for ${String(stated)}`)
  if (typeof keysAddress !== 'string') throw new Error(`${address} names no keys`)
  return createRemoteJWKSet(new URL(keysAddress), {
    timeoutDuration: timeoutMs,
    cooldownDuration: cooldownMs,
    cacheMaxAge: longestKeyAgeMs,
  })
}
