import type { FastifyReply } from 'fastify'

/** A reply as it goes onto the wire. */
export interface Reply {
  status: number
  body: unknown
  /** To the letter: clients compare it. */
  contentType: 'application/json' | 'application/json;charset=UTF-8' | 'application/problem+json'
  /** After so many seconds the same may succeed (RFC 9110 §10.2.3). */
  retryAfter?: number
}

export function send(
  reply: FastifyReply,
  { status, body, contentType, retryAfter }: Reply,
): FastifyReply {
  if (retryAfter !== undefined) reply.header('Retry-After', retryAfter)
  // Without a serializer of ours the framework would add its character set; as bytes, head and body
  // would leave by two buffers instead of one.
  return reply.status(status).type(contentType).serializer(JSON.stringify).send(body)
}
