import type { Endpoint } from '@pmp/contract'
import type { FastifyReply, FastifyRequest } from 'fastify'

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>

/** Who reads an answer slowly, or not at all, does not make others wait longer. */
const longestSendingMs = 5000

/**
 * Lets answers without pages be made one after another: each takes as much memory as a hundred
 * pages, and several at once would take more than there is (decision 31). All else goes on beside.
 */
export function createTurns(): (endpoint: Endpoint, handler: Handler) => Handler {
  let last = Promise.resolve()
  return (endpoint, handler) => async (request, reply) => {
    if (!isWhole(endpoint, request)) return handler(request, reply)
    const before = last
    const turn = Promise.withResolvers<void>()
    last = turn.promise
    await before
    try {
      return await handler(request, reply)
    } finally {
      if (reply.raw.closed) turn.resolve()
      reply.raw.once('close', turn.resolve)
      setTimeout(turn.resolve, longestSendingMs).unref()
    }
  }
}

function isWhole({ isWhole: always, list }: Endpoint, { query }: FastifyRequest): boolean {
  if (always) return true
  return list !== undefined && !list.defaultPage && !Object.hasOwn(Object(query), 'pageNo')
}
