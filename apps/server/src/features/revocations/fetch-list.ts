import { lookup } from 'node:dns'
import { request as requestPlain, type IncomingMessage } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { LookupFunction } from 'node:net'
import { checkMayFetch, isNamed, isPublic } from './allowed-address.ts'

const longestMs = 10_000
const mostRedirects = 3
/** What the reader of lists takes. */
const largestBytes = 8 * 1024 * 1024

/** Why nothing came of it, in a word that the page has a text for. */
export class FetchFailed extends Error {
  readonly reason: 'unreachable' | 'timed_out' | 'too_large' | 'status' | 'address' | 'redirects'

  constructor(reason: FetchFailed['reason'], options?: ErrorOptions) {
    super(reason, options)
    this.name = 'FetchFailed'
    this.reason = reason
  }
}

/**
 * Gets the bytes behind an address, within 10 s and 8 MiB. An address in the own network is reached
 * only when its host is named in the settings, also behind a redirect or a name that changes
 * (server-side request forgery).
 * @throws {FetchFailed} · {Failure} crl_url_not_allowed
 */
export async function fetchBytes(address: string, hosts: readonly string[]): Promise<Buffer> {
  const signal = AbortSignal.timeout(longestMs)
  let url = checkMayFetch(address, hosts)
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const response = await get(url, hosts, signal)
    const { statusCode = 0, headers } = response
    if (statusCode === 200) return readAll(response, signal)
    response.destroy()
    const isRedirect = statusCode >= 300 && statusCode < 400 && headers.location !== undefined
    if (!isRedirect) throw new FetchFailed('status')
    url = checkMayFetch(URL.parse(headers.location ?? '', url.href)?.href ?? '', hosts)
  }
  throw new FetchFailed('redirects')
}

function get(url: URL, hosts: readonly string[], signal: AbortSignal): Promise<IncomingMessage> {
  const start = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    const call = start(url, {
      signal,
      // One connection for one list: none is shared with what other addresses allowed.
      agent: false,
      headers: { accept: 'application/pkix-crl, */*', 'accept-encoding': 'identity' },
      ...(isNamed(url, hosts) ? {} : { lookup: publicLookup }),
    })
    call.on('response', resolve)
    call.on('error', (cause) => reject(failureOf(cause, signal)))
    call.end()
  })
}

/** Looks a name up and refuses it when any of its addresses is in the own network. */
const publicLookup: LookupFunction = (name, options, callback) => {
  lookup(name, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, [])
    const [first] = found
    if (!first || found.some(({ address }) => !isPublic(address))) {
      return callback(new FetchFailed('address'), [])
    }
    if (options.all) return callback(null, found)
    return callback(null, first.address, first.family)
  })
}

async function readAll(response: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    const body: AsyncIterable<Buffer> = response
    for await (const chunk of body) {
      size += chunk.length
      if (size > largestBytes) throw new FetchFailed('too_large')
      chunks.push(chunk)
    }
  } catch (cause) {
    throw failureOf(cause, signal)
  }
  return Buffer.concat(chunks)
}

function failureOf(cause: unknown, signal: AbortSignal): FetchFailed {
  if (cause instanceof FetchFailed) return cause
  return new FetchFailed(signal.aborted ? 'timed_out' : 'unreachable', { cause })
}
