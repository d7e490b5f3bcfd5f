import { hash, randomBytes } from 'node:crypto'
import { basePaths, Failure } from '@pmp/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Caller } from '../context.ts'
import type { Database } from '../database/database.ts'
import { failureReply, type MessageCatalogue } from '../http/envelope.ts'
import { Problem } from '../http/problem.ts'
import { send } from '../http/reply.ts'
import { emptyEnvelope } from '../http/request.ts'
import { saveArtifact, takeArtifact } from './artifacts.ts'
import { readCookie, setCookie } from './cookies.ts'
import { readReturnUrl } from './return-urls.ts'
import { createSignInClient, SignInSecrets, type SignInClient } from './sign-in-client.ts'
import type { TokenVerifier } from './tokens.ts'

interface SignInServices {
  config: Config
  db: Database
  verifier: TokenVerifier
  messages: MessageCatalogue
  clock: () => Date
}

interface SignIn extends SignInServices {
  client: SignInClient
}

type Query = Record<string, string | string[] | undefined>
type ReturnRequest = FastifyRequest<{ Params: { '*': string }; Querystring: Query }>

const tokenCookie = 'Authorization'
const stateCookie = 'state'
const attemptModel = 'SignIn'
/** As long as the sign-in page of the embedded provider waits. */
const attemptSeconds = 1800

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Sign-in, sign-out and token check of the browser (common.md 5). */
export function registerSignInRoutes(app: FastifyInstance, services: SignInServices): void {
  const signIn = { ...services, client: createSignInClient(services.config) }
  const base = basePaths.partner
  const open = { config: { permission: 'portal.open' } } as const
  const signedIn = { config: { permission: 'portal.use' } } as const
  // Wildcards: upstream's UI puts base64 into the path as it is, with `/` in it.
  const answer =
    (work: (signIn: SignIn, request: ReturnRequest, reply: FastifyReply) => Promise<unknown>) =>
    (request: ReturnRequest, reply: FastifyReply) =>
      work(signIn, request, reply.header('cache-control', 'no-store')).catch((error: unknown) =>
        refuse(signIn, reply, error),
      )
  app.get(`${base}/login/*`, open, answer(startSignIn))
  app.get(`${base}/login/v2/*`, open, answer(startSignIn))
  app.get(`${base}/login-redirect/*`, open, answer(finishSignIn))
  app.get(`${base}/authorize/admin/validateToken`, signedIn, answer(validateToken))
  app.get(`${base}/logout/user`, signedIn, answer(signOut))
}

function refuse({ messages, clock }: SignIn, reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof Failure)) throw error
  if (error.cause) reply.log.warn({ err: error.cause, failure: error.failure }, 'sign-in failed')
  return send(reply, failureReply(error, { request: emptyEnvelope, now: clock() }, messages))
}

/** common.md 5.1. The return address is checked first, so nothing is stored for a bad one. */
async function startSignIn(signIn: SignIn, request: ReturnRequest, reply: FastifyReply) {
  const { config, client, db } = signIn
  const encoded = request.params['*']
  if (encoded === '') throw new Problem(404, 'There is nothing at this address')
  readReturnUrl(config, encoded)
  const state = readState(request)
  const secrets = client.newSecrets(state)
  const redirectUri = redirectUriOf(config, encoded)
  const target = await client.authorizationUrl(
    redirectUri.href,
    secrets,
    single(request.query['ui_locales']),
  )
  const attempt = randomBytes(32).toString('base64url')
  const place = { model: attemptModel, id: digest(attempt), expiresIn: attemptSeconds }
  await saveArtifact(db, place, secrets)
  const isSecure = isHttps(config)
  setCookie(reply, { name: stateCookie, value: state }, { path: '/', isSecure })
  const scope = { path: new URL('.', redirectUri).pathname, isSecure, maxAge: attemptSeconds }
  setCookie(reply, { name: attemptCookieOf(encoded), value: attempt }, scope)
  return reply.redirect(target.href, 302)
}

function readState(request: ReturnRequest): string {
  const state = readCookie(request.headers.cookie, stateCookie) || single(request.query['state'])
  if (!state) throw new Failure('sign_in_state_missing')
  if (!uuid.test(state)) throw new Failure('sign_in_state_malformed')
  return state
}

