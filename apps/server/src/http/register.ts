import {
  Failure,
  basePaths,
  type Endpoint,
  type ListRules,
  type PermissionName,
} from '@pmp/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Services } from '../services.ts'
import type { Actor, Context } from '../context.ts'
import { transaction } from '../database/database.ts'
import { DatabaseFault } from '../database/fault.ts'
import { rerunAfterDeadlock } from '../database/rerun.ts'
import { recordRefusal, recordRefusedRequest } from '../audit/record.ts'
import { isForApi } from './address.ts'
import { checkName } from '../identity/ownership.ts'
import { anonymous, checkPermission } from './caller.ts'
import { compressAnswer } from './compression.ts'
import { failureReply, successReply } from './envelope.ts'
import { Problem, problemReply } from './problem.ts'
import { encoderOf } from './encoder.ts'
import { freeTextCheck } from './free-text.ts'
import { readListRequest } from './list-request.ts'
import { send } from './reply.ts'
import { mayShowSecret } from './secret-answers.ts'
import { checkRequestEnvelope } from './request-time.ts'
import { decodeRequest, emptyEnvelope } from './request.ts'
import type { Route } from './route.ts'
import { createTurns } from './turns.ts'

const allMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Sign-ups and sign-ins per address and minute; people need few, guessers many. */
const openRouteLimit = { max: 30, timeWindow: 60_000 }

/** Hangs every route of the contract into the HTTP server, and 405 on what its path does not offer. */
export function registerRoutes(
  app: FastifyInstance,
  routes: readonly Route[],
  services: Services,
): void {
  const methodsByUrl = new Map<string, Set<string>>()
  const isBlocked = (route: string) => services.blockedLanes().includes(route)
  const oneByOne = createTurns({ isBlocked })
  for (const route of routes) {
    const { method, permission, service, path } = route.endpoint
    const url = `${basePaths[service]}${path}`
    methodsByUrl.set(url, (methodsByUrl.get(url) ?? new Set()).add(method))
    const isGuessable = permission === 'portal.open' && method !== 'GET'
    app.route({
      method,
      url,
      config: { permission, ...(isGuessable ? { rateLimit: openRouteLimit } : {}) },
      ...(mayShowSecret(route.endpoint) ? {} : { onSend: compressAnswer }),
      handler: oneByOne(route.endpoint, answering(route, services)),
    })
  }
  for (const [url, offered] of methodsByUrl) refuseOtherMethods(app, url, offered)
}

function refuseOtherMethods(app: FastifyInstance, url: string, offered: Set<string>): void {
  app.route({
    method: allMethods.filter((method) => !offered.has(method)),
    url,
    config: { permission: 'portal.use' },
    handler: (request, reply) => {
      reply.header('Allow', [...offered].join(', '))
      throw new Problem(405, `${request.method} is not offered here`)
    },
  })
}

/**
 * One request's way: decode, role, feature, envelope rules, operation, encode. Changes run in one
 * transaction; a refusal rolls it back and is recorded here, once, for every endpoint.
 */
function answering(route: Route, shared: Services) {
  const { endpoint } = route
  const { method, service, path } = endpoint
  const lane = `${method} ${basePaths[service]}${path}`
  const services = { ...shared, db: shared.laneOf(lane) }
  const checkFreeText = freeTextCheck(services.config, endpoint)
  const encode = encoderOf(endpoint.response)
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const now = services.clock()
    let context: Context | undefined
    const asked = { endpoint, request: emptyEnvelope, now }
    let input: Record<string, unknown> = {}
    try {
      const decoded = decodeRequest(endpoint, request)
      asked.request = decoded.envelope
      input = decoded.input
      checkPermission(endpoint.permission, request.caller ?? anonymous, services.config)
      const actor = await identified(services, request, now)
      context = await contextOf(services, request, { now, actor })
      if (!callsOfAnybody.has(endpoint.permission)) checkName(context.actor)
      checkFeature(endpoint, services)
      checkRequestEnvelope(endpoint, asked.request, now)
      checkFreeText(input)
      const response = await run(route, context, input)
      if (isBinding(endpoint)) services.persons.forget()
      return send(reply, successReply(asked, encode(response)))
    } catch (error) {
      if (error instanceof Problem) throw error
      const failure = failureOf(endpoint, error, request)
      // Who cannot be served is not refused, and there is nowhere to record it.
      if (!(error instanceof DatabaseFault)) {
        context ??= await contextOf(services, request, { now })
        await recordRefusal(context, { endpoint, input }, failure)
      }
      return send(reply, failureReply(failure, asked, services.messages))
    }
  }
}

/** What also those may call whose name belongs to somebody else. */
const callsOfAnybody: ReadonlySet<PermissionName> = new Set([
  'portal.open',
  'portal.use',
  'persons.accept',
])

/** Who is calling, with what they own: only now, because the database may be asked. */
function identified(services: Services, { caller }: FastifyRequest, now: Date) {
  return caller ? services.persons.identify(caller, now) : anonymous
}

/** Whether a call may have changed who owns what. */
function isBinding({ method, permission }: Endpoint): boolean {
  return method !== 'GET' && bindingPermissions.has(permission)
}

const bindingPermissions: ReadonlySet<PermissionName> = new Set([
  'partners.register',
  'persons.manage',
  'persons.accept',
])

