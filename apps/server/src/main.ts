import closeWithGrace from 'close-with-grace'
import { readConfig, type Config } from './config.ts'
import { keysUsage, runKeysCommand } from './keys/keys-command.ts'
import { migrateDatabase, openForCommand, startServer, startWorker } from './start.ts'

/*
 * The command line: `serve` (default), `worker`, `migrate`, `keys`. Problems with settings end the
 * process with the whole list and no stack trace.
 */

process.env['TZ'] = 'UTC'

const usage = `Usage: pmp [serve | worker | migrate | keys] [--demo | --help]

  serve     start the portal (default)
  worker    run background jobs only
  migrate   bring the database up to date and end
  keys      list the platform's keys, or make the next one (pmp keys --help)
  --demo    fill an empty database with a believable country
  --help    tell this
`

const commands: ReadonlySet<string> = new Set(['serve', 'worker', 'migrate', 'keys'])
const options: ReadonlySet<string> = new Set(['--demo', '--help'])

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const command = words.find((word) => !word.startsWith('-')) ?? 'serve'
  const isKnown = commands.has(command) && words.every((word) => isKnownWord(word, command))
  if (!isKnown || (words.includes('--help') && command !== 'keys')) return explain(words)
  const config = readConfig({
    ...process.env,
    ...(words.includes('--demo') ? { DEMO: 'true' } : {}),
  })
  if (command === 'migrate') return migrateDatabase(config)
  if (command === 'keys') return changeKeys(config, words)
  const running = await (command === 'worker' ? startWorker(config) : startServer(config))
  closeWithGrace({ delay: 10_000 }, async () => running.close())
  process.stdout.write(running.ready)
}

/** Nobody who asks for help, or mistypes, wants a server or a database made. */
function explain(words: readonly string[]): void {
  process.stdout.write(usage)
  process.exitCode = words.includes('--help') || words[0] === 'help' ? 0 : 2
}

/** The words of `keys` are its own. */
function isKnownWord(word: string, command: string): boolean {
  return command === 'keys' || word === command || options.has(word)
}

async function changeKeys(config: Config, words: readonly string[]): Promise<void> {
  const answer = await runKeysCommand(words.slice(1), () => openForCommand(config))
  process.stdout.write(answer ?? keysUsage)
  if (answer === undefined && !words.includes('--help')) process.exitCode = 2
}

try {
  await main()
} catch (error) {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  process.stderr.write(`${message}\n`)
  if (process.env['LOG_LEVEL'] === 'debug') process.stderr.write(`${stack}\n`)
  process.exit(1)
}
