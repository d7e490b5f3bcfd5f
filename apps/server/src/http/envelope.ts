import { type Failure, failureText, failures, type Endpoint, type FailureName } from '@pmp/contract'
import type { Reply } from './reply.ts'
import type { RequestEnvelope } from './request.ts'

const partnerId = 'mosip.partnermanagement'
const retrieveId = 'mosip.partnermanagement.partners.retrieve'
const version = '1.0'

/** Statuses other than 200; business refusals answer 200 (common.md 2). */
const statuses: Partial<Record<FailureName, number>> = {
  token_invalid: 401,
  role_missing: 403,
  field_invalid: 400,
  too_many_attempts: 429,
}

/** Texts of a deployment that replace ours, error code to text. */
export type MessageCatalogue = Readonly<Record<string, string>>

interface ErrorItem {
  errorCode: string
  message: string
}

/** The errors of a failure, itself first. */
export function errorItems(failure: Failure, catalogue: MessageCatalogue): ErrorItem[] {
  return [failure, ...failure.others].map(({ failure: name, details }) => {
    const { code, text } = failures[name]
    return { errorCode: code, message: failureText(catalogue[code] ?? text, details) }
  })
}

function json(status: number, body: unknown): Reply {
  return { status, body, contentType: 'application/json' }
}

/** The envelope of a success (common.md 1.2). */
export function successReply(
  endpoint: Endpoint,
  request: RequestEnvelope,
  response: unknown,
  now: Date,
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

/** Failures that upstream throws before the V2 service, so that they come in a V1 envelope. */
const raisedBeforeService: readonly FailureName[] = [
  'trust_store_list_off',
  'oidc_clients_off',
  'original_certificates_off',
  'path_id_malformed',
  'characters_not_allowed',
  'page_number_malformed',
]

/** The envelope of a refusal (common.md 1.2, 2, 3.1). */
export function failureReply(
  failure: Failure,
  endpoint: Endpoint | undefined,
  request: RequestEnvelope,
  now: Date,
  catalogue: MessageCatalogue,
): Reply {
  const errors = errorItems(failure, catalogue)
  const status = statuses[failure.failure] ?? 200
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
  if (endpoint.envelope.generation === 2 && !raisedBeforeService.includes(failure.failure)) {
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
