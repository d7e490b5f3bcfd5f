import pg from 'pg'

/**
 * Why the database did not do its work: somebody else holds a lock · two waited for each other · a
 * statement took too long · no connection is accepted · no answer comes · the connection broke · the server has no room · every
 * connection of this process is in use.
 */
export type FaultReason =
  | 'lock'
  | 'deadlock'
  | 'statement'
  | 'refused'
  | 'silent'
  | 'lost'
  | 'full'
  | 'busy'

/** The database could not do its work, whatever the work was; the same again may succeed later. */
export class DatabaseFault extends Error {
  readonly reason: FaultReason
  /** For the identity provider, which asks its errors. */
  readonly statusCode = 503

  constructor(reason: FaultReason, cause?: unknown) {
    super(`The database did not do its work (${reason})`, { cause })
    this.name = 'DatabaseFault'
    this.reason = reason
  }
}

/** SQLSTATE, whole or by class (PostgreSQL, appendix A), of what is nobody's mistake. */
const reasons: Readonly<Record<string, FaultReason>> = {
  '55P03': 'lock',
  '40P01': 'deadlock',
  '57014': 'statement',
  '25P03': 'lost',
  '57P01': 'lost',
  '57P02': 'lost',
  '57P03': 'refused',
  '57P05': 'lost',
  '08': 'lost',
  '53': 'full',
}

const reasonOfState = (state = ''): FaultReason | undefined =>
  reasons[state] ?? reasons[state.slice(0, 2)]

/** What the driver says when it gave up waiting; it has no codes for it. */
const silences: ReadonlySet<string> = new Set([
  'Query read timeout',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'timeout expired',
])

/** What went wrong while a connection was made: never the statement's mistake. */
export function connectionFault(error: unknown): DatabaseFault {
  if (!(error instanceof Error)) return new DatabaseFault('refused', error)
  const state = error instanceof pg.DatabaseError ? error.code : undefined
  if (silences.has(error.message)) return new DatabaseFault('silent', error)
  return new DatabaseFault(reasonOfState(state) ?? 'refused', error)
}

/**
 * What went wrong with a statement: a fault, or the error as it is when the statement is to blame.
 * @param isBroken whether the connection is of no more use
 */
export function statementFault(error: unknown, isBroken: boolean): unknown {
  if (!(error instanceof Error)) return error
  if (error instanceof pg.DatabaseError) {
    const reason = reasonOfState(error.code)
    return reason ? new DatabaseFault(reason, error) : error
  }
  if (silences.has(error.message)) return new DatabaseFault('silent', error)
  return isBroken ? new DatabaseFault('lost', error) : error
}
