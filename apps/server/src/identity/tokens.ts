import { hash } from 'node:crypto'
import { Failure } from '@pmp/contract'
import type { FastifyRequest } from 'fastify'
import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import type { Config } from '../config.ts'
import type { Caller } from '../context.ts'
import type { KeyFile } from '../keys/key-file.ts'
import { readCookies } from './cookies.ts'
import { fetchIssuerKeys, IssuerUnreachable } from './issuer-keys.ts'
import { openSigningKeys } from './signing-keys.ts'
import { userIdKey } from './user-ids.ts'

export interface TokenVerifier {
  /**
   * Who the token speaks for.
   * @throws {Failure} token_invalid, whatever is wrong with it · issuer_unreachable, if nobody can say
   */
  verify(token: string, now: Date): Promise<Caller>
}

interface TokenVerifierParts {
  config: Pick<Config, 'issuer' | 'isEmbeddedIssuer' | 'OIDC_AUDIENCE' | 'OIDC_KEYS_KEPT_HOURS'>
  /** Where the embedded issuer keeps its key; the keys of another issuer are fetched from it. */
  keyFile?: KeyFile
  /** Told once when the issuer cannot be reached. */
  log?: { error(details: object, line: string): void }
  /** Least time between two fetches of the issuer's keys, in milliseconds. */
  keyCooldownMs?: number
}

/** common.md 4.1 and design.md 2. Neither `none` nor a shared secret can be in this list. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256']

// Cookies end near 4 KiB and headers at 16 KiB, so a longer text is not a token of anybody.
const longestToken = 16_384
const cacheSize = 4000
// Short, so that a key which the issuer withdraws stops working soon.
const cacheMs = 60_000

/** What Keycloak signs with the same keys but does not mean as an access token. */
const otherTokenTypes: ReadonlySet<unknown> = new Set(['ID', 'Refresh', 'Offline', 'Logout'])

/** An id token tells a client who signed in; it opens nothing (OpenID Connect Core 1.0, section 2). */
function isAccessToken(claims: JWTPayload, { isEmbeddedIssuer }: TokenVerifierParts['config']) {
  if (isEmbeddedIssuer) return claims['typ'] === 'Bearer'
  return !otherTokenTypes.has(claims['typ']) && claims['at_hash'] === undefined
}

/**
 * Judges tokens of the configured issuer by signature, algorithm, expiry, full issuer and audience
 * (common.md 4.1). Keys are found at first use, because the embedded issuer
 * does not listen yet at start and another one may be down then.
 */
export function createTokenVerifier(parts: TokenVerifierParts): TokenVerifier {
  const { config, keyFile, keyCooldownMs } = parts
  const keys =
    config.isEmbeddedIssuer && keyFile
      ? localKeys(keyFile)
      : fetchIssuerKeys(config.issuer, {
          keptMs: config.OIDC_KEYS_KEPT_HOURS * 3_600_000,
          cooldownMs: keyCooldownMs,
          report: createOutageReport(parts),
        })
  const cache = createCallerCache()
  return {
    async verify(token, now) {
      if (token.length > longestToken) throw new Failure('token_invalid')
      const key = hash('sha256', token, 'base64')
      const known = cache.find(key, now)
      if (known) return known
      try {
        const claims = await readToken(token, { keys, config }, now)
        const caller = callerOf(claims, token)
        cache.keep(key, caller, now)
        return caller
      } catch (error) {
        if (error instanceof IssuerUnreachable) throw new Failure('issuer_unreachable')
        throw new Failure('token_invalid')
      }
    },
  }
}

function localKeys(keyFile: KeyFile): JWTVerifyGetKey {
  let opened: Promise<JWTVerifyGetKey> | undefined
  return async (header, token) => {
    opened ??= openSigningKeys(keyFile).then(({ localKeys }) => localKeys)
    return (await opened)(header, token)
  }
}

