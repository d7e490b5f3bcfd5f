import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { transaction, type OpenDatabase } from '../database/database.ts'
import { createTestDatabase } from '../database/testing.ts'
import type { Destination, Message, Outcome } from './destination.ts'
import { pauseAfter } from './pauses.ts'
import { claimMessages, insertOutboxMessage } from './queries.ts'
import { startOutbox } from './start-outbox.ts'

const minuteMs = 60_000

let database: OpenDatabase
let now: number
let running: { close(): Promise<void> }[] = []
const lines: { msg: string; reason?: string; subject?: string }[] = []
const log = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as (typeof lines)[0]) })

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  now = Date.now()
  lines.length = 0
  await database.db.deleteFrom('pmp.outboxMessage').execute()
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((one) => one.close()))
})
afterAll(() => database.close())

/** A destination that remembers what it was given and answers as it is told. */
function recipient(answer: (message: Message) => Promise<Outcome> | Outcome) {
  const got: string[] = []
  const busy = new Set<string>()
  /** Subjects that were worked on twice at a time. */
  const twice: string[] = []
  let most = 0
  const destination: Destination = {
    name: 'esignet',
    parallel: 4,
    tellsState: false,
    async deliver(message) {
      if (busy.has(message.orderingKey)) twice.push(message.orderingKey)
      busy.add(message.orderingKey)
      most = Math.max(most, busy.size)
      got.push(message.topic)
      try {
        return await answer(message)
      } finally {
        busy.delete(message.orderingKey)
      }
    },
  }
  return { destination, got, twice, most: () => most }
}

const delivered = (): Outcome => ({ kind: 'delivered' })

async function worker(destination: Destination, pollMs = 50): Promise<{ close(): Promise<void> }> {
  const clock = () => new Date(now)
  const one = await startOutbox({ database, destinations: [destination], clock, log, pollMs })
  running.push(one)
  return one
}

/** A message as a change writes it. */
const messageOf = (topic: string, subject = 'one') => ({
  id: randomUUID(),
  kind: 'registration' as const,
  topic,
  orderingKey: subject,
  at: new Date(now),
  payload: { clientId: subject },
  destination: 'esignet' as const,
})

/** Messages of a subject, one after another, each in a transaction of its own. */
async function written(subject: string, topics: readonly string[]): Promise<void> {
  for (const topic of topics) {
    await transaction(database.db, (db) => insertOutboxMessage(db, messageOf(topic, subject)))
  }
}

const until = (isSo: () => boolean | Promise<boolean>) =>
  expect.poll(isSo, { timeout: 60_000, interval: 10 }).toBe(true)