/** common.md 5.2, the checks before anything is set. */
async function finishSignIn(signIn: SignIn, request: ReturnRequest, reply: FastifyReply) {
  const { config, client, verifier, clock } = signIn
  const encoded = request.params['*']
  const returnUrl = readReturnUrl(config, encoded)
  const error = single(request.query['error'])
  if (error !== undefined) {
    returnUrl.searchParams.set('error', error)
    return reply.redirect(returnUrl.href, 302)
  }
  const secrets = await takeSecrets(signIn, request)
  const redirectUri = redirectUriOf(config, encoded)
  const callbackUrl = new URL(redirectUri)
  callbackUrl.search = request.url.slice(request.url.indexOf('?'))
  const token = await client.exchange(callbackUrl, secrets)
  const caller = await verifier.verify(token, clock())
  setTokenCookie(signIn, reply, caller)
  const ended = { path: new URL('.', redirectUri).pathname, isSecure: isHttps(config), maxAge: 0 }
  setCookie(reply, { name: attemptCookieOf(encoded), value: '' }, ended)
  return reply.redirect(returnUrl.href, 302)
}

/**
 * The secrets of the sign-in that this browser started; they serve once.
 * Upstream: a missing state cookie crashes; here it is the same refusal as a different one.
 */
async function takeSecrets({ db }: SignIn, request: ReturnRequest): Promise<SignInSecrets> {
  const { cookie } = request.headers
  const state = readCookie(cookie, stateCookie)
  if (!state || state !== single(request.query['state'])) throw new Failure('sign_in_state_differs')
  const attempt = readCookie(cookie, attemptCookieOf(request.params['*']))
  const taken = attempt && (await takeArtifact(db, { model: attemptModel, id: digest(attempt) }))
  if (!taken) throw new Failure('sign_in_state_differs')
  const secrets = SignInSecrets.parse(taken)
  if (secrets.state !== state) throw new Failure('sign_in_state_differs')
  return secrets
}

/** common.md 5.3. */
async function validateToken(signIn: SignIn, request: ReturnRequest, reply: FastifyReply) {
  const caller = callerOf(request)
  setTokenCookie(signIn, reply, caller)
  const { name } = caller.claims
  const body = {
    id: null,
    version: null,
    responsetime: signIn.clock().toISOString(),
    metadata: null,
    response: {
      userId: caller.userName,
      mobile: null,
      mail: caller.email ?? null,
      langCode: null,
      userPassword: null,
      name: typeof name === 'string' ? name : caller.userName,
      // Upstream: ends with a comma too.
      role: caller.roles.map((role) => `${role},`).join(''),
      rid: null,
      token: caller.token,
    },
    errors: [],
  }
  return send(reply, { status: 200, contentType: 'application/json', body })
}

/** common.md 5.4; the cookie always ends here, whatever becomes of the provider's session. */
async function signOut({ config, client }: SignIn, request: ReturnRequest, reply: FastifyReply) {
  const encoded = single(request.query['redirecturi'])
  if (encoded === undefined) throw new Problem(400, 'The query parameter redirecturi is missing')
  const returnUrl = readReturnUrl(config, encoded)
  const scope = { path: '/', isSecure: isHttps(config), maxAge: 0 }
  setCookie(reply, { name: tokenCookie, value: '' }, scope)
  return reply.redirect((await client.logoutUrl(returnUrl)).href, 302)
}

function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Failure('token_invalid')
  return request.caller
}

function setTokenCookie({ config, clock }: SignIn, reply: FastifyReply, caller: Caller): void {
  const maxAge = Math.max(1, Math.floor((caller.expiresAt.getTime() - clock().getTime()) / 1000))
  const scope = { path: '/', isSecure: isHttps(config), maxAge }
  setCookie(reply, { name: tokenCookie, value: caller.token }, scope)
}

/** The same for start and end of a sign-in, to the letter: the provider compares them. */
function redirectUriOf(config: Config, encoded: string): URL {
  const segment = encodeURIComponent(encoded).replaceAll('%3D', '=')
  return new URL(`${config.PUBLIC_URL}${basePaths.partner}/login-redirect/${segment}`)
}

/** One per address to return to, so that sign-ins in two tabs do not disturb each other. */
function attemptCookieOf(encoded: string): string {
  return `sign-in-${digest(encoded).slice(0, 8)}`
}

function digest(attempt: string): string {
  return hash('sha256', attempt, 'base64url')
}

function isHttps(config: Config): boolean {
  return config.PUBLIC_URL.startsWith('https:')
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
