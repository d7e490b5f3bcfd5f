import { Agent, request } from 'node:http'
import { sql } from 'kysely'
import * as contract from '@pmp/contract'
import { subOf } from '../../apps/server/src/identity/testing.ts'
import type { OpenDatabase } from '../../apps/server/src/database/database.ts'
import { people, startTestServer, type TestUser } from '../../apps/server/src/testing/server.ts'
import { measuredAt, owner } from './recipes.ts'
import { callOf, type Answered, type Asked } from './requests.ts'

const administration: string[] = [
  contract.roles.partnerAdmin,
  contract.roles.partnerManager,
  contract.roles.policyManager,
  ...contract.rolesExemptFromOwnership,
]
const everyRole = Object.values(contract.roles)

export const callers = {
  administrator: { ...people.admin, roles: everyRole },
  owner: { userName: owner, roles: everyRole.filter((role) => !administration.includes(role)) },
} as const satisfies Record<string, TestUser>

export type CallerName = keyof typeof callers

/** A request with its times. */
export interface Measured {
  asked: Asked
  by: CallerName
  /** By size, in the order of the sizes. */
  ms: number[]
}

/** A server on a filled database, and what it answers to a request. */
export interface MeasuredServer {
  database: OpenDatabase
  ask(asked: Asked, by: CallerName): Promise<Answered & { ms: number; refused?: string }>
  close(): Promise<void>
}

export async function serverOn(database: OpenDatabase): Promise<MeasuredServer> {
  const server = await startTestServer({}, database)
  server.clock.now = measuredAt
  await sql`insert into pmp.person (issuer, sub, user_id, bound_how, bound_by, bound_at)
    values (${server.issuer.issuer}, ${subOf(owner)}, ${owner}, 'invited', 'bench',
      ${measuredAt})`.execute(server.db)
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const tokens = {
    administrator: await server.issuer.tokenFor({
      ...callers.administrator,
      expiresIn: 90_000_000,
    }),
    owner: await server.issuer.tokenFor({ ...callers.owner, expiresIn: 90_000_000 }),
  }
  const totals = new Map<string, number>()

  async function ask(asked: Asked, by: CallerName) {
    const { endpoint, place } = asked
    const known = `${endpoint.path} ${by}`
    if (place !== undefined && !totals.has(known)) {
      const { place: _, ...first } = asked
      totals.set(known, (await ask(first, by)).total)
    }
    const { path, body } = callOf(asked, totals.get(known) ?? 0)
    const { ms, text } = await timed(
      server.url + path,
      { method: endpoint.method, agent },
      {
        body,
        token: tokens[by],
      },
    )
    return { ms, ...answered(text) }
  }

  return {
    database,
    ask,
    async close() {
      agent.destroy()
      await server.close()
    },
  }
}

/** From sending to the last byte: the server's time and the database's. */
function timed(
  url: string,
  options: { method: string; agent: Agent },
  { body, token }: { body: string | undefined; token: string },
): Promise<{ ms: number; text: string }> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  return new Promise((resolve, reject) => {
    const startedAt = performance.now()
    const call = request(url, { ...options, headers }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => {
        const ms = performance.now() - startedAt
        resolve({ ms, text: Buffer.concat(parts).toString() })
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}

interface Reply {
  response: {
    data: Record<string, unknown>[] | null
    totalResults?: number
    totalRecord?: number
  } | null
  errors?: { errorCode: string; message: string }[] | null
}

function answered(text: string): Answered & { refused?: string } {
  const { response, errors } = JSON.parse(text) as Reply
  const [error] = errors ?? []
  if (error) return { total: 0, rows: [], refused: `${error.errorCode} ${error.message}` }
  const rows = response?.data ?? []
  return { rows, total: response?.totalResults ?? response?.totalRecord ?? rows.length }
}
