import { isObject } from '@pmp/contract'
import type { Config } from '../config.ts'
import type { Answer } from './ask.ts'
import { isEsignetSince } from './esignet-version.ts'
import { isSignIn, type Speak } from './speak-to-esignet.ts'
import { judge, type Verdict } from './verdicts.ts'

/** How long it is believed that eSignet is older: it may be upgraded while we run. */
const olderForMs = 60 * 60_000

interface VersionFinder {
  /** Whether eSignet is older than 1.6, or why that cannot be found out now. */
  isOlder(signal: AbortSignal): Promise<boolean | Verdict>
  /** A call that it was to have is not there. */
  forget(): void
}

/**
 * Which calls eSignet has: `ESIGNET_VERSION` says it, or it is found out once by a call without content,
 * because only from 1.6 on there is `/client`.
 */
export function createVersionFinder(
  { ESIGNET_VERSION: version }: Config,
  clock: () => Date,
  speak: Speak,
): VersionFinder {
  let known: { older: boolean; until: number } | undefined
  let asking: Promise<boolean | Verdict> | undefined

  async function askNow(signal: AbortSignal): Promise<boolean | Verdict> {
    try {
      const older = isOlderSaid(await speak({ method: 'POST', path: '/client', signal }))
      if (typeof older !== 'boolean') return older
      known = { older, until: older ? clock().getTime() + olderForMs : Infinity }
      return older
    } finally {
      asking = undefined
    }
  }

  return {
    async isOlder(signal) {
      if (version !== undefined) return !isEsignetSince(version, [1, 6])
      if (known && clock().getTime() < known.until) return known.older
      asking ??= askNow(signal)
      return asking
    },
    forget() {
      known = undefined
    },
  }
}

/** An empty request is refused by whoever has the call; a page of a proxy is no answer at all. */
function isOlderSaid(answer: Answer): boolean | Verdict {
  const { status, body } = answer
  if (status === 404 && isObject(body) && String(body['path']).endsWith('/client-mgmt/client')) {
    return true
  }
  if (status === 200 && isObject(body) && Array.isArray(body['errors']) && !isSignIn(answer)) {
    return false
  }
  const verdict = judge(answer, { clientId: '', status: '' })
  const isTelling = verdict.kind === 'signIn' || verdict.kind === 'retry'
  return isTelling ? verdict : { kind: 'retry', reason: 'esignet_odd_answer' }
}