async function left(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pmp.outbox_message where delivered_at is null`.execute(
    database.db,
  )
  return rows[0]?.count ?? 0
}

const allDelivered = () => until(async () => (await left()) === 0)

const rowsOf = (topics: readonly string[]) =>
  database.db
    .selectFrom('pmp.outboxMessage')
    .select(['topic', 'outcome', 'attempts', 'lastError', 'availableAt', 'claimedUntil'])
    .where('topic', 'in', topics)
    .orderBy('sequence')
    .execute()

describe('a message with a destination', () => {
  test('leaves as soon as its change commits, told by the database', async () => {
    const { destination, got } = recipient(delivered)
    await worker(destination, 24 * 60 * minuteMs)
    await written('one', ['a', 'b'])
    await allDelivered()
    expect(got).toEqual(['a', 'b'])
  })

  test('leaves when nobody told of it, too', async () => {
    const { destination, got } = recipient(delivered)
    const { at, payload, ...message } = messageOf('untold')
    const times = { createdAt: at, availableAt: at }
    await database.db
      .insertInto('pmp.outboxMessage')
      .values({ ...message, ...times, payload: JSON.stringify(payload) })
      .execute()
    await worker(destination)
    await allDelivered()
    expect(got).toEqual(['untold'])
  })

  test('of a change that is rolled back never leaves', async () => {
    const { destination, got } = recipient(delivered)
    await worker(destination)
    const change = transaction(database.db, async (db) => {
      await insertOutboxMessage(db, messageOf('undone'))
      throw new Error('refused')
    })
    await expect(change).rejects.toThrow('refused')
    await written('x', ['done'])
    await allDelivered()
    expect(got).toEqual(['done'])
  })

  test('that is refused ends, and what comes after it goes on', async () => {
    const { destination } = recipient(({ topic }) =>
      topic === 'bad' ? { kind: 'refused', reason: 'invalid_claim' } : delivered(),
    )
    await worker(destination)
    await written('one', ['bad', 'good'])
    await allDelivered()
    expect(await rowsOf(['bad', 'good'])).toMatchObject([
      { topic: 'bad', outcome: 'refused', lastError: 'invalid_claim', claimedUntil: null },
      { topic: 'good', outcome: 'delivered', lastError: null },
    ])
  })

  test('holds up its own subject alone while it is tried again, after a pause', async () => {
    let isBroken = true
    const { destination, got } = recipient(({ orderingKey }) =>
      isBroken && orderingKey === 'stuck' ? { kind: 'retry', reason: 'unreachable' } : delivered(),
    )
    await written('stuck', ['first', 'second'])
    await written('other', ['third'])
    await worker(destination)
    await until(
      async () => (await left()) === 2 && (await rowsOf(['first']))[0]?.lastError !== null,
    )
    const [first, second] = await rowsOf(['first', 'second'])
    expect(first).toMatchObject({ attempts: 1, lastError: 'unreachable', claimedUntil: null })
    expect(first?.availableAt.getTime()).toBeGreaterThan(now)
    expect(second?.availableAt).toEqual(first?.availableAt)
    isBroken = false
    now += 10 * minuteMs
    await allDelivered()
    expect(got.filter((topic) => topic !== 'third')).toEqual(['first', 'first', 'second'])
    expect(lines).toContainEqual(
      expect.objectContaining({ reason: 'unreachable', subject: 'stuck' }),
    )
  })

  test('whose destination breaks off is tried again', async () => {
    let tries = 0
    const { destination } = recipient(() => {
      tries += 1
      if (tries === 1) throw new Error('a fault of ours')
      return delivered()
    })
    await worker(destination)
    await written('one', ['odd'])
    await until(() => lines.some(({ msg }) => msg === 'a delivery broke off'))
    now += 10 * minuteMs
    await allDelivered()
    expect(await rowsOf(['odd'])).toMatchObject([{ attempts: 2, outcome: 'delivered' }])
  })
})

describe('workers', () => {
  test('deliver each message once and each subject in order, several at a time', async () => {
    const { destination, got, twice, most } = recipient(async () => {
      await new Promise((resolve) => setImmediate(resolve))
      return delivered()
    })
    const subjects = Array.from({ length: 12 }, (_, index) => `subject-${index}`)
    const topics = ['1', '2', '3', '4', '5']
    await Promise.all(
      subjects.map((one) =>
        written(
          one,
          topics.map((topic) => `${one} ${topic}`),
        ),
      ),
    )
    await worker(destination)
    // An embedded database belongs to one process; a server has replicas.
    if (database.kind === 'postgresql') await worker(destination)
    await allDelivered()
    expect(twice).toEqual([])
    expect(most()).toBeGreaterThan(1)
    expect(got).toHaveLength(subjects.length * topics.length)
    for (const one of subjects) {
      expect(got.filter((topic) => topic.startsWith(`${one} `))).toEqual(
        topics.map((topic) => `${one} ${topic}`),
      )
    }
  })

  test('take over what a process left that died, once its claim has ended', async () => {
    await written('one', ['half-way', 'next'])
    const end = new Date(now + 3 * minuteMs)
    const claim = { destination: 'esignet', now: new Date(now), until: end, limit: 5 } as const
    expect(await claimMessages(database.db, claim)).toMatchObject([{ topic: 'half-way' }])
    const { destination, got } = recipient(delivered)
    await worker(destination)
    await written('other', ['meanwhile'])
    await until(() => got.includes('meanwhile'))
    // Nobody else ever has an embedded database: what it held is free at once.
    const early = database.kind === 'embedded' ? ['half-way', 'next'] : []
    await until(async () => (await left()) === 2 - early.length)
    expect(got.filter((topic) => topic !== 'meanwhile')).toEqual(early)
    now += 4 * minuteMs
    await allDelivered()
    expect(got.filter((topic) => topic !== 'meanwhile')).toEqual(['half-way', 'next'])
  })

  test('leave a message to whoever took it over, and record nothing', async () => {
    let answer: (outcome: Outcome) => void = () => {}
    let settled = 0
    const settle = async () => void (settled += 1)
    const slow = recipient(
      () =>
        new Promise<Outcome>((resolve) => {
          answer = resolve
        }),
    )
    await worker(slow.destination, 24 * 60 * minuteMs)
    await written('one', ['slow'])
    await until(() => slow.got.length === 1)
    now += 4 * minuteMs
    const quick = recipient(() => ({ ...delivered(), settle }))
    await worker(quick.destination)
    await allDelivered()
    answer({ kind: 'retry', reason: 'late', settle })
    await until(() => lines.some(({ msg }) => msg.includes('left to another process')))
    expect(await rowsOf(['slow'])).toMatchObject([{ attempts: 2, outcome: 'delivered' }])
    expect(settled).toBe(1)
  })

  test('that stop let what runs come to an end', async () => {
    let answer: (outcome: Outcome) => void = () => {}
    const { destination, got } = recipient(
      () =>
        new Promise<Outcome>((resolve) => {
          answer = resolve
        }),
    )
    const one = await worker(destination)
    await written('one', ['running', 'never begun'])
    await until(() => got.length === 1)
    const closing = one.close()
    answer(delivered())
    await closing
    expect(await rowsOf(['running', 'never begun'])).toMatchObject([
      { outcome: 'delivered' },
      { outcome: null, attempts: 0 },
    ])
  })
})

describe('a destination that is told how things stand', () => {
  test('gets one delivery for all that waited before it began', async () => {
    const { destination, got } = recipient(delivered)
    await written('one', ['a', 'b', 'c'])
    await worker({ ...destination, tellsState: true })
    await allDelivered()
    expect(got).toEqual(['a'])
  })

  test('gets another one for what was written while it ran', async () => {
    let answer: (outcome: Outcome) => void = () => {}
    const { destination, got } = recipient(({ topic }) =>
      topic === 'before'
        ? new Promise<Outcome>((resolve) => {
            answer = resolve
          })
        : delivered(),
    )
    await worker({ ...destination, tellsState: true })
    await written('one', ['before'])
    await until(() => got.length === 1)
    await written('one', ['after'])
    answer(delivered())
    await allDelivered()
    expect(got).toEqual(['before', 'after'])
  })
})

describe('messages without a destination', () => {
  test('wait as they are', async () => {
    const { destination, got } = recipient(delivered)
    const { destination: _, ...mail } = messageOf('mail')
    await insertOutboxMessage(database.db, mail)
    await worker(destination)
    await written('one', ['registration'])
    await until(async () => (await left()) === 1)
    expect(got).toEqual(['registration'])
    expect(await rowsOf(['mail'])).toMatchObject([{ attempts: 0, outcome: null }])
  })

  test('are not looked at by whoever delivers', async () => {
    const { rows } = await sql<{ indexdef: string }>`
      select indexdef from pg_indexes where tablename = 'outbox_message'
      and indexname in ('outbox_message_due', 'outbox_message_of_subject')`.execute(database.db)
    expect(rows).toHaveLength(2)
    for (const { indexdef } of rows) expect(indexdef).toContain('destination IS NOT NULL')
  })
})

describe('pauses', () => {
  test('double up to five minutes, a quarter more or less', () => {
    expect([1, 2, 3, 4].map((attempt) => pauseAfter(attempt, 0.5))).toEqual([
      5000, 10_000, 20_000, 40_000,
    ])
    expect(pauseAfter(50, 0.5)).toBe(5 * minuteMs)
    expect([pauseAfter(1, 0), pauseAfter(1, 1)]).toEqual([3750, 6250])
  })
})
