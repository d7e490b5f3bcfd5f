import { createPublicKey, randomUUID, verify } from 'node:crypto'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KeyStore, StoredKey } from '../key-store.ts'
import { bindCryptoki } from './cryptoki-calls.ts'
import { CK, CKA } from './cryptoki-codes.ts'
import { finalize, findObject, readAttributes } from './cryptoki.ts'
import { loadNativeLibrary } from './native-library.ts'
import { leftOut, makeTestToken, softHsmModule, type TestToken } from './testing-token.ts'
import { parseTokenUri } from './token-address.ts'
import { openTokenKeyStore } from './token-key-store.ts'
import { openTokenSessions } from './token-sessions.ts'

const module = `module-path=${softHsmModule}`
const data = Buffer.from('to be signed')

async function works(key: StoredKey): Promise<boolean> {
  const publicKey = createPublicKey({
    key: Buffer.from(key.publicKeyDer),
    format: 'der',
    type: 'spki',
  })
  return verify('sha256', data, publicKey, await key.sign(data))
}

describe.skipIf(softHsmModule === undefined)(`a PKCS#11 token${leftOut}`, () => {
  let token: TestToken
  let store: KeyStore
  beforeAll(async () => {
    token = makeTestToken()
    store = await openTokenKeyStore(parseTokenUri(token.uri), token.pin)
  })
  afterAll(async () => {
    await store.close()
    token.remove()
  })

  /** What another user of the same library would do to us. */
  const shutDownBehindItsBack = () =>
    finalize(bindCryptoki(loadNativeLibrary(parseTokenUri(token.uri).module)))

  test('keeps private keys to itself: sensitive, not extractable, for one use', async () => {
    const [signer, reader] = [randomUUID(), randomUUID()]
    await store.generate(signer, 'sign')
    await store.generate(reader, 'decrypt')
    const wanted = [CKA.sensitive, CKA.extractable, CKA.private, CKA.sign, CKA.decrypt, CKA.label]
    const sessions = openTokenSessions(parseTokenUri(token.uri), token.pin)
    const read = (alias: string, attributes: readonly number[]) =>
      sessions.use(async ({ calls, session }) => {
        const marks = [
          [CKA.class, CK.privateKeyClass] as const,
          [CKA.id, Buffer.from(alias)] as const,
        ]
        const key = (await findObject(calls, session, marks)) ?? 0
        return readAttributes(calls, { session, key }, attributes)
      })
    const flags = async (alias: string) => {
      const [label, ...bits] = (await read(alias, wanted)).toReversed()
      return [...bits.toReversed().map(([bit]) => bit === 1), label?.toString()]
    }
    expect(await flags(signer)).toEqual([true, false, true, true, false, signer])
    expect(await flags(reader)).toEqual([true, false, true, false, true, reader])
    const privateExponent = 0x123
    await expect(read(signer, [privateExponent])).rejects.toThrow('CKR_ATTRIBUTE_SENSITIVE')
    await sessions.close()
  })

  test('is signed in to again when the connection was lost, also by many at once', async () => {
    const key = await store.generate(randomUUID(), 'sign')
    await shutDownBehindItsBack()
    expect(await Promise.all([works(key), works(key), works(key), works(key)])).not.toContain(false)
  })

  test('that is away is told, and used again when it is back', async () => {
    const key = await store.generate(randomUUID(), 'sign')
    const away = join(token.tokens, '..', 'away')
    renameSync(token.tokens, away)
    await shutDownBehindItsBack()
    await expect(key.sign(data)).rejects.toThrow(/CKR_|no token/)
    renameSync(away, token.tokens)
    expect(await works(key)).toBe(true)
  })

  test('stays usable while garbage is collected around its native calls', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const key = await store.generate(randomUUID(), 'sign')
    const rounds = Array.from({ length: 30 }, async () => {
      collect()
      return works(key)
    })
    expect(await Promise.all(rounds)).not.toContain(false)
  })

  test('reads its PIN from the file of the URI, and labels keys as the URI says', async () => {
    await store.close()
    const file = join(token.tokens, '..', 'pin')
    writeFileSync(file, `${token.pin}\n`)
    const address = parseTokenUri(
      `pkcs11:object=pmp;token=Partner%20keys?${module}&pin-source=${file}`,
    )
    const other = await openTokenKeyStore(address, undefined)
    const alias = randomUUID()
    await other.generate(alias, 'sign')
    await other.close()
    const sessions = openTokenSessions(address, token.pin)
    const label = Buffer.from(`pmp ${alias}`)
    const found = await sessions.use(({ calls, session }) =>
      findObject(calls, session, [[CKA.label, label]]),
    )
    await sessions.close()
    expect(found).toBeDefined()
  })

  test('refuses a wrong PIN once, and is not asked again', async () => {
    await store.close()
    const sessions = openTokenSessions(parseTokenUri(token.uri), '00000')
    const refusals = await Promise.all(
      [1, 2].map(() => sessions.use(async () => {}).catch((error: unknown) => error)),
    )
    const later = await sessions.use(async () => {}).catch((error: unknown) => error)
    expect(String(later)).toContain(
      'The token pkcs11:token=Partner keys refuses KEY_STORE_PIN (CKR_PIN_INCORRECT)',
    )
    expect(refusals).toEqual([later, later])
    expect(refusals[0]).toBe(later)
  })

  test.each([
    [`pkcs11:token=Partner%20keys?${module}`, undefined, 'needs its PIN: set KEY_STORE_PIN'],
    [`pkcs11:token=nobody?${module}`, '1', 'There is no token pkcs11:token=nobody'],
    [`pkcs11:token=Partner%20keys;slot-id=4?${module}`, '1', 'There is no token'],
    [
      `pkcs11:token=Partner%20keys?${module}&pin-source=/no/file`,
      undefined,
      '/no/file, cannot be read',
    ],
  ])('%s with PIN %s is told: %s', async (uri, pin, message) => {
    await expect(openTokenKeyStore(parseTokenUri(uri), pin)).rejects.toThrow(message)
  })
})

test.each([
  ['module-path=/no/module.so', 'The PKCS#11 module /no/module.so does not exist'],
  ['module-name=no-such-module', 'No PKCS#11 module no-such-module in the usual folders'],
  [`module-path=${import.meta.filename}`, 'cannot be loaded as PKCS#11 module'],
])('a module that cannot be used is told: %s', async (module, message) => {
  const address = parseTokenUri(`pkcs11:token=keys?${module}`)
  await expect(openTokenKeyStore(address, '1')).rejects.toThrow(message)
})
