import { randomInt } from 'node:crypto'
import { basePaths } from '@pmp/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { readCookies, setCookie } from './cookies.ts'
import type { SignInSecrets } from './sign-in-client.ts'

/** As long as the sign-in page of the embedded provider waits. */
const attemptSeconds = 1800

/** So many tabs of a browser may be signing in at once; further ones take the place of others. */
const places = ['0', '1', '2', '3', '4', '5', '6', '7'].map((place) => `sign-in-${place}`)

/** State, PKCE verifier (RFC 7636, section 4.1) and nonce; none of the three holds a full stop. */
const form = /^([\da-f-]{36})\.([\w-]{43})\.([\w-]{43})$/i

interface Attempt {
  place: string
  secrets: SignInSecrets
}

/**
 * Lets the browser keep the secrets of a sign-in until it comes back. Nothing stays here, so
 * sign-ins that nobody ends fill neither table nor memory. Who could read the cookie has the
 * browser; the code that it serves for is single-use at the provider (RFC 6749, section 4.1.2).
 */
export function keepAttempt(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { config, secrets }: { config: Config; secrets: SignInSecrets },
): void {
  const attempts = readAttempts(headers.cookie)
  const place =
    attempts.find((attempt) => attempt.secrets.state === secrets.state)?.place ??
    places.find((name) => attempts.every((attempt) => attempt.place !== name)) ??
    places[randomInt(places.length)] ??
    'sign-in-0'
  const value = `${secrets.state}.${secrets.verifier}.${secrets.nonce}`
  setCookie(reply, { name: place, value }, scopeOf(config, attemptSeconds))
}

/** The secrets of the sign-in that this browser began with this state; they serve once. */
export function takeAttempt(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { config, state }: { config: Config; state: string | undefined },
): SignInSecrets | undefined {
  const attempt = readAttempts(headers.cookie).find(({ secrets }) => secrets.state === state)
  if (!attempt) return undefined
  setCookie(reply, { name: attempt.place, value: '' }, scopeOf(config, 0))
  return attempt.secrets
}

function readAttempts(header: string | undefined): Attempt[] {
  return readCookies(header).flatMap(({ name, value }) => {
    const [, state, verifier, nonce] = form.exec(value) ?? []
    if (!places.includes(name) || !state || !verifier || !nonce) return []
    return [{ place: name, secrets: { state, verifier, nonce } }]
  })
}

/** Start and end of a sign-in have no nearer path in common. */
function scopeOf(config: Config, maxAge: number) {
  return { path: basePaths.partner, isSecure: config.PUBLIC_URL.startsWith('https:'), maxAge }
}
