import { generateKeyPairSync } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openKeyFile, readOrMakePin } from './key-file.ts'
import { writeQuickKeyFile } from './testing-keys.ts'

let folder: string
let path: string
const { privateKey } = generateKeyPairSync('ed25519')
const { privateKey: otherKey } = generateKeyPairSync('ed25519')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmp-keys-'))
  path = join(folder, 'deep', 'keys.json')
  writeQuickKeyFile(path)
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a saved key is there after opening again, readable by its owner only', () => {
  rmSync(path)
  openKeyFile(path, 'secret').save('a', privateKey)
  expect(openKeyFile(path, 'secret').read('a')?.equals(privateKey)).toBe(true)
  expect(openKeyFile(path, 'secret').read('b')).toBeUndefined()
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(readFileSync(path, 'utf8')).not.toContain('PRIVATE KEY')
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ kdf: { N: 131_072, r: 8, p: 1 } })
})

test('the wrong passphrase and a damaged file are told as such', () => {
  openKeyFile(path, 'secret').save('a', privateKey)
  expect(() => openKeyFile(path, 'guess')).toThrow('the passphrase is wrong')
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20))
  expect(() => openKeyFile(path, 'secret')).toThrow('cannot be read')
})

test('a key cannot be moved to another alias', () => {
  openKeyFile(path, 'secret').save('a', privateKey)
  writeFileSync(path, readFileSync(path, 'utf8').replace('"a"', '"b"'))
  expect(() => openKeyFile(path, 'secret')).toThrow('the file is damaged')
})

test('two processes on one file see and keep what the other saved', () => {
  const [one, other] = [openKeyFile(path, 'secret'), openKeyFile(path, 'secret')]
  one.save('a', privateKey)
  other.save('b', otherKey)
  expect(one.read('b')?.equals(otherKey)).toBe(true)
  expect(other.read('a')?.equals(privateKey)).toBe(true)
  expect(openKeyFile(path, 'secret').read('a')).toBeDefined()
  expect(existsSync(`${path}.lock`)).toBe(false)
})

test('the lock of a process that died does not stop others for good', () => {
  const keyStore = openKeyFile(path, 'secret')
  keyStore.save('a', privateKey)
  writeFileSync(`${path}.lock`, '')
  utimesSync(`${path}.lock`, 0, 0)
  keyStore.save('b', otherKey)
  expect(openKeyFile(path, 'secret').read('b')).toBeDefined()
})

test('a passphrase is made once and kept', () => {
  const pinPath = join(folder, 'deep', 'keys.pin')
  const pin = readOrMakePin(undefined, pinPath)
  expect(pin.length).toBeGreaterThan(40)
  expect(readOrMakePin(undefined, pinPath)).toBe(pin)
  expect(readOrMakePin('configured', pinPath)).toBe('configured')
  expect(statSync(pinPath).mode & 0o777).toBe(0o600)
})
