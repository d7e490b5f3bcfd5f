import type { IssuerUnreachable } from './issuer-keys.ts'

/** Since when the issuer cannot be asked, and how long those who are signed in go on. */
export interface IssuerOutage {
  since: Date
  /** When the last known keys end; none are known: nobody can be recognised. */
  keysUntil: Date | undefined
}

interface OutageLog {
  error(details: object, line: string): void
  warn(details: object, line: string): void
}

/** Keeps since when the issuer cannot be asked; logs beginning and end, not every attempt between. */
export function createOutageWatch(issuer: string, log: OutageLog | undefined) {
  let since: Date | undefined
  return {
    since: () => since,
    report(problem: IssuerUnreachable | undefined): void {
      if (problem && !since) {
        since = new Date()
        log?.error({ err: problem, issuer, reason: causesOf(problem) }, 'issuer unreachable')
      }
      if (!problem && since) {
        log?.warn({ issuer, since }, 'the issuer can be reached again')
        since = undefined
      }
    },
  }
}

/** What went wrong and why, to the bottom, e.g. which name is not known. */
function causesOf(error: unknown): string {
  const words: string[] = []
  for (let cause = error; cause instanceof Error; { cause } = cause) words.push(wordsOf(cause))
  return words.join(': ')
}

/** Node collects the failures of several addresses of a host under an empty message. */
function wordsOf(error: Error): string {
  if (!(error instanceof AggregateError)) return error.message
  return error.errors.map((each) => (each instanceof Error ? each.message : '')).join(', ')
}
