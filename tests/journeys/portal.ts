import { execFile, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { inject } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * A port that was free a moment ago; the public address must be known before the start. Below those
 * that the system gives to whoever asks for any: other tests do so at the same time.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(15_000, 30_000)
  const probe = createServer().listen(port, '127.0.0.1')
  const isFree = await once(probe, 'listening').then(
    () => true,
    () => false,
  )
  if (!isFree) return freePort()
  probe.close()
  await once(probe, 'close')
  return port
}

/** @returns what the last statement answers */
export async function onServer(url: string, ...statements: string[]): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  let rows: unknown[] = []
  for (const statement of statements) ({ rows } = await client.query(statement))
  await client.end()
  return rows
}

let places = 0

/**
 * A folder and, on a server, a database of one's own; both are gone after `remove`.
 * @param original whose folder and database are copied; nobody may be at work there
 */
export async function freshPlace(
  server = process.env['TEST_DATABASE_URL'],
  original: Record<string, string> = {},
) {
  const { DATA_DIR: folder, DATABASE_URL: template } = original
  const dataDir = mkdtempSync(join(tmpdir(), 'pmp-portal-'))
  if (folder) cpSync(folder, dataDir, { recursive: true })
  const environment: Record<string, string> = { DATA_DIR: dataDir }
  places += 1
  const name = `pmp_journey_${process.pid}_${Date.now()}_${places}`
  if (server) {
    const copy = template ? ` template ${new URL(template).pathname.slice(1)}` : ''
    // One after another: a database cannot be copied twice at once.
    await onServer(server, 'select pg_advisory_lock(7120311)', `create database ${name}${copy}`)
    const url = new URL(server)
    url.pathname = `/${name}`
    environment['DATABASE_URL'] = url.href
  }
  return {
    environment,
    /** What the product made in the database. */
    async schemas(): Promise<unknown[]> {
      const { DATABASE_URL: url } = environment
      const names = `('pms', 'keymgr', 'pmp', 'pmp_jobs')`
      return url ? onServer(url, `select nspname from pg_namespace where nspname in ${names}`) : []
    },
    async remove() {
      if (server) await onServer(server, `drop database if exists ${name} with (force)`)
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** A place where the demo country is set up. */
export async function demoPlace() {
  const { environment, lines } = inject('demo')
  return {
    ...(await freshPlace(process.env['TEST_DATABASE_URL'], environment)),
    /** Passwords of the demo's users are made at the start and printed once. */
    passwordOf(userName: string): string {
      const line = lines.find((each) => each.includes(` ${userName} `)) ?? ''
      return line.trim().split(/\s+/)[3] ?? ''
    },
  }
}

/** What makes the product start in the future, as far as it can tell. */
export function clockAhead(milliseconds: number): Record<string, string> {
  const preload = new URL('moved-clock.ts', import.meta.url).href
  return { NODE_OPTIONS: `--import=${preload}`, CLOCK_AHEAD_MS: String(milliseconds) }
}

/** Runs the built command with these words until it ends by itself. */
export function runCommand(words: readonly string[], environment: Record<string, string>) {
  return new Promise<{ code: number; output: string; problems: string[] }>((resolve) => {
    const env = { PATH: process.env['PATH'], PORT: '0', ...environment }
    const command = [join(root, 'apps/server/bin/pmp.cjs'), ...words]
    const options = { cwd: tmpdir(), env, timeout: 60_000 }
    execFile(process.execPath, command, options, (error, output, errors) => {
      const problems = errors.split('\n').filter((line) => line !== '')
      resolve({ code: Number(error?.code ?? 0), output, problems })
    })
  })
}

/**
 * Starts the built product as a person would: its own process, its own command. Resolves when the
 * ready line is there.
 */
export async function startPortal(environment: Record<string, string>, args: string[] = []) {
  const port = await freePort()
  const child = spawn(process.execPath, [join(root, 'apps/server/bin/pmp.cjs'), 'serve', ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'error', PORT: String(port), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let problems = ''
  child.stderr.on('data', (chunk: Buffer) => {
    problems += chunk.toString()
  })
  const lines: string[] = []
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const ready = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line)
      const [, url] = /listening on (http:\/\/\S+)/.exec(line) ?? []
      if (url) resolve(url)
    })
  })
  const first = await Promise.race([ready, ended])
  if (typeof first !== 'string') throw new Error(`The portal ended with ${first}:\n${problems}`)
  return {
    /** The address that browsers use. */
    url: `http://localhost:${port}`,
    /** Everything on standard output so far. */
    lines,
    /** Ends it as Ctrl-C does. @returns the exit code */
    async stop(): Promise<number | null> {
      child.kill('SIGINT')
      return ended
    },
  }
}

export type Portal = Awaited<ReturnType<typeof startPortal>>
