import {
  failureText,
  isObject,
  requestFailures,
  type Endpoint,
  type Failure,
  type FailureName,
} from '@pmp/contract'
import type { Reply } from './reply.ts'
import type { RequestEnvelope } from './request.ts'

const partnerId = 'mosip.partnermanagement'
const retrieveId = 'mosip.partnermanagement.partners.retrieve'
const version = '1.0'

/** Texts of a deployment that replace ours, error code to text. */
export type MessageCatalogue = Readonly<Record<string, string>>

interface ErrorItem {
  errorCode: string
  message: string
  reason?: string
}

/** The errors of a failure, itself first. */
function errorItems(
  failure: Failure,
  endpoint: Endpoint | undefined,
  catalogue: MessageCatalogue,
): ErrorItem[] {
  const isOurs = endpoint?.service === 'portal'
  return [failure, ...failure.others].map(({ published: { code, text }, details }) => {
    const message = failureText(catalogue[code] ?? text, details)
    const { reason } = details
    // Upstream's errors have two members, and clients may be strict about it.
    return { errorCode: code, message, ...(isOurs && reason && { reason: String(reason) }) }
  })
}

function json(status: number, body: unknown): Reply {
  return { status, body, contentType: 'application/json' }
}

/** What is answered: without an endpoint, a request that met none. */
interface Asked {
  endpoint?: Endpoint
  request: RequestEnvelope
  now: Date
}

/** The envelope of a success (common.md 1.2). */
export function successReply(
  { endpoint, request, now }: Required<Asked>,
  response: unknown,
): Reply {
  const { envelope } = endpoint
  if (envelope.generation === 2) {
    const { beside, inside } = withoutMembers(response, envelope.beside)
    return json(200, { ...v2Body(envelope.id, now, { response: inside, errors: [] }), ...beside })
  }
  const [id, echoed] =
    envelope.echo === 'request'
      ? [request.id, request.version]
      : envelope.echo === 'retrieve'
        ? [retrieveId, version]
        : [null, null]
  const head = { id, version: echoed, responsetime: now.toISOString() }
  // The policy service leaves `metadata` out of its successes (common.md 1.1).
  return endpoint.service === 'policy'
    ? json(200, { ...head, response, errors: [] })
    : json(200, { ...head, metadata: null, response, errors: [] })
}

/** A response and those of its members that stand beside it in the envelope. */
function withoutMembers(response: unknown, names: readonly string[]) {
  if (names.length === 0 || !isObject(response)) return { beside: {}, inside: response }
  const members = Object.entries(response)
  return {
    beside: Object.fromEntries(members.filter(([name]) => names.includes(name))),
    inside: Object.fromEntries(members.filter(([name]) => !names.includes(name))),
  }
}

/** The answer to a refusal; one that says when to try again says so in a header, too. */
export function failureReply(failure: Failure, asked: Asked, catalogue: MessageCatalogue): Reply {
  const refusal = refusalReply(failure, asked, catalogue)
  const { seconds } = failure.details
  return typeof seconds === 'number' && refusal.status >= 400
    ? { ...refusal, retryAfter: seconds }
    : refusal
}

/** The envelope of a refusal (common.md 1.2, 2, 3.1). */
function refusalReply(
  failure: Failure,
  { endpoint, request, now }: Asked,
  catalogue: MessageCatalogue,
): Reply {
  const errors = errorItems(failure, endpoint, catalogue)
  const { status = 200, isBeforeService } = failure.published
  const refusal = { responsetime: now.toISOString(), metadata: null, response: null, errors }
  const nameless = { id: null, version: null, ...refusal }
  if (failure.failure === 'token_invalid') {
    // Upstream: the one answer that names its character set.
    return { ...json(status, nameless), contentType: 'application/json;charset=UTF-8' }
  }
  if (!endpoint) return json(status, nameless)
  if (failure.failure === 'field_invalid') {
    // Upstream: this one body carries its time without a zone.
    return json(status, { ...nameless, responsetime: now.toISOString().slice(0, -1) })
  }
  const isPolicy = endpoint.service === 'policy'
  if (failure.failure === 'role_missing') {
    const { id, version: echoed } = isPolicy ? nameless : request
    return json(status, { id, version: echoed, ...refusal })
  }
  if (endpoint.envelope.generation === 2 && !isBeforeService && !isAsV1(endpoint, failure)) {
    return json(status, v2Body(endpoint.envelope.id, now, { response: null, errors }))
  }
  return json(status, isPolicy ? nameless : { id: partnerId, version, ...refusal })
}

/** Whether the operation of an endpoint refuses, and does so in a V1 envelope. */
function isAsV1({ envelope }: Endpoint, { failure }: Failure): boolean {
  return envelope.generation === 2 && envelope.refusesAsV1 && !envelopeFailures.has(failure)
}

const envelopeFailures: ReadonlySet<FailureName> = new Set([...requestFailures, 'request_missing'])

function v2Body(id: string, now: Date, outcome: { response: unknown; errors: ErrorItem[] }) {
  return { id, version, responseTime: now.toISOString(), metadata: null, ...outcome }
}
