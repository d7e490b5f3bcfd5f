import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../free-port.ts'

/**
 * The built product with its demo country, in a process and a folder of its own.
 * @param root the checkout whose build is started
 */
export async function startDemo(root: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'pmp-bench-web-'))
  const port = await freePort()
  const command = [resolve(root, 'apps/server/bin/pmp.cjs'), 'serve', '--demo']
  const child = spawn(process.execPath, command, {
    cwd: dataDir,
    env: {
      PATH: process.env['PATH'],
      LOG_LEVEL: 'error',
      PORT: String(port),
      DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const passwords = new Map<string, string>()
  const ended = once(child, 'exit')
  const ready = new Promise<void>((done) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, name, password] = /demo user\s+(\S+)\s+(\S+)/.exec(line) ?? []
      if (name && password) passwords.set(name, password)
      // The last demo partner of the list is printed last.
      if (name === lastUser) done()
    })
  })
  await Promise.race([ready, ended])
  if (child.exitCode !== null) throw new Error(`The portal ended with ${child.exitCode}`)
  return {
    url: `http://localhost:${port}`,
    /** @throws {Error} when the demo has no such user */
    passwordOf(user: string): string {
      const password = passwords.get(user)
      if (!password) throw new Error(`The demo has no user ${user}`)
      return password
    },
    async stop(): Promise<void> {
      child.kill('SIGINT')
      await ended
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

const lastUser = 'card-print'

export type Demo = Awaited<ReturnType<typeof startDemo>>
