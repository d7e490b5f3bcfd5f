import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKeyFile } from '../keys/key-file.ts'
import { openSigningKeys } from './signing-keys.ts'

test('the signing key and the cookie keys survive a restart, and two callers at start agree', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pmp-signing-'))
  const open = () => openKeyFile(join(folder, 'keys.json'), 'a test passphrase')
  const keyFile = open()

  const [first, second] = await Promise.all([openSigningKeys(keyFile), openSigningKeys(keyFile)])
  const restarted = await openSigningKeys(open())

  rmSync(folder, { recursive: true })
  expect(second.privateJwk).toEqual(first.privateJwk)
  expect(restarted.privateJwk).toEqual(first.privateJwk)
  expect(restarted.cookieKeys).toEqual(first.cookieKeys)
  expect(first.cookieKeys[0]).toHaveLength(43)
})
