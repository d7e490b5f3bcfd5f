import { z } from 'zod'
import type { Config } from '../config.ts'
import { ask, Unreachable, type Answer } from './ask.ts'

/** What the discovery document of eSignet tells that clients depend on. */
interface Discovery {
  claimsSupported: readonly string[]
}

/**
 * The discovery document, from memory where it is known.
 * @returns null when no eSignet is configured
 * @throws {Unreachable} when it has never been read and cannot be read now
 */
export type ReadDiscovery = () => Promise<Discovery | null>

const Document = z.object({ claims_supported: z.array(z.string()) })

/** A document changes with an upgrade of eSignet; longer than an hour nobody wants to wait for that. */
const usualMs = 10 * 60_000
const longestMs = 60 * 60_000
const shortestMs = 60_000
/** An outage is asked about no more often than this. */
const pauseMs = 5000

interface Known {
  discovery: Discovery
  etag: string | null
  freshUntil: number
}

/**
 * Keeps the discovery document: fresh as long as it says itself, ten minutes if it does not say. After
 * that the old one goes on while it is read anew, also when eSignet is down.
 */
export function createDiscoveryReader(config: Config, clock: () => Date): ReadDiscovery {
  const { ESIGNET_URL: base } = config
  if (base === undefined) return async () => null
  const address = `${base.replace(/\/$/, '')}/oidc/.well-known/openid-configuration`
  let known: Known | undefined
  let reading: Promise<Known> | undefined
  let failedAt = -Infinity

  async function readNow(): Promise<Known> {
    try {
      const etag = known?.etag
      const answer = await ask(address, etag ? { headers: { 'if-none-match': etag } } : {})
      known = documentOf(answer, known, clock().getTime())
      return known
    } catch (error) {
      failedAt = clock().getTime()
      throw error
    } finally {
      reading = undefined
    }
  }

  /** One reading at a time, and none right after one that failed. */
  async function read(): Promise<Known> {
    const isResting = clock().getTime() - failedAt < pauseMs
    if (isResting) throw new Unreachable('eSignet did not answer a moment ago')
    reading ??= readNow()
    return reading
  }

  return async () => {
    if (!known) return (await read()).discovery
    if (clock().getTime() >= known.freshUntil) read().catch(() => {})
    return known.discovery
  }
}

function documentOf(
  { status, headers, body }: Answer,
  known: Known | undefined,
  now: number,
): Known {
  const freshUntil = now + freshnessOf(headers.get('cache-control') ?? '')
  if (status === 304 && known) return { ...known, freshUntil }
  const document = Document.safeParse(body)
  if (status !== 200 || !document.success) {
    throw new Unreachable(`eSignet gave no discovery document (${status})`)
  }
  const { claims_supported: claimsSupported } = document.data
  return { discovery: { claimsSupported }, etag: headers.get('etag'), freshUntil }
}

/** RFC 9111 §5.2.2.1, within bounds: who allows no caching is asked once a minute. */
function freshnessOf(cacheControl: string): number {
  const seconds = /(?:^|[\s,])max-age=(\d{1,9})/i.exec(cacheControl)?.[1]
  if (seconds === undefined) return usualMs
  return Math.min(longestMs, Math.max(shortestMs, Number(seconds) * 1000))
}
