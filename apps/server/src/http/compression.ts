import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { negotiate } from '@fastify/accept-negotiator'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Below it, head and body travel in one packet anyway. */
const leastBytes = 1000

/** Of several that a client takes alike, the first is chosen. */
const offered = ['br', 'gzip', 'identity']

type Encoding = 'br' | 'gzip'

/** The encoding that a client prefers (RFC 9110 §12.5.3); nothing for those that ask for none. */
export function encodingFor(accepted: string | undefined): Encoding | undefined {
  if (accepted === undefined) return undefined
  const preferred = negotiate(accepted.slice(0, 200).toLowerCase(), offered)
  return preferred === 'br' || preferred === 'gzip' ? preferred : undefined
}

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)

/** Quick rather than small: what is answered is compressed for one reader. */
const quick = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

export const encode: Record<Encoding, (content: string | Buffer) => Promise<Buffer>> = {
  br: (content) => brotli(content, quick),
  gzip: (content) => gzipped(content, { level: 6 }),
}

/**
 * An `onSend` hook of routes whose answers show no secret (record 41). Whoever asks for no encoding
 * costs the look at one header.
 */
export async function compressAnswer(
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  const encoding = encodingFor(request.headers['accept-encoding'])
  if (!encoding || typeof payload !== 'string' || payload.length < leastBytes) return payload
  reply.header('Content-Encoding', encoding)
  reply.header('Vary', 'Accept-Encoding')
  reply.removeHeader('Content-Length')
  return encode[encoding](payload)
}
