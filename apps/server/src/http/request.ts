import { isObject, Failure, blankText, brokenBound, type Endpoint } from '@pmp/contract'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { BrokenLimit, Problem } from './problem.ts'

/** The envelope members of a request, null where absent or without a body (common.md 1.1). */
export interface RequestEnvelope {
  id: string | null
  version: string | null
  time: Date | null
  request: unknown
}

export const emptyEnvelope: RequestEnvelope = { id: null, version: null, time: null, request: null }

type Values = Record<string, unknown>

/** Path variables or query as Fastify's router gives them. */
const valuesOf = (given: unknown): Values => (isObject(given) ? given : {})

/**
 * Path variables, query, body: converted and validated in upstream's order (common.md 2).
 * @throws {Problem} 400, 404 or 415 for what cannot be converted or parsed
 * @throws {Failure} field_invalid for the first violated constraint of the body
 */
export function decodeRequest(
  endpoint: Endpoint,
  raw: FastifyRequest,
): { input: Values; envelope: RequestEnvelope } {
  const params = convert(endpoint, 'params', givenVariables(valuesOf(raw.params)))
  const query = convert(endpoint, 'query', singleValues(valuesOf(raw.query)))
  if (!endpoint.query && !endpoint.list && !endpoint.request) {
    return { input: params, envelope: emptyEnvelope }
  }
  const listParameters = endpoint.list ? pickListParameters(valuesOf(raw.query)) : {}
  if (!endpoint.request) {
    return { input: { ...query, ...listParameters, ...params }, envelope: emptyEnvelope }
  }
  const envelope = readEnvelope(endpoint, parseBody(raw))
  refuseBrokenBounds(envelope.request)
  const isMissing = envelope.request === null
  if (isMissing && endpoint.missingRequest === 'malformed') {
    throw new Problem(400, 'The member request is missing')
  }
  const isLeftToOperation = isMissing && endpoint.missingRequest === 'leftToOperation'
  const request = isLeftToOperation ? {} : validateRequest(endpoint.request, envelope.request)
  return { input: { ...query, ...listParameters, ...request, ...params }, envelope }
}

/**
 * What PostgreSQL cannot store or nobody could answer: NUL, halves of characters, endless nesting.
 * @throws {Failure} field_invalid with the path of the first one
 */
function refuseBrokenBounds(request: unknown): void {
  const broken = brokenBound(request)
  if (!broken) return
  // A way that is no text itself cannot be told as it is.
  const field = ['request', ...broken.path].join('.').toWellFormed()
  throw new Failure('field_invalid', { constraint: broken.constraint, field })
}

/** Nothing between two slashes, or behind the last one, is no path variable but another address. */
function givenVariables(params: Values): Values {
  if (Object.values(params).includes('')) throw new Problem(404, 'There is nothing at this address')
  return params
}

/** What a readable value can break; the rest cannot be read. */
const limits: readonly string[] = ['custom', 'too_small', 'too_big']

function convert(endpoint: Endpoint, part: 'params' | 'query', values: unknown): Values {
  const schema = endpoint[part]
  const what = part === 'params' ? 'path variable' : 'query parameter'
  if (
    Object.values(values ?? {}).some((value) => typeof value === 'string' && value.includes('\0'))
  ) {
    throw new Problem(400, `A ${what} holds a NUL character`)
  }
  if (!schema) return {}
  const result = schema.safeParse(values)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const text = `The ${what} ${issue?.path.join('.') ?? ''} is missing or not valid`
  const isLimit = limits.includes(issue?.code ?? '') && endpoint.service === 'partner'
  throw isLimit ? new BrokenLimit(400, text) : new Problem(400, text)
}

/** A repeated query parameter counts once, with its first value. */
function singleValues(query: Values): Values {
  return Object.fromEntries(
    Object.entries(query).map(([key, value]) => [key, Array.isArray(value) ? value[0] : value]),
  )
}

function pickListParameters(query: Values): Values {
  const { sortFieldName, sortType, pageNo, pageSize } = singleValues(query)
  return { listParameters: { sortFieldName, sortType, pageNo, pageSize } }
}

function parseBody(raw: FastifyRequest): Values {
  const isEmpty = raw.headers['content-type'] === undefined && !raw.body
  if (isEmpty) throw new Problem(400, 'The body is missing')
  const mediaType = raw.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''
  const isJson = mediaType === 'application/json' || mediaType.endsWith('+json')
  if (!isJson) throw new Problem(415, 'The body must be application/json')
  let body: unknown
  try {
    body = JSON.parse(String(raw.body))
  } catch {
    throw new Problem(400, 'The body is not readable JSON')
  }
  if (!isObject(body)) throw new Problem(400, 'The body must be a JSON object')
  return body
}

function readEnvelope(endpoint: Endpoint, body: Values): RequestEnvelope {
  const time = endpoint.envelope.generation === 1 ? body['requesttime'] : body['requestTime']
  return {
    id: readText(body['id'], 'id'),
    version: readText(body['version'], 'version'),
    time: readTime(time),
    request: body['request'] ?? null,
  }
}

function readText(value: unknown, name: string): string | null {
  if (value == null) return null
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new Problem(400, `The member ${name} must be text`)
    return value
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw new Problem(400, `The member ${name} must be text`)
}

const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** `yyyy-MM-dd'T'HH:mm:ss.SSS'Z'` as UTC; blank text reads as null (common.md 1.1). */
function readTime(value: unknown): Date | null {
  if (value == null || (typeof value === 'string' && value.trim() === '')) return null
  const time = typeof value === 'string' && timePattern.test(value) ? new Date(value) : undefined
  if (!time || Number.isNaN(time.getTime()))
    throw new Problem(400, 'The request time is not readable')
  return time
}

function validateRequest(schema: z.ZodObject, request: unknown): Values {
  if (request === null)
    throw new Failure('field_invalid', { constraint: blankText, field: 'request' })
  const result = schema.safeParse(request)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const path = issue?.path ?? []
  const field = ['request', ...path.map(String)].join('.').replace(/\.(\d+)(?=\.|$)/g, '[$1]')
  // A blank text where a boolean is asked has the wrong type, but counts as none.
  const isGiven = issue?.message !== blankText && valueAt(request, path) != null
  if (issue?.code === 'invalid_type' && isGiven)
    throw new Problem(400, `The value of ${field} has the wrong type`)
  throw new Failure('field_invalid', { constraint: issue?.message ?? '', field })
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  )
}
