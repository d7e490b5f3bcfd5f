import { brokenBound, Failure } from '@pmp/contract'
import type { FastifyRequest } from 'fastify'
import { jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import type { Config } from '../config.ts'
import type { Caller } from '../context.ts'
import type { KeyFile } from '../keys/key-file.ts'
import { readCookies } from './cookies.ts'
import { endedTokenKey, type EndedTokens } from './ended-tokens.ts'
import { fetchIssuerKeys, IssuerUnreachable } from './issuer-keys.ts'
import { createOutageWatch, type IssuerOutage } from './issuer-outage.ts'
import { openSigningKeys } from './signing-keys.ts'
import { audienceReason, createRefusalReport, TokenRefused } from './token-refusals.ts'
import { userIdKey } from './user-ids.ts'

export interface TokenVerifier {
  /**
   * Who the token speaks for: of a token that is known at once, because each request asks.
   * @throws {Failure} token_invalid, whatever is wrong with it · issuer_unreachable, if nobody can say
   */
  verify(token: string, now: Date): Caller | Promise<Caller>
  /** The same for a token that a sign-out may have ended: what signs out does so again. */
  verifyEnded(token: string, now: Date): Promise<Caller>
  /** Ends the token of a caller: here at once, at other replicas within five seconds. */
  end(caller: Caller): Promise<void>
  /** The outage of the issuer, if there is one. Who asks lets the issuer be asked again soon. */
  outage(): IssuerOutage | undefined
  /** Asks the issuer now, where something speaks of an outage, or to find one at start. */
  askIssuer(): Promise<void>
}

interface TokenVerifierParts {
  config: Pick<Config, 'issuer' | 'isEmbeddedIssuer' | 'OIDC_AUDIENCE' | 'OIDC_KEYS_KEPT_HOURS'>
  ended: EndedTokens
  /** Where the embedded issuer keeps its key; the keys of another issuer are fetched from it. */
  keyFile?: KeyFile
  /** Told once when the issuer cannot be reached, and why tokens are refused. */
  log?: { error(details: object, line: string): void; warn(details: object, line: string): void }
  /** Least time between two fetches of the issuer's keys, in milliseconds. */
  keyCooldownMs?: number
}

/** common.md 4.1 and design.md 2. Neither `none` nor a shared secret can be in this list. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'ES256']

// Cookies end near 4 KiB and headers at 16 KiB, so a longer text is not a token of anybody.
const longestToken = 16_384
const cacheSize = 4000
/** The issuer is asked again about as often as that. */
const comeBackSeconds = 5
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
 * (common.md 4.1), and whether a sign-out has ended them. Keys are found at first use, because the
 * embedded issuer does not listen yet at start and another one may be down then.
 */
export function createTokenVerifier(parts: TokenVerifierParts): TokenVerifier {
  const { config, ended, log } = parts
  const { keys, outage, askIssuer } = openKeys(parts)
  const cache = createCallerCache()
  const reportRefusal = createRefusalReport(config, log)
  const judge = async (token: string, now: Date): Promise<Known> => {
    if (token.length > longestToken) throw new Failure('token_invalid')
    try {
      const claims = await readToken(token, { keys, config }, now)
      const known = { caller: callerOf(claims, token), endedKey: endedTokenKey(token) }
      cache.keep(token, known, now)
      return known
    } catch (error) {
      if (error instanceof IssuerUnreachable) {
        throw new Failure('issuer_unreachable', { seconds: comeBackSeconds })
      }
      reportRefusal(error, token, now)
      throw new Failure('token_invalid')
    }
  }
  const know = (token: string, now: Date): Known | Promise<Known> =>
    cache.find(token, now) ?? judge(token, now)
  const unlessEnded = ({ caller, endedKey }: Known): Caller | Promise<Caller> => {
    const callerIfNot = (isEnded: boolean) => {
      if (isEnded) throw new Failure('token_invalid')
      return caller
    }
    const isEnded = ended.has(endedKey)
    return isEnded instanceof Promise ? isEnded.then(callerIfNot) : callerIfNot(isEnded)
  }
  return {
    verify(token, now) {
      const known = know(token, now)
      return known instanceof Promise ? known.then(unlessEnded) : unlessEnded(known)
    },
    verifyEnded: async (token, now) => (await know(token, now)).caller,
    end: ({ token, expiresAt }) => ended.add(endedTokenKey(token), expiresAt),
    outage,
    askIssuer,
  }
}

function openKeys({ config, keyFile, keyCooldownMs, log }: TokenVerifierParts) {
  if (config.isEmbeddedIssuer && keyFile) {
    return { keys: localKeys(keyFile), outage: () => undefined, askIssuer: async () => {} }
  }
  const watch = createOutageWatch(config.issuer, log)
  const issuerKeys = fetchIssuerKeys(config.issuer, {
    keptMs: config.OIDC_KEYS_KEPT_HOURS * 3_600_000,
    cooldownMs: keyCooldownMs,
    report: watch.report,
  })
  const outage = (): IssuerOutage | undefined => {
    const since = watch.since()
    if (!since) return undefined
    void issuerKeys.ask()
    return { since, keysUntil: issuerKeys.keysUntil() }
  }
  return { keys: issuerKeys.getKey, outage, askIssuer: issuerKeys.ask }
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
  if (!isAccessToken(payload, config)) throw new TokenRefused('it is no access token')
  if (brokenBound(payload)) throw new TokenRefused('its claims hold what no text may')
  if (!isMeantForUs(payload, config.OIDC_AUDIENCE)) {
    throw new TokenRefused(audienceReason(payload, config.OIDC_AUDIENCE))
  }
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
    throw new TokenRefused('its claim preferred_username is no name')
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

/** A caller whose token holds, and what stands for the token among those that were ended. */
interface Known {
  caller: Caller
  endedKey: string
}

/** The end of a token is its signature, so that no other token that holds has the same. */
const endOf = (token: string) => token.slice(-32)

/**
 * Checking a signature costs more than the rest of a small request; a token comes in hundreds. Found
 * by its end, because a Map reads a key as long as a token for more time than the rest takes, and then
 * compared as a whole. None stays long, so the one that was judged first goes first.
 */
function createCallerCache() {
  const entries = new Map<string, Known & { from: number; until: number }>()
  return {
    find(token: string, now: Date): Known | undefined {
      const entry = entries.get(endOf(token))
      if (entry?.caller.token !== token) return undefined
      const at = now.getTime()
      return at >= entry.from && at < entry.until ? entry : undefined
    },
    keep(token: string, known: Known, now: Date): void {
      const from = now.getTime()
      const until = Math.min(known.caller.expiresAt.getTime(), from + cacheMs)
      const end = endOf(token)
      // A Map keeps the order of insertion, so its first entry is the oldest.
      entries.delete(end)
      entries.set(end, { ...known, from, until })
      const [oldest] = entries.keys()
      if (entries.size > cacheSize && oldest !== undefined) entries.delete(oldest)
    },
  }
}

const bearer = /^Bearer +([^ ]+) *$/i
const usual = 'Bearer '

/** The token in the bearer header, which no page of another site can make a browser send. */
export function bearerTokenOf({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const { authorization = '' } = headers
  // Nearly every header is written so, and reading it by its pattern takes several times as long.
  const isUsual = authorization.startsWith(usual) && !authorization.includes(' ', usual.length)
  return isUsual ? authorization.slice(usual.length) || undefined : bearer.exec(authorization)?.[1]
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
