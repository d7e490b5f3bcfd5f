import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest'
import { readConfig } from '../config.ts'
import { transaction, type OpenDatabase } from '../database/database.ts'
import { createTestDatabase } from '../database/testing.ts'
import { findClientContent } from '../features/oidc-clients/queries.ts'
import { jobContextFor } from '../jobs/testing.ts'
import { startOutbox } from '../outbox/start-outbox.ts'
import { esignetDestination } from './esignet-destination.ts'
import { findRegistrations } from './queries.ts'
import { queueClientRegistration, queueClientRegistrationAtOnce } from './queue-registration.ts'
import { changeClient, storeClient, type TestClient } from './testing-clients.ts'
import { startTestEsignet, type TestEsignet } from './testing-esignet.ts'
import type { EsignetVersion } from './testing-esignet-rules.ts'

interface Setting {
  version?: EsignetVersion
  settings?: Record<string, string>
  port?: number
}

type Given = Omit<TestClient, 'id'>

let count = 0

/** A portal that delivers, its clients, and an eSignet; for the tests of the file that asks for it. */
export class RegistrationScenes {
  database!: OpenDatabase
  esignet!: TestEsignet
  now = 0
  readonly lines: string[] = []
  readonly #running: { close(): Promise<void> }[] = []

  constructor() {
    beforeAll(async () => {
      this.database = await createTestDatabase()
    })
    beforeEach(async () => {
      this.now = Date.now()
      this.lines.length = 0
      await this.database.db.deleteFrom('pmp.outboxMessage').execute()
    })
    afterEach(async () => {
      this.esignet.release()
      await Promise.all(this.#running.splice(0).map((one) => one.close()))
      await this.esignet.stop()
    })
    afterAll(() => this.database.close())
  }

  readonly #clock = () => new Date(this.now)

  /** An eSignet of a version, and a portal that delivers to it. */
  async connected({ settings = {}, ...server }: Setting = {}): Promise<void> {
    await this.server(server)
    await this.portal(settings)
  }

  /** An eSignet, which nobody knows yet. */
  async server({ version, port }: Setting = {}): Promise<void> {
    this.esignet = await startTestEsignet(version, port)
    this.esignet.clock = this.#clock
  }

  async portal(settings: Record<string, string> = {}): Promise<void> {
    const { db } = this.database
    const clock = this.#clock
    const log = pino({}, { write: (line: string) => void this.lines.push(line) })
    const config = readConfig({ ...this.esignet.settings, ...settings }, '/no-env-file')
    const destinations = esignetDestination({ db, config, clock, findContent: findClientContent })
    const work = { database: this.database, destinations, clock, log, pollMs: 50 }
    this.#running.push(await startOutbox(work))
  }

  /** A client that the portal has, of which eSignet is to hear. */
  async created(given: Given = {}): Promise<string> {
    count += 1
    const id = `client-${count}`
    await transaction(this.database.db, async (db) => {
      await storeClient(db, { id, ...given })
      await queueClientRegistration(jobContextFor(db, this.#clock), id)
    })
    return id
  }

  /** The same when it has changed. */
  async changed(id: string, changes: Omit<Given, 'publicKey'>): Promise<void> {
    await transaction(this.database.db, async (db) => {
      await changeClient(db, id, changes)
      await queueClientRegistration(jobContextFor(db, this.#clock), id)
    })
  }

  /** Somebody does not want to wait for the next try. */
  async retried(id: string): Promise<void> {
    await transaction(this.database.db, (db) =>
      queueClientRegistrationAtOnce(jobContextFor(db, this.#clock), id),
    )
  }

  async registration(id: string, settings: Record<string, string> = this.esignet.settings) {
    const config = readConfig(settings, '/no-env-file')
    return (await findRegistrations({ db: this.database.db, config }, [id])).get(id)
  }

  async until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    await vi.waitUntil(isSo, { timeout: 60_000, interval: 10 })
  }

  async becomes(id: string, state: string): Promise<void> {
    await this.until(async () => (await this.registration(id))?.state === state)
  }

  /** A try came to nothing; the next one is due within the hour. */
  async failed(id: string): Promise<void> {
    await this.until(async () => ((await this.registration(id))?.attempts ?? 0) > 0)
  }
}
