import type { FastifyBaseLogger } from 'fastify'
import type { OpenDatabase } from '../database/database.ts'
import { outboxChannel, type Destination, type Message, type Outcome } from './destination.ts'
import { pauseAfter } from './pauses.ts'
import { claimMessages, dropClaims, findWaiting, recordTry } from './queries.ts'

/** Ends a delivery that does not come to an end. */
const longestDeliveryMs = 45_000
/**
 * How long a message belongs to whoever took it. Longer than a delivery by what the other side still
 * takes a request for after it was made, so that none of a process that was held up counts after the
 * next one's.
 */
const claimMs = longestDeliveryMs + 135_000
/** What is due without anybody saying so: after a pause, a crash, or a lost connection. */
const usualPollMs = 5000
/** Deliveries that run when the process stops get this long. */
const graceMs = 4000

interface Work {
  database: Pick<OpenDatabase, 'db' | 'kind' | 'listen'>
  destinations: readonly Destination[]
  clock: () => Date
  log: FastifyBaseLogger
  pollMs?: number
}

interface Running {
  /** Looks for work now. */
  wake(): void
  close(): Promise<void>
}

/**
 * Delivers messages for as long as the process lives: at once when the database tells of them, else
 * within seconds. Replicas share the work by claims in the table; nothing is held while the other side
 * is waited for.
 */
export async function startOutbox(work: Work): Promise<{ close(): Promise<void> }> {
  const { database, destinations } = work
  if (destinations.length === 0) return { close: async () => {} }
  if (database.kind === 'embedded') await dropClaims(database.db)
  const running = new Map<string, Running>()
  for (const destination of destinations) {
    running.set(destination.name, deliverTo(destination, work))
  }
  const listening = await database.listen(outboxChannel, (name) => {
    const told = running.get(name)
    for (const one of told ? [told] : running.values()) one.wake()
  })
  return {
    async close() {
      await Promise.all([listening, ...running.values()].map((one) => one.close()))
    },
  }
}

/** Works for one destination, so that none waits for another. */
function deliverTo(destination: Destination, work: Work): Running {
  const { database, clock, log, pollMs = usualPollMs } = work
  const { name, parallel } = destination
  const stopping = new AbortController()
  const deliveries = new Set<Promise<void>>()
  let looking: Promise<void> | undefined
  let isWanted = false
  let isClosed = false

  async function look(): Promise<void> {
    isWanted = false
    const limit = parallel - deliveries.size
    if (limit <= 0) return
    const now = clock()
    const until = new Date(now.getTime() + claimMs)
    const claim = { destination: name, now, until, limit }
    for (const message of await claimMessages(database.db, claim)) begin(message)
  }

  /** One look at a time; who asks meanwhile gets another one after it. */
  function wake(): void {
    if (isClosed) return
    isWanted = true
    looking ??= look()
      .catch((error: unknown) =>
        log.error({ err: error, destination: name }, 'the outbox is stuck'),
      )
      .finally(() => {
        looking = undefined
        if (isWanted) wake()
      })
  }

  function begin(message: Message): void {
    const delivery = tryOnce(destination, message, { ...work, stopping: stopping.signal })
      .catch((error: unknown) =>
        log.error({ err: error, destination: name }, 'the outbox is stuck'),
      )
      .finally(() => {
        deliveries.delete(delivery)
        wake()
      })
    deliveries.add(delivery)
  }

  const poll = setInterval(wake, pollMs)
  wake()
  return {
    wake,
    async close() {
      isClosed = true
      clearInterval(poll)
      await looking
      const giveUp = setTimeout(() => stopping.abort(), graceMs)
      await Promise.all(deliveries)
      clearTimeout(giveUp)
    },
  }
}

type Trying = Work & { stopping: AbortSignal }

/** Delivers a claimed message and writes down what came of it. */
async function tryOnce(destination: Destination, message: Message, work: Trying): Promise<void> {
  const { database, log, stopping, clock } = work
  const { name, tellsState } = destination
  const answersFor = tellsState
    ? await findWaiting(database.db, name, message.orderingKey)
    : [message.id]
  const outcome = await outcomeOf(destination, message, work)
  // Who stops gives back what it could not finish; the others need not wait for that.
  const pause = outcome.kind === 'retry' && !stopping.aborted ? pauseAfter(message.attempt) : 0
  const at = new Date(clock().getTime() + pause)
  const tried = { destination: name, message, answersFor, outcome, at }
  const isRecorded = await recordTry(database.db, tried)
  const about = { destination: name, subject: message.orderingKey, attempt: message.attempt }
  if (!isRecorded) log.warn(about, 'a delivery took too long and was left to another process')
  else if (outcome.kind !== 'delivered') {
    log.warn({ ...about, reason: outcome.reason }, `a message was not delivered: ${outcome.kind}`)
  }
}

async function outcomeOf(
  destination: Destination,
  message: Message,
  { stopping, log }: Trying,
): Promise<Outcome> {
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(longestDeliveryMs)])
  const givenUp = new Promise<Outcome>((resolve) => {
    const giveUp = () => resolve({ kind: 'retry', reason: 'took_too_long' })
    signal.addEventListener('abort', giveUp, { once: true })
  })
  try {
    // A destination that does not listen to the signal keeps nobody waiting either.
    return await Promise.race([destination.deliver(message, signal), givenUp])
  } catch (error) {
    log.error({ err: error, destination: destination.name }, 'a delivery broke off')
    return { kind: 'retry', reason: 'broke_off' }
  }
}
