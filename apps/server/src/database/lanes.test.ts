import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import pg from 'pg'
import type { PostgresPool } from 'kysely'
import { Lanes } from './lanes.ts'

type Held = Awaited<ReturnType<PostgresPool['connect']>>

/** A server that takes connections, or is silent until they are given up. */
class StandInPool extends pg.Pool {
  isSilent = false

  override connect(): Promise<pg.PoolClient>
  override connect(): unknown {
    if (this.isSilent) return Promise.reject(new Error('timeout exceeded when trying to connect'))
    return Promise.resolve(Object.assign(new pg.Client(), { release: () => {} }))
  }
}

let pool: StandInPool
let changes: [string, boolean][]

beforeEach(() => {
  pool = new StandInPool()
  changes = []
})
afterEach(() => pool.end())

function lanesOver(connections: number, waitMs = 0): Lanes {
  return new Lanes(pool, { connections, waitMs, onChange: (...told) => changes.push(told) })
}

/** What became of requests so far, without waiting for them. */
async function settled(requests: readonly Promise<Held>[]): Promise<string[]> {
  const states = requests.map((request) =>
    Promise.race([request.then(() => 'held', reasonOf), Promise.resolve().then(waiting)]),
  )
  return Promise.all(states)
}

const reasonOf = (error: { reason: string }) => error.reason

/** Long enough for everything that waits for no one else. */
async function waiting(): Promise<string> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  return 'waiting'
}

const many = (count: number, lane: PostgresPool) =>
  Array.from({ length: count }, () => lane.connect())

/** Enough connections in vain to block a lane of ten. */
async function block(lane: PostgresPool): Promise<void> {
  pool.isSilent = true
  for (const request of many(3, lane)) await request.catch(reasonOf)
  pool.isSilent = false
}

describe('the connections of a process', () => {
  test('go to one kind of work by half, the others find the rest', async () => {
    const lanes = lanesOver(4)
    const partners = many(5, lanes.pool('partners'))
    expect(await settled(partners)).toEqual(['held', 'held', 'waiting', 'waiting', 'waiting'])
    expect(await settled(many(1, lanes.pool('policies')))).toEqual(['held'])
  })

  test('are given by turns, so that one request does not stand behind many others', async () => {
    const lanes = lanesOver(2)
    const [first] = many(1, lanes.pool('partners'))
    const [second] = many(1, lanes.pool('chips'))
    const partners = lanes.pool('partners of others')
    const crowd = many(3, partners)
    const [one] = many(1, lanes.pool('policies'))
    ;(await first)?.release()
    expect(await settled([...crowd, ...(one ? [one] : [])])).toEqual([
      'held',
      'waiting',
      'waiting',
      'waiting',
    ])
    ;(await second)?.release()
    expect(await settled(one ? [one] : [])).toEqual(['held'])
  })

  test('are not waited for longer than is set', async () => {
    vi.useFakeTimers()
    const lane = lanesOver(1, 5000).pool('partners')
    const [held, late] = many(2, lane)
    const refused = late?.catch(reasonOf)
    await vi.advanceTimersByTimeAsync(5000)
    vi.useRealTimers()
    expect(await refused).toBe('busy')
    ;(await held)?.release()
    expect(await settled(many(1, lane))).toEqual(['held'])
  })
})

describe('work that waits in vain', () => {
  test('is let in one by one, and the others are refused at once', async () => {
    const lanes = lanesOver(10)
    const lane = lanes.pool('partners')
    await block(lane)
    expect([changes, lanes.blocked()]).toEqual([[['partners', true]], ['partners']])
    expect(await settled(many(3, lane))).toEqual(['held', 'busy', 'busy'])
  })

  test('refuses also those who wait already', async () => {
    const lane = lanesOver(4).pool('partners')
    const held = many(2, lane)
    await Promise.all(held)
    const late = many(2, lane)
    pool.isSilent = true
    for (const connection of held) (await connection).release()
    expect(await Promise.all(late.map((one) => one.catch(reasonOf)))).toEqual(['silent', 'silent'])
    expect(await settled(many(1, lane))).toEqual(['silent'])
  })

  test('once is no reason to refuse anybody', async () => {
    const lanes = lanesOver(10)
    pool.isSilent = true
    await lanes.pool('policies').connect().then(undefined, reasonOf)
    expect(lanes.blocked()).toEqual([])
  })

  test('holds half of the connections at most, of however many kinds it is', async () => {
    const lanes = lanesOver(4)
    const blocked = ['partners', 'policies', 'chips'].map((name) => lanes.pool(name))
    for (const lane of blocked) await block(lane)
    const tries = blocked.flatMap((lane) => many(1, lane))
    expect(await settled(tries)).toEqual(['held', 'held', 'busy'])
    expect(await settled(many(2, lanes.pool('sound')))).toEqual(['held', 'held'])
  })

  test('goes on with the first that succeeds', async () => {
    const lanes = lanesOver(10)
    const lane = lanes.pool('partners')
    await block(lane)
    ;(await lane.connect()).release()
    expect([changes.at(-1), lanes.blocked()]).toEqual([['partners', false], []])
    expect(await settled(many(5, lane))).toEqual(Array.from({ length: 5 }, () => 'held'))
  })
})
