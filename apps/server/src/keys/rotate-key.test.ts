import { randomUUID } from 'node:crypto'
import { buildPath, generateRsaKey, readCertificate, type Certificate } from '@pmp/x509'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signCertificate } from '../certificate-engine/sign-certificate.ts'
import type { OpenDatabase } from '../database/database.ts'
import { createTestDatabase } from '../database/testing.ts'
import { dayMs } from '../durations.ts'
import { seen } from '../testing/seen.ts'
import { openKeyRing, type KeyRing } from './key-ring.ts'
import type { KeyStore } from './key-store.ts'
import { listKeys } from './list-keys.ts'
import { decryptPersonalData, encryptPersonalData } from './personal-data.ts'
import { rotateKey } from './rotate-key.ts'
import { memoryKeyStore } from './testing-keys.ts'

const start = new Date('2031-03-10T12:00:00.500Z')
const minuteMs = 60_000
const later = (ms: number) => new Date(start.getTime() + ms)

let database: OpenDatabase
let keyStore: KeyStore
let lines: string[]
const log = (line: string) => lines.push(line)

beforeEach(async () => {
  database = await createTestDatabase()
  keyStore = memoryKeyStore()
  lines = []
})
afterEach(() => database.close())

const open = (now = start): Promise<KeyRing> => openKeyRing({ db: database.db, keyStore, now, log })
const rotate = (role: 'root' | 'signer' | 'personalData', now: Date) =>
  rotateKey({ db: database.db, keyStore, now, log }, role, 'command line (operator)')
const isBelow = (target: Certificate, anchor: Certificate, middle: Certificate, at: Date) =>
  buildPath({ target, anchors: [anchor], intermediates: [middle], at }).ok

async function issue({ signer }: Pick<KeyRing, 'signer'>, now: Date): Promise<Certificate> {
  const { publicKey } = await generateRsaKey()
  const uploaded = readCertificate(signer.certificate.pem)
  const publicKeyDer = publicKey.export({ type: 'spki', format: 'der' })
  const order = {
    uploaded: { ...uploaded, publicKeyDer },
    domain: 'AUTH',
    mayIssue: false,
    signer,
    years: 1,
    now,
  }
  return signCertificate(order)
}

test('a rotated signer is used after two minutes, and what the earlier one signed stays valid', async () => {
  const ring = await open()
  const before = await ring.at(start)
  const issued = await issue(before, start)
  const { made, previous, inUseFrom } = await rotate('signer', later(dayMs))
  expect(previous?.id).toBe(before.signer.id)
  expect(inUseFrom).toEqual(new Date(made.madeAt.getTime() + 2 * minuteMs))

  expect((await ring.at(later(dayMs + minuteMs))).signer.id).toBe(before.signer.id)
  const after = await ring.at(later(dayMs + 2 * minuteMs))
  expect(after.signer.id).toBe(made.id)
  expect(after.root.id).toBe(before.root.id)
  expect(after.signer.certificate.subject.formatted).toBe(
    before.signer.certificate.subject.formatted,
  )

  const root = after.root.certificate
  expect(isBelow(issued, root, before.signer.certificate, later(364 * dayMs))).toBe(true)
  const next = await issue(after, later(2 * dayMs))
  expect(isBelow(next, root, after.signer.certificate, later(3 * dayMs))).toBe(true)
  expect(isBelow(next, root, before.signer.certificate, later(3 * dayMs))).toBe(false)
})

test('a rotation is audited, and upstream finds one current key', async () => {
  await open()
  const { made, previous } = await rotate('signer', later(dayMs))
  const entries = await seen(database).audit()
  expect(entries.map(({ action }) => action)).toEqual([
    'keys.created',
    'keys.created',
    'keys.created',
    'keys.rotated',
  ])
  expect(entries.at(-1)).toMatchObject({
    actor: 'command line (operator)',
    subjectId: made.id,
    details: { key: 'PMS', previous: previous?.id },
  })
  const current = await database.db
    .selectFrom('keymgr.keyAlias')
    .select('id')
    .where('appId', '=', 'PMS')
    .where('refId', '=', '')
    .where('keyExpireDtimes', '>', later(dayMs))
    .execute()
  expect(current).toEqual([{ id: made.id }])
})

