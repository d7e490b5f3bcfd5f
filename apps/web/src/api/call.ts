import {
  CallFailed,
  bodyOf,
  listUrlOf,
  readReply,
  tokenInvalid,
  urlOf,
  type CallOf,
  type Endpoint,
  type ListEndpoint,
  type ListPage,
  type ListQuery,
  type ResponseOf,
} from '@pmp/contract'
import { wantTexts } from '../i18n/catalogue.ts'
import { Unreachable } from './unreachable.ts'

const timeoutMilliseconds = 60_000
const correlations = new WeakMap<Error, string>()

/** What names a refused call in the server's log, if the server told it. */
export function correlationOf(error: unknown): string | undefined {
  return error instanceof Error ? correlations.get(error) : undefined
}

/**
 * Calls an endpoint of the contract as the signed-in user.
 * @throws {CallFailed} when the server refuses · {Unreachable} when there is no answer
 */
export async function call<E extends Endpoint>(
  endpoint: E,
  input: CallOf<E>,
): Promise<ResponseOf<E>> {
  return send(endpoint, urlOf(endpoint, input), bodyOf(endpoint, input, new Date()))
}

/** Reads a page of a list; failures as those of `call`. */
export async function callList<Row>(
  endpoint: ListEndpoint<Row>,
  query: ListQuery,
): Promise<ListPage<Row>> {
  return send(endpoint, listUrlOf(endpoint, query))
}

async function send<E extends Endpoint>(
  endpoint: E,
  url: string,
  body?: Record<string, unknown>,
): Promise<ResponseOf<E>> {
  const response = await fetch(url, {
    method: endpoint.method,
    credentials: 'same-origin',
    signal: AbortSignal.timeout(timeoutMilliseconds),
    headers: {
      accept: 'application/json',
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch(() => {
    throw new Unreachable()
  })
  const answer: unknown = await response.json().catch(() => undefined)
  try {
    return readReply(endpoint, response.status, answer)
  } catch (error) {
    const correlation = response.headers.get('x-request-id')
    if (correlation && error instanceof Error) correlations.set(error, correlation)
    // What is said of a refusal is there by the time it is known; without it, the server's words do.
    await wantTexts('failures').catch(() => {})
    throw error
  }
}

/** Whether the failure means that nobody is signed in (any more). */
export function isSignedOut(error: unknown): boolean {
  return error instanceof CallFailed && error.code === tokenInvalid.code
}
