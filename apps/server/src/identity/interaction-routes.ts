import { brokenBound, Failure } from '@pmp/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import { z } from 'zod'
import type { Database } from '../database/database.ts'
import { recordSignIn } from '../audit/record.ts'
import { failureReply, type MessageCatalogue } from '../http/envelope.ts'
import { clientNetworkOf } from '../http/client-network.ts'
import { emptyEnvelope } from '../http/request.ts'
import { checkCredentials, type Judgement } from './check-password.ts'

interface InteractionServices {
  provider: Provider
  db: Database
  messages: MessageCatalogue
  clock: () => Date
}

const Credentials = z.object({ userName: z.string().max(256), password: z.string().max(1024) })

const bodyLimit = 8192

/** Per network; hashing a password is dear, also where it is not looked at. */
const rateLimit = { max: 120, timeWindow: 60_000 }

/**
 * `POST /sign-in/:uid` of the sign-in page, as JSON `{ userName, password }`; answers 200 with
 * `{ redirectTo }`. The page has the same path, because the provider's cookie is bound to it.
 */
export function registerInteraction(scope: FastifyInstance, services: InteractionServices): void {
  scope.removeAllContentTypeParsers()
  // A form of another site can only send other types, so it never gets this far.
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
  scope.post<{ Params: { uid: string } }>(
    '/sign-in/:uid',
    { bodyLimit, config: { permission: 'portal.open', rateLimit } },
    async (request, reply) => {
      try {
        const redirectTo = await signIn(services, request, reply)
        return reply.header('cache-control', 'no-store').send({ redirectTo })
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        request.log.info({ failure: error.failure }, 'sign-in refused')
        return refuse(services, reply, error)
      }
    },
  )
}

async function signIn(
  services: InteractionServices,
  request: FastifyRequest<{ Params: { uid: string } }>,
  reply: FastifyReply,
): Promise<string> {
  const { provider, db, clock } = services
  const interaction = await findInteraction(provider, request, reply)
  if (interaction?.uid !== request.params.uid) throw new Failure('sign_in_expired')
  const credentials = readCredentials(request.body)
  const network = clientNetworkOf(request.ip)
  const judgement = await checkCredentials(db, { ...credentials, network }, clock())
  const accountId = await admit(services, request, judgement)
  // Not remembered: the provider's session ends with the browser.
  const login = { accountId, remember: false }
  return provider.interactionResult(request.raw, reply.raw, { login })
}

/**
 * Tells the audit trail how the attempt ended; of a name that is no account, only that there was one.
 * What was not looked at leaves no entry, or anybody could fill the trail.
 * @throws {Failure} credentials_wrong, in all cases alike
 */
async function admit(
  { db, clock }: InteractionServices,
  request: FastifyRequest,
  { outcome, account }: Judgement,
): Promise<string> {
  const failure = new Failure('credentials_wrong')
  const userName = account?.userName ?? 'unknown user'
  const entry = { at: clock(), userName, requestId: request.id }
  if (outcome === 'right' && account) {
    await recordSignIn(db, { ...entry, failureCode: null })
    return account.id
  }
  if (outcome === 'wrong') await recordSignIn(db, { ...entry, failureCode: failure.code })
  else {
    const network = clientNetworkOf(request.ip)
    request.log.warn({ network }, 'passwords from one place are no longer looked at')
  }
  throw failure
}

async function findInteraction(provider: Provider, request: FastifyRequest, reply: FastifyReply) {
  try {
    return await provider.interactionDetails(request.raw, reply.raw)
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return undefined
    throw error
  }
}

function readCredentials(body: unknown): z.output<typeof Credentials> {
  try {
    const given: unknown = JSON.parse(String(body))
    // What the database cannot compare is nobody's name.
    if (!brokenBound(given)) return Credentials.parse(given)
  } catch {
    // As below: it is no name and no password.
  }
  throw new Failure('credentials_wrong')
}

function refuse(
  { messages, clock }: InteractionServices,
  reply: FastifyReply,
  failure: Failure,
): FastifyReply {
  const { status, body } = failureReply(failure, { request: emptyEnvelope, now: clock() }, messages)
  return reply.code(status).send(body)
}
