import { hash } from 'node:crypto'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { DatabaseFault, statementFault } from './fault.ts'
import type { DatabaseLimits } from './limits.ts'

const { builtins, getTypeParser } = pg.types

/** Statements that a connection keeps prepared; more distinct ones run unnamed. */
const mostNames = 400

/** Every column is read and written as UTC, whatever the zone of process and server. */
pg.defaults.parseInputDatesAsUTC = true

const earliest = '0001-01-01T00:00:00Z'
const latest = '9999-12-31T23:59:59.999Z'

/**
 * A stored instant. `infinity`, and what else has no year of four digits, reads as the last or the
 * first instant that has one: that is what it means, and one odd row hides no list.
 */
function readTimestamp(text: string): Date {
  const instant = new Date(`${text.replace(' ', 'T')}Z`)
  if (!Number.isNaN(instant.getTime())) return instant
  return new Date(text.startsWith('-') || text.endsWith('BC') ? earliest : latest)
}

const parsers: Partial<Record<number, (text: string) => unknown>> = {
  [builtins.TIMESTAMP]: readTimestamp,
  [builtins.INT8]: Number,
}

// oxlint-disable typescript/no-unsafe-enum-assignment -- the driver asks by number, whatever its types say
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers[oid]) ?? getTypeParser(oid, format ?? 'text'),
}
// oxlint-enable typescript/no-unsafe-enum-assignment

/** What the driver calls with an answer, or with what went wrong. */
type Answered = (error: unknown, result: pg.QueryResult<object>) => void

const isAnswered = (value: unknown): value is Answered => typeof value === 'function'

/**
 * Names each distinct statement, so that the server parses and plans it once per connection; key
 * reads gain 30 to 84 percent. Tells faults of the database from mistakes of statements.
 */
class NamingClient extends pg.Client {
  readonly #names = new Map<string, string>()
  /** The connection ended; from then on the driver only says that it cannot be asked. */
  #isBroken = false
  /** The last fault since somebody asked. */
  fault: DatabaseFault | undefined

  constructor(config?: string | pg.ClientConfig) {
    super(config)
    // Lost between two statements: the next one fails and says so. Without a listener the process
    // would end here.
    const note = () => {
      this.#isBroken = true
    }
    this.on('error', note).on('end', note)
  }

  override query(...given: unknown[]): never {
    const [text, values, done] = given
    // The overloads of the driver cannot be restated.
    if (typeof text === 'string' && Array.isArray(values) && values.length > 0) {
      if (isAnswered(done)) return this.ask(text, values, done) as never
      return new Promise((resolve, reject) => {
        this.ask(text, values, (error, result) => (error ? reject(error) : resolve(result)))
      }) as never
    }
    // The arguments go through as they came.
    const answer: unknown = (super.query.bind(this) as (...all: unknown[]) => unknown)(...given)
    return (
      answer instanceof Promise
        ? answer.catch((error) => {
            throw this.#told(error)
          })
        : answer
    ) as never
  }

  /** A statement with values. Made as the driver makes it, but for copying what it is made from. */
  ask(text: string, values: unknown[], done: Answered): void {
    const query = new pg.Query<object>(text, values)
    const callback: Answered = (error, result) => done(error ? this.#told(error) : null, result)
    super.query(Object.assign(query, { name: this.#nameOf(text), callback }))
  }

  /** @returns a fault, or the error as it came, when the statement is to blame */
  #told(error: unknown): unknown {
    const told = statementFault(error, this.#isBroken)
    if (!(told instanceof DatabaseFault)) return withoutValues(told)
    this.fault = told
    if (told.reason === 'silent') {
      // The server may still be at it, so nothing more is to be had from this connection.
      this.#isBroken = true
      void this.end()
    }
    return told
  }

  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known || this.#names.size >= mostNames) return known
    // By content: connections of the embedded database come and go over one server session.
    const name = `pmp_${hash('sha256', text).slice(0, 24)}`
    this.#names.set(text, name)
    return name
  }
}

/**
 * PostgreSQL quotes the row that it refuses, keys and personal data included, and logs keep errors.
 * Code, constraint, table and column stay.
 */
function withoutValues(error: unknown): unknown {
  // The embedded database has a class of its own for the same message of the protocol.
  const isAnswer = error instanceof Error && 'severity' in error
  return isAnswer ? Object.assign(error, { detail: undefined, where: undefined }) : error
}

/** The last fault that a connection of our pools met, once. */
export function takeFault(client: pg.PoolClient): DatabaseFault | undefined {
  if (!(client instanceof NamingClient)) return undefined
  const { fault } = client
  client.fault = undefined
  return fault
}

const session = ['SET search_path TO pms, pg_catalog, public', "SET TimeZone TO 'UTC'"]

/** So much later than the server would end a statement, we stop waiting for one that does not. */
const graceMs = 1000

interface ServerOptions {
  url: string
  maxConnections: number
  /** Absent: none, as for migrations. */
  limits?: DatabaseLimits | undefined
  /** Told of an idle connection that the server has closed; the pool opens another. */
  onLost: (error: Error) => void
}

/** A pool of connections to a PostgreSQL server. */
export function connectToServer({ url, maxConnections, limits, onLost }: ServerOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: 'partner-management-portal',
    keepAlive: true,
    ...(limits ? boundedBy(limits) : {}),
    // Compiling a plan takes longer than any page of a list, and a plan with many branches looks dear.
    options: '-c search_path=pms,pg_catalog,public -c TimeZone=UTC -c jit=off',
    Client: NamingClient,
    types,
  })
  // Without a listener, a database that restarts would end the process.
  pool.on('error', onLost)
  return pool
}

/** The server ends what takes too long; who hears nothing from it ends the connection. */
function boundedBy({ connectMs, statementMs, lockMs, idleMs }: DatabaseLimits): pg.PoolConfig {
  return {
    connectionTimeoutMillis: connectMs,
    statement_timeout: statementMs,
    query_timeout: statementMs === 0 ? 0 : statementMs + graceMs,
    lock_timeout: lockMs,
    idle_in_transaction_session_timeout: idleMs,
  }
}

/** The one connection of an embedded database, as a pool. */
export async function connectToEmbedded(pglite: PGlite): Promise<pg.Pool> {
  for (const statement of session) await pglite.exec(statement)
  // The adapter's connection ends with its client, so each client gets a new one.
  class EmbeddedClient extends NamingClient {
    constructor() {
      const { connection, user, password, database, host, port } = createPgConfig(pglite)
      // The driver takes a ready connection, which its types do not tell.
      super({ connection, user, password, database, host, port, types } as pg.ClientConfig)
    }
  }
  return new pg.Pool({ max: 1, idleTimeoutMillis: 0, Client: EmbeddedClient })
}
