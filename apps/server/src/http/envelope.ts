import { failureText, type Endpoint, type Failure } from '@pmp/contract'
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
}

/** The errors of a failure, itself first. */
export function errorItems(failure: Failure, catalogue: MessageCatalogue): ErrorItem[] {
  return [failure, ...failure.others].map(({ published: { code, text }, details }) => {
    return { errorCode: code, message: failureText(catalogue[code] ?? text, details) }
  })
}

function json(status: number, body: unknown): Reply {
  return { status, body, contentType: 'application/json' }
}

/** What is answered: without an endpoint, a request that met none. */
export interface Asked {
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
  if (envelope.generation === 2) return json(200, v2Body(envelope.id, response, [], now))
  const [id, echoed] =
    envelope.echo === 'request'
      ? [request.id, request.version]
      : envelope.echo === 'retrieve'
        ? [retrieveId, version]
        : [null, null]
  // The policy service leaves `metadata` out of its successes (common.md 1.1).
  const metadata = endpoint.service === 'policy' ? {} : { metadata: null }
  return json(200, {
    id,
    version: echoed,
    responsetime: now.toISOString(),
    ...metadata,
    response,
    errors: [],
  })
}

/** The envelope of a refusal (common.md 1.2, 2, 3.1). */
export function failureReply(
  failure: Failure,
  { endpoint, request, now }: Asked,
  catalogue: MessageCatalogue,
): Reply {
  const errors = errorItems(failure, catalogue)
  const { status = 200, isBeforeService } = failure.published
  if (failure.failure === 'token_invalid' || !endpoint)
    return json(status, v1Body(null, null, errors, now))
  if (failure.failure === 'field_invalid') {
    // Upstream: this one body carries its time without a zone.
    const body = v1Body(null, null, errors, now)
    return json(status, { ...body, responsetime: now.toISOString().slice(0, -1) })
  }
  if (failure.failure === 'role_missing') {
    const [id, echoed] =
      endpoint.service === 'policy' ? [null, null] : [request.id, request.version]
    return json(status, v1Body(id, echoed, errors, now))
  }
  if (endpoint.envelope.generation === 2 && !isBeforeService) {
    return json(status, v2Body(endpoint.envelope.id, null, errors, now))
  }
  const [id, fixed] = endpoint.service === 'policy' ? [null, null] : [partnerId, version]
  return json(status, v1Body(id, fixed, errors, now))
}

function v1Body(id: string | null, fixed: string | null, errors: ErrorItem[], now: Date) {
  return {
    id,
    version: fixed,
    responsetime: now.toISOString(),
    metadata: null,
    response: null,
    errors,
  }
}

function v2Body(id: string, response: unknown, errors: ErrorItem[], now: Date) {
  return { id, version, responseTime: now.toISOString(), metadata: null, response, errors }
}
