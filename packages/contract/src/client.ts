import { z } from 'zod'
import {
  basePaths,
  type CallOf,
  type Endpoint,
  type ListEndpoint,
  type ListQuery,
  type ResponseOf,
} from './endpoint.ts'
import { isObject } from './objects.ts'

/** One error of a reply, as upstream writes it. */
export type ReplyError = z.output<typeof ReplyError>

export const ReplyError = z.object({
  errorCode: z.string().nullable(),
  message: z.string(),
  /** Our own endpoints: which of several reasons it is, by a name that pages have words for. */
  reason: z.string().optional(),
})

const Reply = z.object({ response: z.unknown(), errors: z.array(ReplyError).nullish() })

/** A reply that refuses: HTTP status and every error of the envelope. */
export class CallFailed extends Error {
  readonly status: number
  readonly errors: readonly ReplyError[]

  constructor(status: number, errors: readonly ReplyError[]) {
    super(errors[0]?.message ?? `HTTP ${status}`)
    this.name = 'CallFailed'
    this.status = status
    this.errors = errors
  }

  get code(): string | null {
    return this.errors[0]?.errorCode ?? null
  }

  get reason(): string | null {
    return this.errors[0]?.reason ?? null
  }
}

type Values = Record<string, unknown>

function keysOf(schema: z.ZodObject | undefined): string[] {
  return schema ? Object.keys(schema.shape) : []
}

function pick(values: Values, keys: readonly string[]): Values {
  return Object.fromEntries(
    keys.filter((key) => values[key] != null).map((key) => [key, values[key]]),
  )
}

/** Path and query values are text, numbers and booleans. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '')
}

// The members of a call are those of the endpoint's schemas, which are not known here.
const valuesOf = <E extends Endpoint>(call: CallOf<E>): Values => call as Values

/** Path and query of a call, from the origin on. */
export function urlOf<E extends Endpoint>(target: E, call: CallOf<E>): string {
  return addressOf(target, valuesOf(call))
}

/** The same for a page of a list, whose filters are texts as an address has them. */
export function listUrlOf(target: ListEndpoint, query: ListQuery): string {
  return addressOf(target, query)
}

function addressOf(target: Endpoint, values: Values): string {
  const path = target.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(asText(values[name])),
  )
  const listKeys = target.list ? ['sortFieldName', 'sortType', 'pageNo', 'pageSize'] : []
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(pick(values, [...keysOf(target.query), ...listKeys]))) {
    query.set(key, asText(value))
  }
  return `${basePaths[target.service]}${path}${query.size > 0 ? `?${query.toString()}` : ''}`
}

/** The request envelope of a call, or undefined when the endpoint reads no body (common.md 1.1). */
export function bodyOf<E extends Endpoint>(
  target: E,
  call: CallOf<E>,
  now: Date,
): Values | undefined {
  if (!target.request) return undefined
  const request = pick(valuesOf(call), keysOf(target.request))
  return target.envelope.generation === 1
    ? { id: '', version: '1.0', requesttime: now.toISOString(), request }
    : { id: target.envelope.id, version: '1.0', requestTime: now.toISOString(), request }
}

/**
 * Reads the reply of an endpoint.
 * @throws {CallFailed} for any status other than 2xx and for a non-empty error list
 */
export function readReply<E extends Endpoint>(
  target: E,
  status: number,
  body: unknown,
): ResponseOf<E> {
  const { response, errors } = envelopeIn(body)
  if (errors && errors.length > 0) throw new CallFailed(status, errors)
  if (status < 200 || status > 299) throw new CallFailed(status, [])
  // The schema's own type, which is lost where the endpoint is not known yet.
  return z.decode(target.response, withMembersBeside(target, response, body)) as ResponseOf<E>
}

/** What stands in the envelope; a reply of another making fails when its response is read. */
function envelopeIn(body: unknown): Partial<z.output<typeof Reply>> {
  try {
    return z.decode(Reply, Object(body))
  } catch {
    return {}
  }
}

/** A response with its members that stand beside it in the envelope. */
function withMembersBeside({ envelope }: Endpoint, response: unknown, body: unknown): unknown {
  if (envelope.generation === 1 || envelope.beside.length === 0) return response
  return isObject(response) && isObject(body)
    ? { ...response, ...pick(body, envelope.beside) }
    : response
}
