import { Failure } from '@pmp/contract'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type Provider } from 'oidc-provider'
import { z } from 'zod'
import type { Database } from '../database/database.ts'
import { recordSignIn } from '../audit/record.ts'
import { failureReply, type MessageCatalogue } from '../http/envelope.ts'
import { emptyEnvelope } from '../http/request.ts'
import { findByUserName } from './accounts.ts'
import { checkCredentials } from './check-password.ts'

interface InteractionServices {
  provider: Provider
  db: Database
  messages: MessageCatalogue
  clock: () => Date
}

const Credentials = z.object({ userName: z.string().max(256), password: z.string().max(1024) })

const bodyLimit = 8192

/** Per address; hashing a password is dear, and guessing one for many users is not locked. */
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
  const accountId = await recorded(
    services,
    { requestId: request.id, typedName: credentials.userName },
    () => checkCredentials(db, credentials, clock()),
  )
  // Not remembered: the provider's session ends with the browser.
  const login = { accountId, remember: false }
  return provider.interactionResult(request.raw, reply.raw, { login })
}

/** Tells the audit trail how the attempt ended; of a name that is no account, only that there was one. */
async function recorded(
  { db, clock }: InteractionServices,
  { requestId, typedName }: { requestId: string; typedName: string },
  attempt: () => Promise<string>,
): Promise<string> {
  const account = await findByUserName(db, typedName)
  const entry = { at: clock(), userName: account?.userName ?? 'unknown user', requestId }
  try {
    const accountId = await attempt()
    await recordSignIn(db, { ...entry, failureCode: null })
    return accountId
  } catch (error) {
    if (error instanceof Failure) await recordSignIn(db, { ...entry, failureCode: error.code })
    throw error
  }
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
    return Credentials.parse(JSON.parse(String(body)))
  } catch {
    throw new Failure('credentials_wrong')
  }
}

function refuse(
  { messages, clock }: InteractionServices,
  reply: FastifyReply,
  failure: Failure,
): FastifyReply {
  const { status, body } = failureReply(failure, { request: emptyEnvelope, now: clock() }, messages)
  return reply.code(status).send(body)
}
