import type { Keys } from './keys.ts'
import type { KeyParts } from './make-key.ts'
import { openKeys, type OpenedKeys } from './open-keys.ts'

/** The platform's keys over the life of a process: always those that the last look has found. */
export interface KeyRing extends Keys {
  /**
   * The keys of an instant, the same for as long as they are held. Looks into the database at most
   * once a minute: another replica or `pmp keys rotate` may have made keys, and what is about to end
   * is renewed. When that fails, the keys that are known go on working.
   */
  at(now: Date): Keys | Promise<Keys>
}

const lookAgainMs = 60_000

/**
 * Opens the platform's keys for a process that goes on.
 * @throws {Error} as `openKeys`
 */
export async function openKeyRing({ now: start, ...parts }: KeyParts): Promise<KeyRing> {
  const opened: OpenedKeys = new Map()
  let keys = await openKeys({ ...parts, now: start }, opened)
  let lookedAt = start.getTime()
  let looking: Promise<void> | undefined
  /** Whether the last look failed: the next one then lets nobody wait. */
  let isFailing = false

  async function look(now: Date): Promise<void> {
    try {
      keys = await openKeys({ ...parts, now }, opened)
      isFailing = false
    } catch (error) {
      isFailing = true
      parts.log(`The platform's keys could not be read anew: ${String(error)}`)
    }
  }

  function at(now: Date): Keys | Promise<Keys> {
    if (!looking && Math.abs(now.getTime() - lookedAt) >= lookAgainMs) {
      lookedAt = now.getTime()
      looking = look(now).finally(() => {
        looking = undefined
      })
    }
    return isFailing || !looking ? keys : looking.then(() => keys)
  }

  return {
    at,
    get root() {
      return keys.root
    },
    get signer() {
      return keys.signer
    },
    get earlierSigners() {
      return keys.earlierSigners
    },
    get personalData() {
      return keys.personalData
    },
    get nextPersonalData() {
      return keys.nextPersonalData
    },
    get earlierPersonalData() {
      return keys.earlierPersonalData
    },
  }
}
