import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const command = (file: string) => fileURLToPath(new URL(`../bin/${file}`, import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'pmp-memory-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(words: string[], settings: Record<string, string>) {
  const options = { cwd: folder, env: { PATH: process.env['PATH'], ...settings } }
  return promisify(execFile)(process.execPath, words, options)
}

/** Megabytes for all objects, and for each half of the new ones. */
async function sizesOf(settings: Record<string, string>, written = ''): Promise<number[]> {
  writeFileSync(join(folder, '.env'), written)
  const ask = 'console.log(require(process.argv[1]).memoryFlags().join())'
  const { stdout } = await run(['-e', ask, command('node.cjs')], settings)
  return ['old', 'semi'].map((space) =>
    Number(new RegExp(`--max-${space}-space-size=(\\d+)`).exec(stdout)?.[1]),
  )
}

test('the server is started with a bounded share of the memory', async () => {
  const telling = '--import=data:text/javascript,console.error(process.execArgv.join())'
  const { stderr } = await run([command('pmp.cjs'), '--help'], { NODE_OPTIONS: telling })
  expect(stderr).toContain('--max-old-space-size=320,--max-semi-space-size=5')
})

test('a large installation gives it more, in the environment or in `.env`', async () => {
  expect(await sizesOf({})).toEqual([320, 5])
  expect(await sizesOf({ MEMORY_MB: '2048' })).toEqual([2048, 32])
  expect(await sizesOf({}, 'MEMORY_MB=512')).toEqual([512, 8])
  expect(await sizesOf({ MEMORY_MB: '1024' }, 'MEMORY_MB=512')).toEqual([1024, 16])
})

test('what is no such number is left for the server to refuse', async () => {
  expect(await sizesOf({ MEMORY_MB: 'much' })).toEqual([320, 5])
  expect(await sizesOf({ MEMORY_MB: '16' })).toEqual([320, 5])
})
