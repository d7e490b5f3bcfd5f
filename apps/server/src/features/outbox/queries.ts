import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findPage, type ListOrder } from '../../database/lists/page.ts'
import { whereContains } from '../../database/lists/text-filters.ts'

type OutboxMessages = typeof contract.listOutboxMessages

/** One page of messages, newest first unless sorted otherwise. */
export async function findOutboxMessages(
  db: Database,
  { kind, state, topic }: FiltersOf<OutboxMessages>,
  list: ListRequestOf<OutboxMessages>,
) {
  const messages = db.selectFrom('pmp.outboxMessage as message')
  let matching = whereContains(messages, textColumns, { topic })
  if (kind) matching = matching.where('message.kind', '=', kind)
  if (state === 'waiting') matching = matching.where('message.deliveredAt', 'is', null)
  else if (state) matching = matching.where('message.outcome', '=', state)
  const rows = matching.select([
    'message.id',
    'message.kind',
    'message.topic',
    'message.createdAt',
    'message.deliveredAt',
    'message.outcome',
    'message.attempts',
    'message.lastError',
    'message.payload',
  ])
  return findPage(list, { matching, rows }, order)
}

const textColumns = { topic: sql.ref('message.topic') }

const created = sql.ref('message.createdAt')

const order: ListOrder<SortFieldOf<OutboxMessages>> = {
  columns: { ...textColumns, createdAt: created },
  created,
  key: sql.ref('message.id'),
}