async function readToken(
  token: string,
  { keys, config }: { keys: JWTVerifyGetKey; config: TokenVerifierParts['config'] },
  now: Date,
): Promise<JWTPayload> {
  const { payload } = await jwtVerify(token, keys, {
    algorithms,
    // Upstream: compares the host alone, so that any realm of the host passes.
    issuer: config.issuer,
    requiredClaims: ['exp', 'preferred_username'],
    currentDate: now,
  })
  if (!isAccessToken(payload, config)) throw new Failure('token_invalid')
  if (!isMeantForUs(payload, config.OIDC_AUDIENCE)) throw new Failure('token_invalid')
  return payload
}

/** Any `aud` entry or `azp` equals, ignoring ASCII case, an entry of the list (common.md 4.1). */
function isMeantForUs(payload: JWTPayload, audience: readonly string[]): boolean {
  if (audience.includes('*')) return true
  const allowed = new Set(audience.map(userIdKey))
  const named = [payload.aud ?? [], payload['azp'] ?? []].flat()
  return named.some((name) => typeof name === 'string' && allowed.has(userIdKey(name)))
}

function callerOf(claims: JWTPayload, token: string): Caller {
  const userName = claims['preferred_username']
  const { email, exp } = claims
  if (typeof userName !== 'string' || userName.trim() === '' || exp === undefined) {
    throw new Failure('token_invalid')
  }
  // Frozen, because the same caller serves every request that carries this token.
  return Object.freeze({
    userName,
    roles: Object.freeze(rolesOf(claims)),
    email: typeof email === 'string' ? email : undefined,
    claims: Object.freeze(claims),
    token,
    expiresAt: new Date(exp * 1000),
  })
}

function rolesOf(claims: JWTPayload): string[] {
  const access = claims['realm_access']
  const ofRealm = typeof access === 'object' && access !== null && 'roles' in access && access.roles
  const roles = ofRealm || claims['roles']
  return Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : []
}

/** Checking a signature costs more than the rest of a small request; a token comes in hundreds. */
function createCallerCache() {
  const entries = new Map<string, { caller: Caller; from: number; until: number }>()
  return {
    find(key: string, now: Date): Caller | undefined {
      const entry = entries.get(key)
      if (!entry) return undefined
      entries.delete(key)
      if (now.getTime() < entry.from || now.getTime() >= entry.until) return undefined
      // Put back at the end: a Map keeps the order of insertion, so its first entry is the oldest.
      entries.set(key, entry)
      return entry.caller
    },
    keep(key: string, caller: Caller, now: Date): void {
      const from = now.getTime()
      const until = Math.min(caller.expiresAt.getTime(), from + cacheMs)
      entries.set(key, { caller, from, until })
      const [oldest] = entries.keys()
      if (entries.size > cacheSize && oldest !== undefined) entries.delete(oldest)
    },
  }
}

/** Logs the first failure of an outage, not the one of every attempt in it. */
function createOutageReport({ config, log }: TokenVerifierParts) {
  let isDown = false
  return (error: IssuerUnreachable | undefined): void => {
    if (error && !isDown) log?.error({ err: error, issuer: config.issuer }, 'issuer unreachable')
    isDown = error !== undefined
  }
}

const bearer = /^Bearer +([^ ]+) *$/i

/** The token in the bearer header, which no page of another site can make a browser send. */
export function bearerTokenOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  return bearer.exec(headers.authorization ?? '')?.[1]
}

/**
 * The token of a request: the bearer header, else the last cookie whose name contains
 * `Authorization` (common.md 4.1).
 */
export function tokenOf(request: Pick<FastifyRequest, 'headers'>): string | undefined {
  const fromHeader = bearerTokenOf(request)
  if (fromHeader !== undefined) return fromHeader
  const matching = readCookies(request.headers.cookie).filter(({ name }) =>
    name.includes('Authorization'),
  )
  return matching.at(-1)?.value || undefined
}
