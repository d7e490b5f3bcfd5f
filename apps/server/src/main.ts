import closeWithGrace from 'close-with-grace'
import { readConfig } from './config.ts'
import { migrateDatabase, startServer } from './start.ts'

/*
 * The command line: `serve` (default), `migrate`. Problems with settings end the process with the
 * whole list and no stack trace.
 */

process.env['TZ'] = 'UTC'

const usage = `Usage: pmp [serve | migrate] [--demo]

  serve     start the portal (default)
  migrate   bring the database up to date and end
  --demo    fill an empty database with a believable country
`

async function main(): Promise<void> {
  const words = process.argv.slice(2)
  const command = words.find((word) => !word.startsWith('--')) ?? 'serve'
  const config = readConfig({
    ...process.env,
    ...(words.includes('--demo') ? { DEMO: 'true' } : {}),
  })
  if (command === 'migrate') return migrateDatabase(config)
  if (command !== 'serve') {
    process.stdout.write(usage)
    process.exitCode = words.includes('--help') || command === 'help' ? 0 : 2
    return
  }
  const server = await startServer(config)
  closeWithGrace({ delay: 10_000 }, async () => server.close())
}

try {
  await main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  if (process.env['LOG_LEVEL'] === 'debug')
    process.stderr.write(`${String((error as Error).stack)}\n`)
  process.exit(1)
}
