import { sql } from 'kysely'
import { transaction, type Database } from '../database/database.ts'
import { outboxChannel, type DestinationName, type Message, type Outcome } from './destination.ts'

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
  await insertOutboxMessages(db, [message])
}

/** The same of many, in one statement however many they are; their order is kept. */
export async function insertOutboxMessages(
  db: Database,
  messages: readonly NewMessage[],
): Promise<void> {
  if (messages.length === 0) return
  const column = <Name extends keyof NewMessage>(name: Name) =>
    messages.map((message) => message[name] ?? null)
  const times = messages.map(({ at }) => at.toISOString().slice(0, -1))
  await sql`
    insert into pmp.outbox_message
      (id, kind, topic, ordering_key, destination, payload, created_at, available_at)
    select id, kind, topic, ordering_key, destination, payload, at, at from unnest(
      ${column('id')}::uuid[], ${column('kind')}::varchar[], ${column('topic')}::varchar[],
      ${column('orderingKey')}::varchar[], ${column('destination')}::varchar[],
      ${messages.map(({ payload }) => JSON.stringify(payload))}::jsonb[], ${times}::timestamp[]
    ) with ordinality as message
      (id, kind, topic, ordering_key, destination, payload, at, place)
    order by place`.execute(db)
  const destinations = new Set(messages.flatMap(({ destination }) => destination ?? []))
  for (const destination of destinations) {
    await sql`select pg_notify(${outboxChannel}, ${destination})`.execute(db)
  }
}

/** A claim lasts until then unless it is recorded before. */
interface Claim {
  destination: DestinationName
  now: Date
  until: Date
  /** Messages at most. */
  limit: number
}

/**
 * Takes messages that are due for this process alone. Of each subject only the first that waits can be
 * had, and while somebody has it, none: so one subject's messages leave in order, one at a time, over
 * all replicas. Claims of processes that died end by themselves.
 *
 * The first one is asked for row by row: as a join it would be planned by statistics, which are wrong
 * whenever a queue has just filled, and would read all that waits.
 */
export async function claimMessages(
  db: Database,
  { destination, now, until, limit }: Claim,
): Promise<Message[]> {
  const { rows } = await sql<Message>`
    with due as materialized (
      select id from pmp.outbox_message message
      where destination = ${destination} and delivered_at is null and available_at <= ${now}
        and (claimed_until is null or claimed_until <= ${now})
        and sequence = (
          select min(sequence) from pmp.outbox_message of_subject
          where of_subject.destination = message.destination
            and of_subject.ordering_key = message.ordering_key
            and of_subject.delivered_at is null)
      order by available_at, sequence limit ${limit} for update skip locked)
    update pmp.outbox_message claimed
    set claimed_until = ${until}, attempts = attempts + 1
    from due where claimed.id = due.id
    returning claimed.id, topic, ordering_key, payload, attempts as attempt`.execute(db)
  return rows
}

/** The ids of all messages of a subject that wait, a claimed one included. */
export async function findWaiting(
  db: Database,
  destination: DestinationName,
  orderingKey: string,
): Promise<string[]> {
  const rows = await db
    .selectFrom('pmp.outboxMessage')
    .select('id')
    .where('destination', '=', destination)
    .where('orderingKey', '=', orderingKey)
    .where('deliveredAt', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

interface Try {
  destination: DestinationName
  message: Message
  /** The messages that it answers for, its own included. */
  answersFor: readonly string[]
  outcome: Outcome
  /** Now, or when the next try is due. */
  at: Date
}

/**
 * Writes down what came of a try, in one transaction.
 * @returns false when it took so long that somebody else has the message now: nothing is written
 */
export async function recordTry(db: Database, tried: Try): Promise<boolean> {
  const { message, outcome } = tried
  return transaction(db, async (trx) => {
    const held = await trx
      .selectFrom('pmp.outboxMessage')
      .select('id')
      .where('id', '=', message.id)
      .where('attempts', '=', message.attempt)
      .where('deliveredAt', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!held) return false
    await (outcome.kind === 'retry' ? putBack(trx, tried) : end(trx, tried))
    await outcome.settle?.(trx)
    return true
  })
}

async function end(db: Database, { answersFor, outcome, at }: Try): Promise<void> {
  await db
    .updateTable('pmp.outboxMessage')
    .set({
      outcome: outcome.kind,
      lastError: outcome.kind === 'delivered' ? null : outcome.reason,
      deliveredAt: at,
      claimedUntil: null,
    })
    .where('id', 'in', answersFor)
    .where('deliveredAt', 'is', null)
    .execute()
}

/** The whole subject rests, so that nobody looks at what waits behind its first message. */
async function putBack(db: Database, { destination, message, outcome, at }: Try): Promise<void> {
  const reason = outcome.kind === 'delivered' ? null : outcome.reason
  await db
    .updateTable('pmp.outboxMessage')
    .set({ lastError: reason, claimedUntil: null })
    .where('id', '=', message.id)
    .execute()
  await db
    .updateTable('pmp.outboxMessage')
    .set({ availableAt: at })
    .where('destination', '=', destination)
    .where('orderingKey', '=', message.orderingKey)
    .where('deliveredAt', 'is', null)
    .where('availableAt', '<', at)
    .execute()
}

/** What waits of a subject need not rest any longer after a try that came to nothing. */
export async function endPause(
  db: Database,
  { destination, orderingKey }: { destination: DestinationName; orderingKey: string },
  now: Date,
): Promise<void> {
  await db
    .updateTable('pmp.outboxMessage')
    .set({ availableAt: now })
    .where('destination', '=', destination)
    .where('orderingKey', '=', orderingKey)
    .where('deliveredAt', 'is', null)
    .where('availableAt', '>', now)
    .execute()
}

/** Frees what a process held that is gone for sure: the only one that this database ever has. */
export async function dropClaims(db: Database): Promise<void> {
  await db
    .updateTable('pmp.outboxMessage')
    .set({ claimedUntil: null })
    .where('destination', 'is not', null)
    .where('deliveredAt', 'is', null)
    .where('claimedUntil', 'is not', null)
    .execute()
}
