import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import Fastify from 'fastify'
import pg from 'pg'
import { afterEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../database/database.ts'
import { people, startTestServer, type TestServer } from '../testing/server.ts'
import { serveHealth } from './health.ts'

const serverUrl = process.env['TEST_DATABASE_URL']
const partners = '/v1/partnermanager/admin-partners?pageNo=0&pageSize=8'
const policies = '/v1/policymanager/policies/v2?pageNo=0&pageSize=8'

let closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.toReversed()) await close()
  closing = []
})

/** Something that takes connections, and does with them what it is told. */
async function startDoor(onConnection: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const door = createServer((socket) => {
    sockets.add(socket.on('error', () => socket.destroy()))
    onConnection(socket)
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const close = async () => {
    cut()
    await new Promise((resolve) => door.close(resolve))
  }
  closing.push(close)
  return { port: (door.address() as AddressInfo).port, cut, close }
}

/** Health alone, over a database at this address. */
async function startProbes(url: string) {
  const limits = { connectMs: 60_000, statementMs: 60_000, lockMs: 500, idleMs: 500, waitMs: 500 }
  const database = await openDatabase({ url, maxConnections: 2, limits })
  const app = Fastify()
  const verifier = { outage: () => undefined }
  serveHealth(app, { ...database, verifier })
  closing.push(
    () => app.close(),
    () => database.close(),
  )
  return async (path: string) => {
    const { statusCode, body } = await app.inject(path)
    return [statusCode, JSON.parse(body) as unknown]
  }
}

const downFor = (cause: string) => [
  503,
  { status: 'DOWN', components: { db: { status: 'DOWN', details: { cause, blockedRoutes: 0 } } } },
]
const up = [
  200,
  { status: 'UP', components: { db: { status: 'UP', details: { blockedRoutes: 0 } } } },
]

describe('readiness', () => {
  test('is lost while the database takes connections and never answers', async () => {
    const door = await startDoor(() => {})
    const probe = await startProbes(`postgres://nobody@127.0.0.1:${door.port}/none`)
    expect(await Promise.all([probe('/readyz'), probe('/readyz'), probe('/healthz')])).toEqual([
      downFor('silent'),
      downFor('silent'),
      [200, { status: 'UP' }],
    ])
    expect(await probe('/v1/policymanager/actuator/health/readiness')).toEqual(downFor('silent'))
    // Also those who ask while it is silent, so that the process can end.
    door.cut()
  })

  test('is lost while the database refuses connections', async () => {
    const door = await startDoor(() => {})
    await door.close()
    const probe = await startProbes(`postgres://nobody@127.0.0.1:${door.port}/none`)
    expect(await probe('/readyz')).toEqual(downFor('refused'))
  })
})

// The embedded database has neither other sessions nor a line that could break.
describe.runIf(serverUrl)('on a server', () => {
  test('readiness comes back by itself', async () => {
    const real = new URL(serverUrl ?? '')
    let isReachable = false
    const door = await startDoor((socket) => {
      if (!isReachable) return
      const target = connect(Number(real.port || 5432), real.hostname)
      target.on('error', () => socket.destroy()).on('close', () => socket.destroy())
      socket.on('close', () => target.destroy())
      socket.pipe(target).pipe(socket)
    })
    const url = new URL(real)
    url.port = String(door.port)
    const probe = await startProbes(url.href)
    expect(await probe('/readyz')).toEqual(downFor('silent'))
    isReachable = true
    door.cut()
    await until(async () => (await probe('/readyz'))[0] === 200)
    expect(await probe('/readyz')).toEqual(up)
    isReachable = false
    door.cut()
    await until(async () => (await probe('/readyz'))[0] === 503)
    isReachable = true
    door.cut()
    await until(async () => (await probe('/readyz'))[0] === 200)
  })

  test('a locked table leaves the others room', async () => {
    const server = await start({ DATABASE_LOCK_SECONDS: '50', DATABASE_STATEMENT_SECONDS: '60' })
    const other = await openSession(server)
    await other.query('begin; lock table pms.partner in access exclusive mode')
    let answered = 0
    const waiting = Array.from({ length: 50 }, async () => {
      const { status } = await server.send(people.admin, 'GET', partners)
      answered += 1
      return status
    })
    await until(async () => (await waitingForLocks(other)) > 1)
    for (const path of [policies, '/v1/policymanager/policies', '/readyz']) {
      expect((await server.send(people.policyManager, 'GET', path)).status).toBe(200)
    }
    expect(answered).toBe(0)
    await other.query('commit')
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([200]))
  })

  test('who would wait for it too long is told when to come back', async () => {
    const server = await start({ DATABASE_LOCK_SECONDS: '0.3' })
    const other = await openSession(server)
    await other.query('begin; lock table pms.partner in access exclusive mode')
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => server.send(people.admin, 'GET', partners)),
    )
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([503]))
    expect(replies[0]?.headers.get('retry-after')).toBe('5')
    expect(replies[0]?.body).toMatchObject({
      id: 'mosip.pms.admin.partners.get',
      response: null,
      errors: [{ errorCode: 'PMP_012' }],
    })
    expect((await server.send(people.policyManager, 'GET', policies)).status).toBe(200)
    const ready = await server.send(null, 'GET', '/readyz')
    expect(ready.body).toMatchObject({ components: { db: { details: { blockedRoutes: 1 } } } })

    await other.query('commit')
    expect((await server.send(people.admin, 'GET', partners)).status).toBe(200)
    expect((await server.send(null, 'GET', '/readyz')).body).toMatchObject(up[1] as object)
  })

  test('connections that end in the middle of requests are replaced', async () => {
    const server = await start({ DATABASE_LOCK_SECONDS: '50', DATABASE_STATEMENT_SECONDS: '60' })
    const other = await openSession(server)
    await other.query('begin; lock table pms.partner in access exclusive mode')
    const caught = server.send(people.admin, 'GET', partners)
    const changing = server.send(people.admin, 'PATCH', '/v1/partnermanager/partners/none', {
      requesttime: server.clock.now.toISOString(),
      request: { status: 'De-Active' },
    })
    await until(async () => (await waitingForLocks(other)) > 1)
    await other.query(`select pg_terminate_backend(pid) ${waits}`)
    expect([(await caught).status, (await changing).status]).toEqual([503, 503])
    await other.query('commit')
    expect((await server.send(people.admin, 'GET', partners)).status).toBe(200)
  })
})

async function start(settings: Record<string, string>): Promise<TestServer> {
  const server = await startTestServer(settings)
  closing.push(server.close)
  return server
}

/** Another program on the database of the server. */
async function openSession({ pool }: TestServer): Promise<pg.Client> {
  const { rows } = await pool.query<{ name: string }>('select current_database() as name')
  const url = new URL(serverUrl ?? '')
  url.pathname = `/${rows[0]?.name}`
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  closing.push(() => client.end())
  return client
}

/** Tables that somebody waits for; what the activity view says stands still within a transaction. */
const waits = `from pg_locks where not granted
  and database = (select oid from pg_database where datname = current_database())`

async function waitingForLocks(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(`select 1 ${waits}`)
  return rowCount ?? 0
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000
  while (!(await isSo()) && Date.now() < end) await pause(25)
  expect(await isSo()).toBe(true)
}
