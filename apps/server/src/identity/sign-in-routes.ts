import { basePaths, Failure } from '@pmp/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Caller } from '../context.ts'
import { failureReply, type MessageCatalogue } from '../http/envelope.ts'
import { Problem } from '../http/problem.ts'
import { send } from '../http/reply.ts'
import { emptyEnvelope } from '../http/request.ts'
import { readCookie, setCookie } from './cookies.ts'
import { readReturnUrl } from './return-urls.ts'
import { keepAttempt, takeAttempt } from './sign-in-attempts.ts'
import { createSignInClient, type SignInClient } from './sign-in-client.ts'
import type { TokenVerifier } from './tokens.ts'

interface SignInServices {
  config: Config
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
      work(signIn, request, reply).catch((error: unknown) => refuse(signIn, reply, error))
  app.get(`${base}/login/*`, open, answer(startSignIn))
  app.get(`${base}/login/v2/*`, open, answer(startSignIn))
  app.get(`${base}/login-redirect/*`, open, answer(finishSignIn))
  app.get(`${base}/authorize/admin/validateToken`, signedIn, answer(validateToken))
  // Signing out twice, in a second tab say, is no fault.
  const signedOut = { config: { ...signedIn.config, takesEndedTokens: true } } as const
  app.get(`${base}/logout/user`, signedOut, answer(signOut))
}

function refuse(
  { messages, clock, verifier }: SignIn,
  reply: FastifyReply,
  error: unknown,
): FastifyReply {
  if (!(error instanceof Failure)) throw error
  if (error.cause) reply.log.warn({ err: error.cause, failure: error.failure }, 'sign-in failed')
  if (error.cause) void verifier.askIssuer()
  return send(reply, failureReply(error, { request: emptyEnvelope, now: clock() }, messages))
}

/** common.md 5.1. The return address is checked first; nothing is stored here. */
async function startSignIn(signIn: SignIn, request: ReturnRequest, reply: FastifyReply) {
  const { config, client } = signIn
  const encoded = request.params['*']
  if (encoded === '') throw new Problem(404, 'There is nothing at this address')
  readReturnUrl(config, encoded)
  const state = readState(request)
  const secrets = client.newSecrets(state)
  const target = await client.authorizationUrl(
    redirectUriOf(config, encoded).href,
    secrets,
    single(request.query['ui_locales']),
  )
  setCookie(reply, { name: stateCookie, value: state }, { path: '/', isSecure: isHttps(config) })
  keepAttempt(request, reply, { config, secrets })
  return reply.redirect(target.href, 302)
}

/**
 * Upstream: looks at the cookie first. Scripts cannot replace it once it was set here, so all later
 * sign-ins of a browser would go by one state.
 */
function readState({ query, headers }: ReturnRequest): string {
  const state = single(query['state']) || readCookie(headers.cookie, stateCookie)
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
  const secrets = takeSecrets(signIn, request, reply)
  const callbackUrl = redirectUriOf(config, encoded)
  callbackUrl.search = request.url.slice(request.url.indexOf('?'))
  const token = await client.exchange(callbackUrl, secrets)
  const caller = await verifier.verify(token, clock())
  setTokenCookie(signIn, reply, caller)
  return reply.redirect(returnUrl.href, 302)
}

/**
 * The secrets of the sign-in that this browser began under the state of the callback. Each has its
 * own state, whatever the cookie `state` says by now: several tabs may be signing in.
 * Upstream: a missing state cookie crashes; here it is the same refusal as a different one.
 */
function takeSecrets({ config }: SignIn, request: ReturnRequest, reply: FastifyReply) {
  const state = single(request.query['state'])
  const secrets = takeAttempt(request, reply, { config, state })
  if (!secrets) throw new Failure('sign_in_state_differs')
  if (readCookie(request.headers.cookie, stateCookie) === state) {
    setCookie(
      reply,
      { name: stateCookie, value: '' },
      { path: '/', isSecure: isHttps(config), maxAge: 0 },
    )
  }
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

/** common.md 5.4; cookie and token always end here, whatever becomes of the provider's session. */
async function signOut(
  { config, client, verifier }: SignIn,
  request: ReturnRequest,
  reply: FastifyReply,
) {
  const encoded = single(request.query['redirecturi'])
  if (encoded === undefined) throw new Problem(400, 'The query parameter redirecturi is missing')
  const returnUrl = readReturnUrl(config, encoded)
  const scope = { path: '/', isSecure: isHttps(config), maxAge: 0 }
  setCookie(reply, { name: tokenCookie, value: '' }, scope)
  await verifier.end(callerOf(request))
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

function isHttps(config: Config): boolean {
  return config.PUBLIC_URL.startsWith('https:')
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value
}