test('personal data of the earlier key stays readable, of every replica at any moment', async () => {
  const [one, other] = [await open(), await open()]
  const old = encryptPersonalData(await one.at(start), 'before')
  await rotate('personalData', later(dayMs))
  for (let seconds = 0; seconds <= 240; seconds += 30) {
    const now = later(dayMs + seconds * 1000)
    const fresh = encryptPersonalData(await one.at(now), 'fresh')
    // The other replica's last look may be almost a minute old.
    await other.at(new Date(now.getTime() - 59_000))
    expect(await decryptPersonalData(other, fresh)).toBe('fresh')
    expect(await decryptPersonalData(await one.at(now), old)).toBe('before')
  }
  const { personalData, earlierPersonalData, nextPersonalData } = one
  expect(earlierPersonalData).toHaveLength(1)
  expect(nextPersonalData).toBeUndefined()
  expect(personalData.id).not.toBe(earlierPersonalData[0]?.id)
})

test('a new ROOT counts once it has signed a signer', async () => {
  const ring = await open()
  const { root } = await ring.at(start)
  const { made } = await rotate('root', later(dayMs))
  expect((await ring.at(later(2 * dayMs))).root.id).toBe(root.id)
  await rotate('signer', later(2 * dayMs))
  const after = await ring.at(later(3 * dayMs))
  expect(after.root.id).toBe(made.id)
  expect(after.signer.certificate.issuer.formatted).toBe(root.certificate.subject.formatted)
})

test('two rotations in one moment make one key', async () => {
  await open()
  const [one, other] = await Promise.all([
    rotate('signer', later(dayMs)),
    rotate('signer', later(dayMs)),
  ])
  expect(one.made.id).toBe(other.made.id)
})

test('a rotation of nothing is the first start', async () => {
  const { previous, inUseFrom, made } = await rotate('signer', start)
  expect(previous).toBeUndefined()
  expect(inUseFrom).toEqual(made.madeAt)
})

test('the list tells every generation and what it is good for', async () => {
  await open()
  await rotate('signer', later(dayMs))
  const states = async (ms: number) => {
    const keys = await listKeys(database.db, later(ms))
    return keys.map(({ name, state }) => `${name} ${state}`)
  }
  expect(await states(dayMs + minuteMs)).toEqual([
    'ROOT in use',
    'PMS next',
    'PMS in use',
    'PMS:PII-DATA in use',
  ])
  expect(await states(2 * dayMs)).toContain('PMS earlier')
  expect(await states(1461 * dayMs)).toContain('PMS ended')
})

test('keys are renewed while the process runs, and a request keeps those of its beginning', async () => {
  const ring = await open()
  const held = await ring.at(start)
  const due = await ring.at(later(700 * dayMs))
  expect(due.personalData.id).toBe(held.personalData.id)
  const renewed = await ring.at(later(700 * dayMs + 3 * minuteMs))
  expect(renewed.personalData.id).not.toBe(held.personalData.id)
  expect(ring.personalData.id).toBe(renewed.personalData.id)
  expect(held.earlierPersonalData).toEqual([])
  expect(lines.at(-1)).toMatch(/PMS:PII-DATA renewed, valid until 2035/)
})

test('the database is looked at once a minute, by one request for all', async () => {
  let looks = 0
  const ring = await openKeyRing({
    db: new Proxy(database.db, {
      get(target, name) {
        if (name === 'selectFrom') looks += 1
        const value: unknown = Reflect.get(target, name, target)
        return typeof value === 'function' ? value.bind(target) : value
      },
    }),
    keyStore,
    now: start,
    log,
  })
  looks = 0
  await ring.at(later(minuteMs - 1))
  expect(looks).toBe(0)
  await Promise.all([ring.at(later(minuteMs)), ring.at(later(minuteMs)), ring.at(later(minuteMs))])
  expect(looks).toBe(2)
})

test('a look that fails is told, and the known keys go on working', async () => {
  const ring = await open()
  const elsewhere = memoryKeyStore()
  const { signer } = ring
  await rotate('signer', later(dayMs))
  const stray = await openKeyRing({ db: database.db, keyStore, now: later(dayMs), log })
  await rotateKey(
    {
      db: database.db,
      keyStore: { ...keyStore, generate: elsewhere.generate },
      now: later(2 * dayMs),
      log,
    },
    'signer',
    randomUUID(),
  )
  const keys = await stray.at(later(3 * dayMs))
  expect(keys.signer.id).toBe(signer.id)
  expect(lines.at(-1)).toMatch(/could not be read anew: .*PMS.* not in the key store/)
})
