import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { createTestDatabase } from '../database/testing.ts'
import { runKeysCommand } from './keys-command.ts'
import { openKeyStore } from './open-key-store.ts'
import { writeQuickKeyFile } from './testing-keys.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))
const run = promisify(execFile)

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmp-command-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** Runs `pmp keys` as far as the process; the database is a new one. */
async function command(...words: string[]) {
  const config = readConfig({ DATA_DIR: folder }, '/no-env-file')
  writeQuickKeyFile(config.keyStorePath)
  const now = new Date('2031-03-10T12:00:00.000Z')
  const open = async () => ({
    openKeys: () => openKeyStore(config),
    database: await createTestDatabase(),
    now,
    log: () => {},
  })
  return runKeysCommand(words, open)
}

describe('pmp keys', () => {
  test('lists nothing that is not made yet', async () => {
    expect((await command('list'))?.trim().split(/ {2,}/)).toEqual([
      'KEY',
      'STATE',
      'MADE',
      'ENDS',
      'ID',
      'SHA-256',
    ])
  })

  test.each([
    [['rotate'], /New key +PMS {2}[\w-]{36}\nvalid +until 2035-03-09[\s\S]*stay valid/],
    [['rotate', 'PII-DATA'], /New key +PMS:PII-DATA[\s\S]*stays readable/],
    [['rotate', 'root'], /New key +ROOT[\s\S]*pmp keys rotate PMS/],
  ])('%s makes the key and prints what follows from it', async (words, text) => {
    expect(await command(...words)).toMatch(text)
  })

  test.each([
    [[]],
    [['show']],
    [['rotate', 'KERNEL']],
    [['rotate', 'PMS', 'ROOT']],
    [['list', 'PMS']],
  ])('%j is no command', async (words) => {
    expect(await command(...words)).toBeUndefined()
  })

  test('is a command of the process', async () => {
    const main = join(root, 'apps/server/src/main.ts')
    const node = [join(root, 'apps/server/bin/node.cjs'), '--conditions=development', main]
    const environment = { PATH: process.env['PATH'], DATA_DIR: folder }
    const { stdout } = await run(process.execPath, [...node, 'keys', '--help'], {
      env: environment,
    })
    expect(stdout).toContain('pmp keys rotate [ROOT | PMS | PII-DATA]')
  })
})
