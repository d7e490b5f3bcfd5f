import type { Database } from '../database/database.ts'

interface NewMessage {
  id: string
  kind: 'event' | 'mail'
  topic: string
  orderingKey: string
  at: Date
  payload: Record<string, unknown>
}

export async function insertOutboxMessage(db: Database, message: NewMessage): Promise<void> {
  const { at, payload, ...rest } = message
  await db
    .insertInto('pmp.outboxMessage')
    .values({ ...rest, payload: JSON.stringify(payload), createdAt: at, availableAt: at })
    .execute()
}
