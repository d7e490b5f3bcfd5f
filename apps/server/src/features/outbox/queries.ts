import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findRows, type SortedRowList } from '../../database/lists/row-list.ts'
import { containing } from '../../database/lists/text-filters.ts'

type OutboxMessages = typeof contract.listOutboxMessages

/** One page of messages, newest first unless sorted otherwise. */
export async function findOutboxMessages(
  db: Database,
  { kind, state, topic }: FiltersOf<OutboxMessages>,
  request: ListRequestOf<OutboxMessages>,
) {
  const ofKinds = [
    ...(kind ? [sql<SqlBool>`row.kind = ${kind}`] : []),
    ...(state ? [sql<SqlBool>`row.state = ${state}`] : []),
    ...containing({ topic: 'topic' }, { topic }),
  ]
  return findRows(db, { list: messages, chosen: { ofKinds, others: [] }, request }, (page) =>
    page
      .innerJoin('pmp.outboxMessage as message', 'message.id', 'page.key')
      .select([
        'message.id',
        'message.kind',
        'message.topic',
        'message.createdAt',
        'message.deliveredAt',
        'message.outcome',
        'message.attempts',
        'message.lastError',
        'message.payload',
      ]),
  )
}

const messages: SortedRowList<SortFieldOf<OutboxMessages>> = {
  rows: 'pmp.outboxMessage',
  counts: 'pmp.outboxMessageCount',
  key: 'id',
  hasNumberKey: true,
  kinds: ['kind', 'topic', 'state'],
  sorts: { createdAt: 'createdAt', topic: 'topic' },
  newest: 'createdAt',
}
