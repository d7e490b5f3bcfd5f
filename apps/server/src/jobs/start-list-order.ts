import type { FastifyBaseLogger } from 'fastify'
import type { OpenDatabase } from '../database/database.ts'
import { catchUp } from '../database/lists/catch-up.ts'

interface Work {
  database: Pick<OpenDatabase, 'lane'>
  log: FastifyBaseLogger
  /** Nobody tells of a change, because looking for one costs next to nothing. */
  pollMs?: number
}

/** Keeps large lists in order for as long as the process lives; replicas share the work. */
export function startListOrder({ database, log, pollMs = 2000 }: Work): {
  close(): Promise<void>
} {
  const db = database.lane('list order')
  let working: Promise<void> | undefined
  let isClosed = false
  function look(): void {
    working ??= catchUp(db, () => isClosed)
      .catch((error: unknown) => log.error({ err: error }, 'lists are not brought into order'))
      .finally(() => {
        working = undefined
      })
  }
  const poll = setInterval(look, pollMs)
  return {
    async close() {
      isClosed = true
      clearInterval(poll)
      await working
    },
  }
}
