/** What docs/operating/keys.md tells to type, typed. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'
import { leftOut, softHsmModule } from './token/testing-token.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const run = promisify(execFile)
const home = mkdtempSync(join(tmpdir(), 'pmp-page-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** The commands of the page's section on SoftHSM: making a token, starting with it. */
function commandsOfPage(): [string, string] {
  const page = readFileSync(join(root, 'docs/operating/keys.md'), 'utf8')
  const section = page.slice(page.indexOf('### Try it with SoftHSM'))
  const blocks = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block = '']) => block)
  return [blocks[0] ?? '', blocks[1] ?? '']
}

const [makeToken, startWithIt] = commandsOfPage()
const pmp = `"${process.execPath}" apps/server/bin/node.cjs --conditions=development apps/server/src/main.ts`
const environment = {
  PATH: process.env['PATH'],
  HOME: home,
  DATA_DIR: join(home, 'data'),
  PORT: '0',
  SOFTHSM2_CONF: join(home, 'softhsm/softhsm2.conf'),
}

/** What the shell prints that follows the page; `npm start` runs the sources. */
async function typed(commands: string): Promise<string> {
  const { stdout } = await run('sh', ['-ec', commands], { cwd: root, env: environment })
  return stdout
}

const pmpKeys = (words: string) => typed(startWithIt.replace('npm start', `${pmp} keys ${words}`))

test.skipIf(softHsmModule === undefined)(
  `a portal starts, stops, rotates and starts again on a token that was made as the page says${leftOut}`,
  async () => {
    expect(startWithIt).toContain('npm start')
    expect(await typed(makeToken)).toContain('The token has been initialized')
    await startAndStop()
    expect(await pmpKeys('rotate')).toMatch(/New key +PMS/)
    expect(await pmpKeys('list')).toMatch(/PMS +next[\s\S]*PMS +in use/)
    await startAndStop()
  },
  120_000,
)

/** As `npm start`, from the sources. */
async function startAndStop(): Promise<void> {
  const child = spawn('sh', ['-ec', startWithIt.replace('npm start', `exec ${pmp} serve`)], {
    cwd: root,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let problems = ''
  child.stderr.on('data', (chunk: Buffer) => {
    problems += chunk.toString()
  })
  const ended = once(child, 'exit')
  const ready = once(createInterface({ input: child.stdout }), 'line')
  const [first] = await Promise.race([ready, ended])
  if (typeof first !== 'string') throw new Error(`It ended with ${first}:\n${problems}`)
  expect(first).toContain('listening on')
  child.kill('SIGTERM')
  expect({ code: (await ended)[0], problems }).toMatchObject({ code: 0 })
}
