import type { Database } from '../../database/database.ts'
import { saveKeyUses } from './queries.ts'

/** So long after a use it is written, with all others since. */
const restMs = 5000
/** Keys that wait to be written; of more, only uses of known ones count until then. */
const mostKeys = 10_000

interface UsesLog {
  error(details: object, line: string): void
}

/** Notes when keys were used last, in memory, and writes it from time to time in one statement. */
interface KeyUses {
  note(apiKey: string, at: Date): void
  /** Writes what has been noted. */
  close(): Promise<void>
}

export function createKeyUses(db: Database, log?: UsesLog): KeyUses {
  let noted = new Map<string, Date>()
  let timer: NodeJS.Timeout | undefined
  async function write(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const uses = noted
    noted = new Map()
    if (uses.size === 0) return
    try {
      await saveKeyUses(db, uses)
    } catch (error) {
      // The next use is noted again; nobody waits for this one.
      log?.error({ err: error }, 'when API keys were used could not be written')
    }
  }
  return {
    note(apiKey, at) {
      if (noted.size >= mostKeys && !noted.has(apiKey)) return
      noted.set(apiKey, at)
      timer ??= setTimeout(() => void write(), restMs).unref()
    },
    close: write,
  }
}
