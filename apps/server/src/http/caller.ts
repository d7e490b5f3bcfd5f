import { Failure, isPermitted, type PermissionName } from '@pmp/contract'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import type { Actor, Caller } from '../context.ts'
import { isForApi } from './address.ts'
import { bearerTokenOf, tokenOf } from '../identity/tokens.ts'
import type { Services } from '../services.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is calling; null on open routes. Filled before anything else looks at the request. */
    caller: Caller | null
  }
  interface FastifyContextConfig {
    /** What the caller must hold. A route without it does not start. */
    permission?: PermissionName
    /** Takes a token that a sign-out has ended, too. */
    takesEndedTokens?: true
  }
}

/** The caller of an open route. */
export const anonymous: Actor = {
  userName: 'anonymous',
  userId: null,
  standing: 'free',
  roles: [],
  email: undefined,
  claims: {},
  token: '',
  expiresAt: new Date(0),
}

const readingMethods = ['GET', 'HEAD', 'OPTIONS']

/**
 * Refuses to start with a route that declares no permission, and asks every call of a route that is
 * not open, and of unknown addresses below `/v1`, for a valid token first (common.md 2).
 */
export function guardRoutes(
  app: FastifyInstance,
  { config, verifier, clock }: Pick<Services, 'config' | 'verifier' | 'clock'>,
): void {
  app.addHook('onRoute', (options) => {
    if (!options.config?.permission) {
      throw new Error(`The route ${String(options.method)} ${options.url} declares no permission`)
    }
  })
  app.decorateRequest('caller', null)
  // Who is known is let in at once: most requests wait for nothing before their operation.
  app.addHook('onRequest', (request, _reply, done) => {
    const { config: route, url } = request.routeOptions
    // The web UI's catch-all is open, but an unknown address below `/v1` is not a page.
    const isPage = url === undefined || url === '/*'
    if (isPage ? !isForApi(request) : route.permission === 'portal.open') return done()
    const token = tokenOf(request)
    if (!token) throw new Failure('token_invalid')
    const letIn = (caller: Caller) => {
      request.caller = caller
      checkOrigin(request, config)
    }
    const caller = route.takesEndedTokens
      ? verifier.verifyEnded(token, clock())
      : verifier.verify(token, clock())
    if (caller instanceof Promise) return caller.then(letIn)
    letIn(caller)
    return done()
  })
}

/**
 * A cookie travels with requests that other sites start, so a change must come from a page of ours.
 * Callers known by their bearer token are not browsers led astray and need no origin; any other
 * `Authorization` header proves nothing, because the cookie's token counts beside it.
 */
function checkOrigin(request: FastifyRequest, config: Config): void {
  const { origin } = request.headers
  if (origin === undefined || bearerTokenOf(request) === request.caller?.token) return
  if (readingMethods.includes(request.method)) return
  const allowed = [config.PUBLIC_URL, ...config.ALLOWED_RETURN_URLS].map(
    (url) => new URL(url).origin,
  )
  if (!allowed.includes(origin)) throw new Failure('role_missing')
}

/** @throws {Failure} role_missing */
export function checkPermission(name: PermissionName, caller: Caller, config: Config): void {
  if (!isPermitted(name, caller.roles, config.roles[name])) throw new Failure('role_missing')
}
