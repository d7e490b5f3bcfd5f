import type pg from 'pg'
import type { PostgresPool } from 'kysely'
import { takeFault } from './connection.ts'
import { connectionFault, DatabaseFault, type FaultReason } from './fault.ts'

interface Waiter {
  go(): void
  refuse(fault: DatabaseFault): void
}

/** Work of one kind, which meets the same tables. */
interface Lane {
  name: string
  held: number
  /** Connections that it may hold now. */
  limit: number
  waiting: Set<Waiter>
}

/** What a connection met while it was held. */
type Outcome = 'worked' | 'waited' | 'failed'

/** Faults after which the next one of the same kind would wait as long, most likely. */
const waits: ReadonlySet<FaultReason> = new Set(['lock', 'statement', 'silent'])

/** The pool as the work of a lane sees it. */
export interface LanePool extends PostgresPool {
  /** The rows of one statement, over one connection, which goes back at once. */
  query(text: string, values: readonly unknown[]): Promise<unknown[]>
}

interface LaneOptions {
  connections: number
  /** Longest wait for a connection, in milliseconds; 0 for as long as it takes. */
  waitMs: number
  /** Told when the work of a lane is blocked, and when it goes on. */
  onChange?: ((lane: string, isBlocked: boolean) => void) | undefined
}

/**
 * Shares the connections of a pool among kinds of work, so that what waits for one table leaves the
 * others room. A lane holds half of the connections at most. A statement that ends because of a lock
 * or a limit of time halves that; a lane down to one connection is blocked: whoever comes while
 * that one is in use is refused at once. All blocked lanes together hold no more than half of the
 * connections. The first statement that succeeds opens a lane again.
 */
export class Lanes {
  readonly #pool: pg.Pool
  readonly #options: LaneOptions
  readonly #share: number
  readonly #lanes = new Map<string, Lane>()
  /** Lanes that somebody waits in, whose turn is next first. */
  readonly #queue = new Set<Lane>()
  #free: number

  constructor(pool: pg.Pool, options: LaneOptions) {
    this.#pool = pool
    this.#options = options
    this.#free = options.connections
    this.#share = Math.ceil(options.connections / 2)
  }

  /** The pool as the work of a lane sees it. */
  pool(name: string): LanePool {
    const lane: Lane = { name, held: 0, limit: this.#share, waiting: new Set() }
    this.#lanes.set(name, lane)
    return {
      connect: () => this.#connect(lane),
      query: (text, values) => this.#query(lane, text, values),
      end: async () => {},
      options: {},
    }
  }

  /** The lanes that wait for the database. */
  blocked(): string[] {
    const lanes = [...this.#lanes.values()]
    return lanes.filter((lane) => this.#isBlocked(lane)).map(({ name }) => name)
  }

  async #query(lane: Lane, text: string, values: readonly unknown[]): Promise<unknown[]> {
    const entered = this.#enter(lane)
    if (entered) await entered
    return this.#ask(lane, text, values)
  }

  /** As over `#connect`, but in one promise: what is asked most should cost little more than its answer. */
  #ask(lane: Lane, text: string, values: readonly unknown[]): Promise<unknown[]> {
    return new Promise((resolve, reject) => {
      this.#pool.connect((error, client) => {
        if (!client) {
          const fault = connectionFault(error)
          this.#leave(lane, outcomeOf(fault))
          reject(fault)
          return
        }
        client.query<object>(text, [...values], (failure: Error | null, result) => {
          client.release()
          this.#leave(lane, outcomeOf(takeFault(client)))
          if (failure) reject(failure)
          else resolve(result.rows)
        })
      })
    })
  }

  async #connect(lane: Lane) {
    const entered = this.#enter(lane)
    if (entered) await entered
    try {
      const client = await this.#pool.connect()
      const release = client.release.bind(client)
      client.release = (isBroken) => {
        release(isBroken)
        this.#leave(lane, outcomeOf(takeFault(client)))
      }
      return client
    } catch (error) {
      const fault = connectionFault(error)
      this.#leave(lane, outcomeOf(fault))
      throw fault
    }
  }

  #isBlocked({ limit }: Lane): boolean {
    return limit < this.#share && limit === 1
  }

  /** @returns a wait, if there is one */
  #enter(lane: Lane): Promise<void> | undefined {
    if (this.#isBlocked(lane) && !this.#mayTry(lane)) throw new DatabaseFault('busy')
    if (this.#free <= 0 || lane.held >= lane.limit) return this.#wait(lane)
    this.#take(lane)
    return undefined
  }

  /** One at a time sees whether a blocked lane works again. */
  #mayTry(lane: Lane): boolean {
    const held = [...this.#lanes.values()]
      .filter((other) => this.#isBlocked(other))
      .reduce((sum, other) => sum + other.held, 0)
    return lane.held === 0 && held < this.#share
  }

  #take(lane: Lane): void {
    lane.held += 1
    this.#free -= 1
  }

  #wait(lane: Lane): Promise<void> {
    const { waitMs } = this.#options
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => () => {
        clearTimeout(timer)
        lane.waiting.delete(waiter)
        finish()
      }
      const waiter: Waiter = {
        go: end(resolve),
        refuse: (fault) => end(() => reject(fault))(),
      }
      const timer =
        waitMs === 0
          ? undefined
          : setTimeout(() => waiter.refuse(new DatabaseFault('busy')), waitMs)
      lane.waiting.add(waiter)
      this.#queue.add(lane)
    })
  }

  #leave(lane: Lane, outcome: Outcome): void {
    lane.held -= 1
    this.#free += 1
    const wasBlocked = this.#isBlocked(lane)
    if (outcome === 'worked') lane.limit = this.#share
    if (outcome === 'waited') lane.limit = Math.max(1, Math.floor(lane.limit / 2))
    const isBlocked = this.#isBlocked(lane)
    if (isBlocked) for (const waiter of lane.waiting) waiter.refuse(new DatabaseFault('busy'))
    if (isBlocked !== wasBlocked) this.#options.onChange?.(lane.name, isBlocked)
    this.#letIn()
  }

  /** By turns, so that few requests of one kind do not stand behind many of another. */
  #letIn(): void {
    if (this.#queue.size === 0) return
    for (const lane of this.#queue) if (lane.waiting.size === 0) this.#queue.delete(lane)
    while (this.#free > 0) {
      const lane = [...this.#queue].find(({ held, limit }) => held < limit)
      const [waiter] = lane?.waiting ?? []
      if (!lane || !waiter) return
      this.#queue.delete(lane)
      this.#take(lane)
      waiter.go()
      if (lane.waiting.size > 0) this.#queue.add(lane)
    }
  }
}

function outcomeOf(fault: DatabaseFault | undefined): Outcome {
  if (!fault) return 'worked'
  return waits.has(fault.reason) ? 'waited' : 'failed'
}
