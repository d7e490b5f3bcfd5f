import type { FastifyReply } from 'fastify'

/** A reply as it goes onto the wire. */
export interface Reply {
  status: number
  body: unknown
  contentType: 'application/json' | 'application/problem+json'
}

export function send(reply: FastifyReply, { status, body, contentType }: Reply): FastifyReply {
  return reply.status(status).type(contentType).send(JSON.stringify(body))
}
