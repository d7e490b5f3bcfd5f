import {
  bodyOf,
  readReply,
  roles,
  urlOf,
  type CallOf,
  type Endpoint,
  type ResponseOf,
} from '@pmp/contract'
import type { AddressInfo } from 'node:net'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp } from '../app.ts'
import { createExaminationBudget } from '../certificate-engine/examination-budget.ts'
import { withPathRules } from '../certificate-engine/path-rules.ts'
import { readConfig, type Config } from '../config.ts'
import type { OpenDatabase } from '../database/database.ts'
import { limitsOf } from '../database/limits.ts'
import { createTestDatabase } from '../database/testing.ts'
import { createDiscoveryReader } from '../esignet/discovery.ts'
import { createKeyUses } from '../features/api-keys/key-uses.ts'
import { createEndedTokens } from '../identity/ended-tokens.ts'
import { createPersonDirectory } from '../identity/person-directory.ts'
import { startTestIssuer } from '../identity/testing.ts'
import { createTokenVerifier } from '../identity/tokens.ts'
import { openKeyRing } from '../keys/key-ring.ts'
import { openTestKeyStore } from '../keys/testing-keys.ts'
import { noteCall } from './endpoint-cases.ts'

/** A person or service that calls the API in a test. */
export interface TestUser {
  userName: string
  roles: readonly string[]
  email?: string
  /** Further claims, e.g. another `sub` for somebody else of that name. */
  claims?: Record<string, unknown>
  /** Nothing belongs to them that they ask for: see `asStranger`. */
  isStranger?: boolean
  /** What another issuer than that of the tests gave them. */
  token?: string
}

export const people = {
  admin: { userName: 'registrar', roles: [roles.partnerAdmin], email: 'registrar@id.example' },
  policyManager: {
    userName: 'policy-desk',
    roles: [roles.policyManager],
    email: 'policy@id.example',
  },
  bank: { userName: 'north-bank', roles: [roles.authPartner], email: 'it@north-bank.example' },
  shop: { userName: 'corner-shop', roles: [roles.authPartner], email: 'it@corner-shop.example' },
  visitor: { userName: 'visitor', roles: ['VISITOR'], email: 'visitor@id.example' },
} as const satisfies Record<string, TestUser>

/**
 * A running server on a database of its own, with an issuer of its own: real HTTP, real tokens.
 * `clock.now` moves its time.
 * @param given a database that others have prepared; it is closed with the server
 */
export async function startTestServer(settings: Record<string, string> = {}, given?: OpenDatabase) {
  const issuer = await startTestIssuer()
  const dataDir = mkdtempSync(join(tmpdir(), 'pmp-test-'))
  const read: Config = readConfig(
    { DATA_DIR: dataDir, OIDC_ISSUER: issuer.issuer, LOG_LEVEL: 'fatal', PORT: '0', ...settings },
    '/no-env-file',
  )
  const database = given ?? (await createTestDatabase(limitsOf(read)))
  const config = await withPathRules(database.db, read)
  const clock = { now: new Date() }
  const { keyStore, keyFile } = await openTestKeyStore(config)
  const { db, lane: laneOf, blockedLanes } = database
  const keys = await openKeyRing({ db, keyStore, now: clock.now, log: () => {} })
  /** Another server on the same database, as a second process would be. */
  async function startReplica() {
    const keyUses = createKeyUses(db)
    const app = await buildApp({
      config,
      db,
      laneOf,
      blockedLanes,
      keys,
      keyFile,
      verifier: createTokenVerifier({
        config,
        keyFile,
        ended: createEndedTokens(laneOf('ended tokens')),
      }),
      persons: createPersonDirectory(laneOf, config),
      readDiscovery: createDiscoveryReader(config, () => clock.now),
      messages: {},
      keyUses,
      examinations: createExaminationBudget(),
      clock: () => clock.now,
    })
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    const close = async () => {
      await app.close()
      await keyUses.close()
    }
    return { url: `http://127.0.0.1:${port}`, close }
  }
  const { url, close: closeApp } = await startReplica()

  /** A token that is valid for an hour of the server's time. */
  async function tokenFor({ token, ...user }: TestUser): Promise<string> {
    if (token !== undefined) return token
    const ahead = Math.round((clock.now.getTime() - Date.now()) / 1000)
    return issuer.tokenFor({ ...user, expiresIn: ahead + 3600 })
  }

  /** A raw request as this person, or as nobody. */
  async function send(user: TestUser | null, method: string, path: string, body?: unknown) {
    const authorization = user ? `Bearer ${await tokenFor(user)}` : undefined
    const response = await fetch(`${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(authorization ? { authorization } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const { status, headers } = response
    const answered = parsed(await response.text())
    const { isStranger = false } = user ?? {}
    noteCall({ method, path, isNobody: user === null, isStranger, status, body: answered })
    return { status, headers, body: answered }
  }

  /** Calls an endpoint of the contract; throws `CallFailed` when it refuses. */
  async function call<E extends Endpoint>(
    user: TestUser | null,
    endpoint: E,
    input: CallOf<E>,
  ): Promise<ResponseOf<E>> {
    const body = bodyOf(endpoint, input, clock.now)
    const reply = await send(user, endpoint.method, urlOf(endpoint, input), body)
    return readReply(endpoint, reply.status, reply.body)
  }

  async function closeWithoutDatabase() {
    await closeApp()
    await keyStore.close()
    await issuer.close()
    rmSync(dataDir, { recursive: true, force: true })
  }

  async function close() {
    await closeWithoutDatabase()
    await database.close()
  }

  return {
    url,
    config,
    db,
    pool: database.pool,
    keys,
    keyStore,
    clock,
    issuer,
    send,
    call,
    startReplica,
    close,
    /** For a test that took the database away itself. */
    closeWithoutDatabase,
  }
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
