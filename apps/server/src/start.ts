import { pino } from 'pino'
import { buildApp } from './app.ts'
import { withPathRules } from './certificate-engine/path-rules.ts'
import { urlOf, type Config } from './config.ts'
import { openDatabase, type OpenDatabase } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { seedDemo, type DemoUser } from './demo/demo.ts'
import { createDiscoveryReader } from './esignet/discovery.ts'
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

async function openMigratedDatabase(config: Config) {
  const { DATABASE_URL: url, DATABASE_CONNECTIONS: maxConnections, DATA_DIR: dataDir } = config
  const database = await openDatabase(
    url ? { url, maxConnections, onLost: reportLostConnection } : { dataDir },
  )
  await migrate(database, { log: say })
  return database
}

/** Brings the database up to date and ends. */
export async function migrateDatabase(config: Config): Promise<void> {
  const database = await openMigratedDatabase(config)
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
async function openServices({ config: given, openKeys }: Start): Promise<{
  database: OpenDatabase
  services: Services
  close: () => Promise<void>
}> {
  const database = await openMigratedDatabase(given)
  const config = await withPathRules(database.db, given)
  const clock = () => new Date()
  const { keyStore, keyFile } = await openKeys()
  const keys = await openKeyRing({ db: database.db, keyStore, now: clock(), log: say })
  // The verifier exists before the server and its log do.
  const log = pino({ level: config.LOG_LEVEL }, process.stderr)
  const ended = createEndedTokens(database.db, log)
  const verifier = createTokenVerifier({ config, keyFile, ended, log })
  const persons = createPersonDirectory(database.db, config)
  const messages = await readMessages(config.MESSAGE_CATALOGUE)
  const readDiscovery = createDiscoveryReader(config, clock)
  const shared = { config, db: database.db, keys, keyFile, clock }
  const services = { ...shared, verifier, persons, readDiscovery, messages }
  const close = async () => {
    await keyStore.close()
    await database.close()
  }
  return { database, services, close }
}

/** Runs background jobs only, beside servers that are started with `RUN_JOBS=false`. */
export async function startWorker(start: Start): Promise<Running> {
  const { config } = start
  const { database, services, close } = await openServices(start)
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
  const running = config.RUN_JOBS ? await startBackground(services, database, app.log) : undefined
  return {
    ready: readyText(config, { url, administrator, demoUsers }),
    async close() {
      await app.close()
      await running?.close()
      await close()
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
