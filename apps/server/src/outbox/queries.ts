import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import { outboxChannel, type DestinationName } from './destination.ts'

interface NewMessage {
  id: string
  kind: 'event' | 'mail' | 'registration'
  topic: string
  orderingKey: string
  at: Date
  payload: Record<string, unknown>
  /** Where it goes; one without waits. */
  destination?: DestinationName
}

/**
 * Writes a message in the change's own transaction. Whoever delivers is woken when that commits, and
 * not at all when it does not.
 */
export async function insertOutboxMessage(db: Database, message: NewMessage): Promise<void> {
  const { at, payload, ...rest } = message
  await db
    .insertInto('pmp.outboxMessage')
    .values({ ...rest, payload: JSON.stringify(payload), createdAt: at, availableAt: at })
    .execute()
  if (rest.destination)
    await sql`select pg_notify(${outboxChannel}, ${rest.destination})`.execute(db)
}
