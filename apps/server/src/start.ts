import type { FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'
import { buildApp } from './app.ts'
import { createExaminationBudget } from './certificate-engine/examination-budget.ts'
import { withPathRules } from './certificate-engine/path-rules.ts'
import { urlOf, type Config } from './config.ts'
import { openDatabase, type OpenDatabase } from './database/database.ts'
import { jobLimitsOf, limitsOf, migrationLimitsOf } from './database/limits.ts'
import { migrate } from './database/migrate.ts'
import { seedDemo, type DemoUser } from './demo/demo.ts'
import { createDiscoveryReader } from './esignet/discovery.ts'
import { createKeyUses } from './features/api-keys/key-uses.ts'
import { ensureFirstAdministrator } from './identity/accounts.ts'
import { createEndedTokens } from './identity/ended-tokens.ts'
import { createPersonDirectory } from './identity/person-directory.ts'
import { createTokenVerifier } from './identity/tokens.ts'
import { startBackground } from './jobs/start-background.ts'
import { installJobs } from './jobs/start-jobs.ts'
import { openKeyRing } from './keys/key-ring.ts'
import type { OpenStores } from './keys/open-key-store.ts'
import { readMessages } from './preflight/message-catalogue.ts'
import type { Services } from './services.ts'

/** Progress for the person who started the server; standard output stays for what they need. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function reportLostConnection({ message }: Error): void {
  say(`A database connection was lost (${message}); another one replaces it`)
}

function reportBlocked(lane: string, isBlocked: boolean): void {
  const state = isBlocked ? 'has to wait for the database and is refused' : 'goes on'
  say(JSON.stringify({ level: isBlocked ? 40 : 30, lane, msg: `work of a kind ${state}` }))
}

/** With the limits of requests, or others. Migrations have connections of their own, without. */
async function openMigratedDatabase(
  config: Config,
  limits = limitsOf(config),
): Promise<OpenDatabase> {
  const { DATABASE_URL: url, DATABASE_CONNECTIONS: maxConnections, DATA_DIR: dataDir } = config
  if (url === undefined) {
    const embedded = await openDatabase({ dataDir, limits })
    await migrate(embedded, { log: say })
    return embedded
  }
  const patient = await openDatabase({
    url,
    maxConnections: 1,
    limits: migrationLimitsOf(config),
  })
  await migrate(patient, { log: say }).finally(() => patient.close())
  const watched = { onLost: reportLostConnection, onBlocked: reportBlocked }
  return openDatabase({ url, maxConnections, limits, ...watched })
}

/** Jobs have connections of their own, because their statements may take longer. */
async function openForJobs(config: Config, database: OpenDatabase): Promise<OpenDatabase> {
  const { DATABASE_URL: url } = config
  if (url === undefined) return { ...database, close: async () => {} }
  const limits = jobLimitsOf(config)
  return openDatabase({ url, maxConnections: 4, limits, onLost: reportLostConnection })
}

/** Brings the database up to date and ends. */
export async function migrateDatabase(config: Config): Promise<void> {
  const database = await openMigratedDatabase(config, jobLimitsOf(config))
  // Who runs the portal later may have no right to make the schema of the jobs.
  await installJobs(database)
  await database.close()
  say('The database is up to date.')
}

/** What a command of the command line works with. */
export async function openForCommand(config: Config, openKeys: () => Promise<OpenStores>) {
  return { openKeys, database: await openMigratedDatabase(config), now: new Date(), log: say }
}

interface Running {
  /** What to print once the process also listens to signals: who waits for it may end it at once. */
  ready: string
  close(): Promise<void>
}

/** What a process is started with. */
interface Start {
  config: Config
  openKeys: () => Promise<OpenStores>
}

/** Opens what every process of the product works with. */
async function openServices(
  { config: given, openKeys }: Start,
  limits = limitsOf(given),
): Promise<{
  database: OpenDatabase
  services: Services
  close: () => Promise<void>
}> {
  const database = await openMigratedDatabase(given, limits)
  const config = await withPathRules(database.db, given)
  const { db, lane: laneOf, blockedLanes } = database
  const clock = () => new Date()
  const { keyStore, keyFile } = await openKeys()
  const keys = await openKeyRing({ db: laneOf('keys'), keyStore, now: clock(), log: say })
  // The verifier exists before the server and its log do.
  const log = pino({ level: config.LOG_LEVEL }, process.stderr)
  const ended = createEndedTokens(laneOf('ended tokens'), log)
  const verifier = createTokenVerifier({ config, keyFile, ended, log })
  const persons = createPersonDirectory(laneOf, config)
  const messages = await readMessages(config.MESSAGE_CATALOGUE)
  const readDiscovery = createDiscoveryReader(config, clock)
  const shared = { config, db, laneOf, blockedLanes, keys, keyFile, clock }
  const examinations = createExaminationBudget()
  const keyUses = createKeyUses(laneOf('key uses'), log)
  const services = { ...shared, verifier, persons, readDiscovery, messages, examinations, keyUses }
  const close = async () => {
    await keyUses.close()
    await keyStore.close()
    await database.close()
  }
  return { database, services, close }
}

/** Runs background jobs only, beside servers that are started with `RUN_JOBS=false`. */
export async function startWorker(start: Start): Promise<Running> {
  const { config } = start
  const { database, services, close } = await openServices(start, jobLimitsOf(config))
  const log = pino({ level: config.LOG_LEVEL }, process.stderr)
  const running = await startBackground(services, database, log)
  return {
    ready: 'Partner Management Portal working on background jobs\n',
    async close() {
      await running.close()
      await close()
    },
  }
}

/**
 * Opens database and keys, listens, runs background jobs, and prints the ready line with the first
 * credentials. Closing waits for running requests and jobs.
 */
export async function startServer(start: Start): Promise<Running> {
  const { config } = start
  const { database, services, close } = await openServices(start)
  const app = await buildApp(services)
  await app.listen({
    host: config.HOST,
    port: config.PORT,
    listenTextResolver: (at) => `accepting at ${at}`,
  })
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.PORT
  const url = urlOf(config.HOST, port)
  // Only now: a password that was generated for a start that fails would be lost.
  const administrator = await ensureFirstAdministrator(database.db, config, services.clock())
  const demoUsers = config.DEMO ? await seedDemo(services) : []
  // An issuer that cannot be asked, or calls itself otherwise, is told now, not at the first sign-in.
  void services.verifier.askIssuer()
  const running = config.RUN_JOBS ? await runBeside(services, database, app.log) : undefined
  return {
    ready: readyText(config, { url, administrator, demoUsers }),
    async close() {
      await app.close()
      await running?.close()
      await close()
    },
  }
}

async function runBeside(
  services: Services,
  database: OpenDatabase,
  log: FastifyBaseLogger,
): Promise<{ close(): Promise<void> }> {
  const own = await openForJobs(services.config, database)
  // Messages that wait for somebody else keep no job waiting.
  const given = { ...services, db: own.lane('jobs') }
  const running = await startBackground(given, { ...own, db: own.lane('outbox') }, log)
  return {
    async close() {
      await running.close()
      await own.close()
    },
  }
}

interface Started {
  url: string
  administrator: { userName: string; password: string } | undefined
  demoUsers: readonly DemoUser[]
}

function readyText(config: Config, { url, administrator, demoUsers }: Started): string {
  const lines = [
    `Partner Management Portal listening on ${url}`,
    `  open          ${config.PUBLIC_URL}`,
  ]
  if (!config.isEmbeddedIssuer) lines.push(`  sign in at    ${config.issuer}`)
  if (administrator) {
    lines.push(`  sign in as    ${administrator.userName}`)
    lines.push(`  password      ${administrator.password}   (shown once; keep it)`)
  }
  for (const user of demoUsers) {
    lines.push(`  demo user     ${user.userName.padEnd(16)} ${user.password}   (${user.about})`)
  }
  return `${lines.join('\n')}\n`
}
