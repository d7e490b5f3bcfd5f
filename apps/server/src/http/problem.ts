import type { Reply } from './reply.ts'

const problemTitles: Record<number, string> = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Method Not Allowed',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
}

/** A request that never reaches an operation: malformed, not found, wrong media type (RFC 9457). */
export class Problem extends Error {
  readonly status: number

  constructor(status: number, detail: string) {
    super(detail)
    this.name = 'Problem'
    this.status = status
  }
}

export function problemReply(problem: Problem, instance: string): Reply {
  return {
    status: problem.status,
    contentType: 'application/problem+json',
    body: {
      type: 'about:blank',
      title: problemTitles[problem.status] ?? 'Error',
      status: problem.status,
      detail: problem.message,
      instance,
    },
  }
}
