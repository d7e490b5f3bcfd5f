import { readFileSync } from 'node:fs'
import closeWithGrace from 'close-with-grace'
import { z } from 'zod'
import { readSettings } from './config.ts'
import { keysUsage, runKeysCommand } from './keys/keys-command.ts'
import { openKeyStore, type OpenStores } from './keys/open-key-store.ts'
import { examine, jsonOf, tableOf } from './preflight/doctor.ts'
import { isMistake, lineOf } from './preflight/finding.ts'
import { checkStart, StartRefused, type Purpose, type Question } from './preflight/preflight.ts'
import { migrateDatabase, openForCommand, startServer, startWorker } from './start.ts'

/*
 * The command line: `serve` (default), `worker`, `migrate`, `keys`, `doctor`. What is wrong with
 * settings or surroundings ends the process with a line for each and no stack trace, before anything
 * is made.
 */

process.env['TZ'] = 'UTC'

const usage = `Usage: pmp [serve | worker | migrate | keys | doctor] [--demo | --json | --help | --version]

  serve      start the portal (default)
  worker     run background jobs only
  migrate    bring the database up to date and end
  keys       list the platform's keys, or make the next one (pmp keys --help)
  doctor     check settings, database, identity provider and other neighbours, and change nothing
  --demo     fill an empty database with a believable country
  --json     what doctor found, for programs
  --help     tell this
  --version  tell the version
`

const purposes: Readonly<Record<string, Purpose>> = {
  serve: 'serve',
  worker: 'worker',
  migrate: 'migrate',
  keys: 'keys',
  doctor: 'doctor',
}
const options: ReadonlySet<string> = new Set(['--demo', '--json', '--help', '--version'])

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const command = words.find((word) => !word.startsWith('-')) ?? 'serve'
  const purpose = purposes[command]
  if (!purpose || !words.every((word) => isKnownWord(word, command))) return explain(words)
  if (words.includes('--version')) return tellVersion()
  if (words.includes('--help') && purpose !== 'keys') return explain(words)
  const settings = readSettings({
    ...process.env,
    ...(words.includes('--demo') ? { DEMO: 'true' } : {}),
  })
  // Deriving the secret of a key file takes a while, and a token counts wrong PINs: once is enough.
  let opened: Promise<OpenStores> | undefined
  const openKeys = () => (opened ??= openKeyStore(settings.config))
  if (purpose === 'doctor') return consult({ settings, openKeys }, words.includes('--json'))
  return run({ purpose, settings, openKeys }, words)
}

async function run(question: Question, words: readonly string[]): Promise<void> {
  const { purpose, settings, openKeys } = question
  const { config } = settings
  if (purpose === 'keys') return changeKeys(question, words)
  await check(question)
  if (purpose === 'migrate') return migrateDatabase(config)
  const start = { config, openKeys }
  const running = await (purpose === 'worker' ? startWorker(start) : startServer(start))
  closeWithGrace({ delay: 10_000 }, async () => running.close())
  process.stdout.write(running.ready)
}

/** Before anything is made: what is wrong ends the process, what is strange is told. */
async function check(question: Question): Promise<void> {
  for (const finding of await checkStart(question)) process.stderr.write(`${lineOf(finding)}\n`)
}

async function consult(question: Omit<Question, 'purpose'>, isJson: boolean): Promise<void> {
  const findings = await examine(question)
  process.stdout.write(isJson ? jsonOf(findings) : tableOf(findings))
  end(
    findings.some(isMistake) ? 1 : 0,
    findings.some(({ hangs }) => hangs),
  )
}

/** Nobody who asks for help, or mistypes, wants a server or a database made. */
function explain(words: readonly string[]): void {
  process.stdout.write(usage)
  process.exitCode = words.includes('--help') || words[0] === 'help' ? 0 : 2
}

function tellVersion(): void {
  const file = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(file))
  process.stdout.write(`pmp ${version}\n`)
}

/** The words of `keys` are its own. */
function isKnownWord(word: string, command: string): boolean {
  return command === 'keys' || word === command || options.has(word)
}

async function changeKeys(question: Question, words: readonly string[]): Promise<void> {
  const answer = await runKeysCommand(words.slice(1), async () => {
    await check(question)
    return openForCommand(question.settings.config, question.openKeys)
  })
  process.stdout.write(answer ?? keysUsage)
  if (answer === undefined && !words.includes('--help')) process.exitCode = 2
}

/** Node waits for calls into a file system that hangs; such a process can only be ended from outside. */
function end(status: number, hangs: boolean): void {
  if (hangs) process.kill(process.pid, 'SIGKILL')
  process.exit(status)
}

try {
  await main()
} catch (error) {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  process.stderr.write(`${message}\n`)
  if (process.env['LOG_LEVEL'] === 'debug') process.stderr.write(`${stack}\n`)
  end(1, error instanceof StartRefused && error.hangs)
}
