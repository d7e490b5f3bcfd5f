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

/** A parameter of upstream's partner service beyond its limits, answered in a form of its own. */
export class BrokenLimit extends Problem {}

export function problemReply(problem: Problem, instance: string): Reply {
  if (problem instanceof BrokenLimit) return brokenLimitReply(problem, instance)
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

/** The JSON of upstream's servlet container (common.md 2). */
function brokenLimitReply({ status }: Problem, path: string): Reply {
  const timestamp = new Date().toISOString()
  const body = { timestamp, status, error: problemTitles[status] ?? 'Error', path }
  return { status, contentType: 'application/json', body }
}
