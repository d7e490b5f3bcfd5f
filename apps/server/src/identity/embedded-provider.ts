import { isObject } from '@pmp/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { DatabaseFault } from '../database/fault.ts'
import type { MessageCatalogue } from '../http/envelope.ts'
import type { KeyFile } from '../keys/key-file.ts'
import { findEnabled } from './accounts.ts'
import { setCookie } from './cookies.ts'
import { registerInteraction } from './interaction-routes.ts'
import { createProvider, providerRoutes } from './provider-configuration.ts'
import { errorPage, pageHeaders } from './provider-page.ts'
import { allowedReturnUrl } from './return-urls.ts'
import { openSigningKeys } from './signing-keys.ts'
import { profileClaims } from './token-claims.ts'
import { tokenOf, type TokenVerifier } from './tokens.ts'

/** Where the provider answers below this server; the issuer is the public address of it. */
const mountPath = '/idp'

/** Per network: each start of a sign-in leaves a row until it ends, or for half an hour. */
const startLimit = { max: 120, timeWindow: 60_000 }

interface EmbeddedProviderServices {
  config: Config
  db: Database
  keyFile: KeyFile
  verifier: TokenVerifier
  messages: MessageCatalogue
  clock: () => Date
}

interface Mount extends EmbeddedProviderServices {
  provider: Provider
}

/**
 * Adds the identity provider for deployments that have none of their own (design.md 1): the
 * provider under `/idp` and the sign-in that it asks for, `POST /sign-in/:uid`.
 */
export async function mountEmbeddedProvider(
  app: FastifyInstance,
  services: EmbeddedProviderServices,
): Promise<void> {
  const { config, db, keyFile } = services
  const keys = await openSigningKeys(keyFile)
  const provider = createProvider({ config, db, keys })
  const report = (error: unknown) => app.log.error({ err: error }, 'identity provider failed')
  provider.on('server_error', (_, error) => report(error))
  // Koa would write to the console.
  Object.assign(provider, { onerror: report })
  const mount = { ...services, provider }
  await app.register(
    async (scope) => {
      statePublicAddress(scope, config)
      mountProvider(scope, mount)
    },
    { prefix: mountPath },
  )
  await app.register(async (scope) => {
    statePublicAddress(scope, config)
    registerInteraction(scope, mount)
  })
}

function mountProvider(scope: FastifyInstance, mount: Mount): void {
  // The provider reads bodies itself.
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  const routeOptions = { config: { permission: 'portal.open' } } as const
  scope.get(providerRoutes.end_session, routeOptions, (request, reply) =>
    endSession(mount, request, reply),
  )
  scope.get(providerRoutes.userinfo, routeOptions, (request, reply) =>
    answerUserInfo(mount, request, reply),
  )
  const answer = mount.provider.callback()
  const hand = async ({ raw }: FastifyRequest, reply: FastifyReply) => {
    reply.hijack()
    Object.assign(raw, { originalUrl: raw.url, url: raw.url?.slice(mountPath.length) })
    await answer(raw, reply.raw)
  }
  scope.route({
    method: ['GET', 'POST'],
    url: providerRoutes.authorization,
    config: { ...routeOptions.config, rateLimit: startLimit },
    handler: hand,
  })
  scope.all('/*', routeOptions, hand)
}

/** Secure cookies depend on the address that browsers use, not on the last hop to this process. */
function statePublicAddress(scope: FastifyInstance, config: Config): void {
  const { protocol, host } = new URL(config.PUBLIC_URL)
  scope.addHook('onRequest', async ({ raw: { headers } }) => {
    headers['x-forwarded-proto'] = protocol.slice(0, -1)
    headers['x-forwarded-host'] = host
  })
}

/**
 * Ends the session of the browser at once, and without `id_token_hint`: upstream calls this address
 * with nothing but the place to return to (common.md 5.4). RP-Initiated Logout 1.0, section 2.
 */
async function endSession(mount: Mount, request: FastifyRequest, reply: FastifyReply) {
  const { config, provider } = mount
  const asked = isObject(request.query) ? request.query : {}
  const { post_logout_redirect_uri: target, state } = asked
  const url = target === undefined ? new URL(config.PUBLIC_URL) : parseTarget(config, target)
  if (!url) {
    const page = errorPage('invalid_redirect_uri', config.PUBLIC_URL)
    return reply.code(400).type('text/html; charset=utf-8').headers(pageHeaders).send(page)
  }
  await forgetSession(provider, request, reply)
  const scope = { path: '/', isSecure: config.PUBLIC_URL.startsWith('https:'), maxAge: 0 }
  const name = provider.cookieName('session')
  for (const cookie of [name, `${name}.sig`]) setCookie(reply, { name: cookie, value: '' }, scope)
  if (typeof state === 'string') url.searchParams.set('state', state)
  return reply.header('cache-control', 'no-store').redirect(url.href, 303)
}

function parseTarget(config: Config, target: unknown): URL | undefined {
  return typeof target === 'string' ? allowedReturnUrl(config, target) : undefined
}

async function forgetSession(provider: Provider, request: FastifyRequest, reply: FastifyReply) {
  const context = provider.createContext(request.raw, reply.raw)
  const session = await provider.Session.get(context)
  for (const { grantId } of Object.values(session.authorizations ?? {})) {
    if (grantId === undefined) continue
    await provider.AuthorizationCode.revokeByGrantId(grantId)
    await (await provider.Grant.find(grantId))?.destroy()
  }
  await session.destroy()
}

/** OpenID Connect Core 1.0, section 5.3, for our access tokens. */
async function answerUserInfo(mount: Mount, request: FastifyRequest, reply: FastifyReply) {
  const account = await accountOf(mount, request).catch((error: unknown) => {
    // Who cannot be looked up is no stranger.
    if (error instanceof DatabaseFault) throw error
  })
  if (!account) {
    const challenge = 'Bearer error="invalid_token"'
    return reply.code(401).header('www-authenticate', challenge).send({ error: 'invalid_token' })
  }
  const answer = { sub: account.id, ...profileClaims(account) }
  return reply.header('cache-control', 'no-store').send(answer)
}

async function accountOf({ verifier, db, clock }: Mount, request: FastifyRequest) {
  const { claims } = await verifier.verify(tokenOf(request) ?? '', clock())
  return claims.sub === undefined ? undefined : findEnabled(db, claims.sub)
}
