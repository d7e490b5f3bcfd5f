const longestMs = 10_000
/** Answers have a few hundred bytes, a discovery document a few thousand. */
const largestBytes = 1024 * 1024

/** Nothing came back that could be read: no connection, no answer in time, or far too much of it. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

interface Question {
  method?: 'GET' | 'POST' | 'PUT'
  headers?: Record<string, string>
  body?: string | URLSearchParams
  /** Ends the call earlier than after ten seconds. */
  signal?: AbortSignal
}

export interface Answer {
  status: number
  headers: Headers
  /** What the JSON says; undefined when it is none. */
  body: unknown
}

/**
 * One call of a neighbour that is named in the settings, within ten seconds and 1 MiB. Redirects are
 * not followed: a token goes to nobody else.
 * @throws {Unreachable}
 */
export async function ask(url: string, question: Question = {}): Promise<Answer> {
  const { signal, ...request } = question
  const end = AbortSignal.timeout(longestMs)
  try {
    const response = await fetch(url, {
      ...request,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([end, signal]) : end,
    })
    const { status, headers } = response
    return { status, headers, body: jsonOf(await readText(response)) }
  } catch (cause) {
    throw new Unreachable(`${new URL(url).host} did not answer`, { cause })
  }
}

async function readText({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > largestBytes) throw new Error('The answer is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
