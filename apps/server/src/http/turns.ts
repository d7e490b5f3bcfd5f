import { isObject, type Endpoint } from '@pmp/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { DatabaseFault } from '../database/fault.ts'
import { isAskedWhole } from './list-request.ts'

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Who reads an answer slowly, or not at all, does not make others wait longer. */
const longestSendingMs = 5000
/** Who has no turn by then is asked to come back, as without a connection to the database. */
const longestWaitMs = 5000

interface TurnOptions {
  /** Whether a route waits for the database: then it ends by itself, and nobody waits behind it. */
  isBlocked: (route: string) => boolean
  waitMs?: number
}

/**
 * Lets answers without pages be made one after another: each takes as much memory as a hundred
 * pages, and several at once would take more than there is (decision 31). All else goes on beside.
 * Callers take turns: one who asks for many has one before each other caller.
 */
export function createTurns({
  isBlocked,
  waitMs = longestWaitMs,
}: TurnOptions): (endpoint: Endpoint, handler: Handler) => Handler {
  const queue = createQueue(waitMs)
  const inTurn = async (handler: Handler, request: FastifyRequest, reply: FastifyReply) => {
    const { caller } = request
    const end = await queue.turnOf(caller?.claims.sub ?? caller?.userName ?? request.ip)
    try {
      return await handler(request, reply)
    } finally {
      if (reply.raw.closed) end()
      reply.raw.once('close', end)
      setTimeout(end, longestSendingMs).unref()
    }
  }
  return (endpoint, handler) => {
    if (!endpoint.isWhole && !endpoint.list) return handler
    return (request, reply) => {
      if (!isWhole(endpoint, request)) return handler(request, reply)
      const { method, routeOptions } = request
      return isBlocked(`${method} ${routeOptions.url}`)
        ? handler(request, reply)
        : inTurn(handler, request, reply)
    }
  }
}

/** One turn at a time; the caller whose last one is longest ago comes next. */
function createQueue(waitMs: number) {
  const waiting = new Map<string, (() => void)[]>()
  let isTaken = false
  const next = () => {
    const [first] = waiting
    isTaken = first !== undefined
    if (!first) return
    const [caller, [go, ...others]] = first
    waiting.delete(caller)
    if (others.length > 0) waiting.set(caller, others)
    go?.()
  }
  const wait = (caller: string) =>
    new Promise<void>((resolve, reject) => {
      const go = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        const others = waiting.get(caller)?.filter((other) => other !== go) ?? []
        if (others.length > 0) waiting.set(caller, others)
        else waiting.delete(caller)
        reject(new DatabaseFault('busy'))
      }, waitMs)
      waiting.set(caller, [...(waiting.get(caller) ?? []), go])
    })
  return {
    /**
     * @returns what ends the turn
     * @throws {DatabaseFault} busy
     */
    async turnOf(caller: string): Promise<() => void> {
      if (isTaken) await wait(caller)
      isTaken = true
      let isOver = false
      return () => {
        if (!isOver) next()
        isOver = true
      }
    },
  }
}

function isWhole({ isWhole: always, list }: Endpoint, { query }: FastifyRequest): boolean {
  if (always) return true
  return list !== undefined && isAskedWhole(list, isObject(query) ? query : {})
}