/** What is needed before it is asked whose the things are. */
type ContextServices = Omit<Services, 'blockedLanes' | 'keyFile' | 'persons'>

/**
 * @param services with the lane of the route: what waits for the database leaves others room
 * @param actor absent: the caller without what they own
 */
async function contextOf(
  services: ContextServices,
  request: FastifyRequest,
  { now, actor }: { now: Date; actor?: Actor },
): Promise<Context> {
  const keys = services.keys.at(now)
  return {
    db: services.db,
    config: services.config,
    keys: keys instanceof Promise ? await keys : keys,
    readDiscovery: services.readDiscovery,
    outage: services.verifier.outage(),
    examinations: services.examinations,
    actor: actor ?? { ...anonymous, ...request.caller },
    now,
    noteKeyUse: (apiKey) => services.keyUses.note(apiKey, now),
    log: request.log,
    requestId: request.id,
  }
}

async function run(
  route: Route,
  context: Context,
  input: Record<string, unknown>,
): Promise<unknown> {
  const given = route.endpoint.list ? withListRequest(route.endpoint.list, input) : input
  if (route.endpoint.method === 'GET') return route.run(context, given)
  await route.before?.(context)
  return rerunAfterDeadlock(() =>
    transaction(context.db, (db) => route.run({ ...context, db }, given)),
  )
}

function withListRequest(rules: ListRules, { listParameters, ...rest }: Record<string, unknown>) {
  return { ...rest, list: readListRequest(rules, listParameters ?? {}) }
}

const trustStoreList = ['TRUST_STORE_LIST_AVAILABLE', 'trust_store_list_off'] as const
const oidcClients = ['OIDC_CLIENTS_AVAILABLE', 'oidc_clients_off'] as const
const oidcConfiguration = ['OIDC_ADDITIONAL_INFO', 'oidc_configuration_off'] as const
const originalCertificates = [
  'ORIGINAL_CERTIFICATES_AVAILABLE',
  'original_certificates_off',
] as const

type Switch =
  | typeof trustStoreList
  | typeof oidcClients
  | typeof oidcConfiguration
  | typeof originalCertificates

/** The settings that switch a feature off, in the order in which they are looked at. */
const features: Record<NonNullable<Endpoint['feature']>, readonly Switch[]> = {
  trustStoreList: [trustStoreList],
  oidcClients: [oidcClients],
  oidcClientConfiguration: [oidcClients, oidcConfiguration],
  originalCertificates: [originalCertificates],
}

function checkFeature(endpoint: Endpoint, services: Services): void {
  if (!endpoint.feature) return
  for (const [setting, failure] of features[endpoint.feature]) {
    if (!services.config[setting]) throw new Failure(failure)
  }
}

/** What the caller is told; the log alone learns the cause. */
function failureOf(endpoint: Endpoint | undefined, error: unknown, request: FastifyRequest) {
  if (error instanceof Failure) return error
  if (error instanceof DatabaseFault) return unavailable(error, request)
  request.log.error({ err: error }, 'unexpected error')
  return new Failure(endpoint?.unexpected ?? 'unexpected')
}

/** So long are callers asked to stay away: about as long as a lock may keep a statement waiting. */
const comeBackSeconds = 5

/** Requests that found no free connection are many, and their stacks say nothing. */
function unavailable(fault: DatabaseFault, request: FastifyRequest): Failure {
  const { reason, cause } = fault
  const err = reason === 'busy' ? undefined : (cause ?? fault)
  request.log.error({ reason, err, route: request.routeOptions.url }, 'the database is unavailable')
  return new Failure('database_unavailable', { seconds: comeBackSeconds })
}

/** Answers what Fastify or a hook threw before an operation could (common.md 2). */
export function answerErrors(app: FastifyInstance, services: ContextServices): void {
  const nothing = () => ({ request: emptyEnvelope, now: services.clock() })
  app.setErrorHandler(async (error: Error & { statusCode?: number }, request, reply) => {
    await recordEarlyRefusal(services, request, error)
    if (error instanceof Failure || error instanceof DatabaseFault) {
      const failure = failureOf(undefined, error, request)
      return send(reply, failureReply(failure, nothing(), services.messages))
    }
    const status = error.statusCode ?? 500
    if (error instanceof Problem) return send(reply, problemReply(error, pathOf(request)))
    if (status < 500)
      return send(reply, problemReply(new Problem(status, error.message), pathOf(request)))
    const failure = failureOf(undefined, error, request)
    return send(reply, failureReply(failure, nothing(), services.messages))
  })
}

/** Reads leave no trace, nor do calls without a token that holds: anybody could fill the trail. */
async function recordEarlyRefusal(
  services: ContextServices,
  request: FastifyRequest,
  error: Error & { statusCode?: number },
): Promise<void> {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (isRead || !isForApi(request) || !request.caller) return
  const status = error instanceof Problem ? error.status : (error.statusCode ?? 500)
  const { method, routeOptions } = request
  const { url = '-' } = routeOptions
  const db = services.laneOf(`${method} ${url}`)
  await recordRefusedRequest(
    await contextOf({ ...services, db }, request, { now: services.clock() }),
    {
      method,
      route: url,
      failureCode: error instanceof Failure ? error.code : String(status),
    },
  )
}

/** The path without its query, which may hold what nobody should repeat. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0] ?? '/'
}
