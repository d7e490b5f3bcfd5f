import { createLocalJWKSet, errors, type JWTVerifyGetKey } from 'jose'
import { readDiscovery } from './discovery.ts'

/** The issuer's keys cannot be had at present; says nothing about the token. */
export class IssuerUnreachable extends Error {
  override readonly name = 'IssuerUnreachable'
}

interface KeyReading {
  /** How long keys go on after they were read last, while the issuer cannot be asked. */
  keptMs: number
  /** Least time between two looks for a key id that is not known. */
  cooldownMs?: number | undefined
  /** Told after each reading how it went. */
  report: (problem: IssuerUnreachable | undefined) => void
}

// An outage is over sooner than a cooldown of the keys, and a discovery document is small.
const retryMs = 2000
const longestKeyAgeMs = 10 * 60_000

/** The keys of an issuer, and what is known of how long they serve. */
interface IssuerKeys {
  getKey: JWTVerifyGetKey
  /** Asks the issuer anew, unless it was asked a moment ago; how it went is reported. */
  ask(): Promise<void>
  /** When the keys that were read last end if the issuer cannot be asked any more. */
  keysUntil(): Date | undefined
}

/**
 * Keys of an issuer by discovery (OpenID Connect Discovery 1.0, section 4). They are read anew when
 * they are ten minutes old, so that a withdrawn key ends, and for a key id that is not known, at
 * most once per cooldown, so that a rotation needs no restart and forged key ids do not flood the
 * issuer. While the issuer cannot be asked, the last known keys go on and it is asked again soon.
 */
export function fetchIssuerKeys(
  issuer: string,
  { keptMs, cooldownMs = 10_000, report }: KeyReading,
): IssuerKeys {
  const source = createKeySource(issuer, { pauseMs: Math.min(retryMs, cooldownMs), keptMs, report })
  return {
    async getKey(header, token) {
      const getKey = await source.current()
      try {
        return await getKey(header, token)
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || source.age() < cooldownMs) throw error
        return (await source.read())(header, token)
      }
    },
    async ask() {
      if (source.age() >= cooldownMs) await source.look()
    },
    keysUntil: source.keysUntil,
  }
}

/** The keys as they were read last, and how to read them anew. */
function createKeySource(
  issuer: string,
  { pauseMs, keptMs, report }: Omit<KeyReading, 'cooldownMs'> & { pauseMs: number },
) {
  let keys: JWTVerifyGetKey | undefined
  let reading: Promise<JWTVerifyGetKey> | undefined
  let readAt = -Infinity
  let failedAt: number | undefined
  const age = () => Date.now() - readAt
  const readNow = async (): Promise<JWTVerifyGetKey> => {
    try {
      keys = createLocalJWKSet((await readDiscovery(issuer)).keys)
      readAt = Date.now()
      failedAt = undefined
      report(undefined)
      return keys
    } catch (cause) {
      failedAt = performance.now()
      const problem = new IssuerUnreachable('The keys of the issuer cannot be read', { cause })
      report(problem)
      throw problem
    } finally {
      reading = undefined
    }
  }
  /** One reading at a time, and none right after one that failed. */
  const read = async (): Promise<JWTVerifyGetKey> => {
    if (failedAt !== undefined && performance.now() - failedAt < pauseMs) {
      throw new IssuerUnreachable('The issuer did not answer a moment ago')
    }
    reading ??= readNow()
    return reading
  }
  /** Reads them for nobody: a portal that started before its issuer refuses nobody for that. */
  const look = async (): Promise<void> => {
    await read().catch(() => {
      if (keys === undefined) failedAt = undefined
    })
  }
  const keptAtMost = Math.max(keptMs, longestKeyAgeMs)
  return {
    age,
    read,
    look,
    keysUntil: () => (keys && age() < keptAtMost ? new Date(readAt + keptAtMost) : undefined),
    async current(): Promise<JWTVerifyGetKey> {
      if (keys === undefined || age() >= keptAtMost) return read()
      if (age() < longestKeyAgeMs) return keys
      const kept = keys
      const next = read().catch(() => kept)
      // Only the first request of an outage waits for it; the others ask in the background.
      return failedAt === undefined ? next : kept
    },
  }
}
