import { buildPath } from '@pmp/x509'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OpenDatabase } from '../database/database.ts'
import { createTestDatabase } from '../database/testing.ts'
import { dayMs } from '../durations.ts'
import { settleMs } from './key-lines.ts'
import type { KeyStore } from './key-store.ts'
import type { Keys, PlatformKey } from './keys.ts'
import { openKeys } from './open-keys.ts'
import { memoryKeyStore } from './testing-keys.ts'

const start = new Date('2031-03-10T12:00:00.500Z')
/** Days until a new key is used. */
const settled = settleMs / dayMs
let database: OpenDatabase
let keyStore: KeyStore
let lines: string[]

beforeEach(async () => {
  keyStore = memoryKeyStore()
  lines = []
  database = await createTestDatabase()
})

afterEach(() => database.close())

/** Starts a process on the database and key store, some days after the first start. */
function open(days = 0, from = keyStore): Promise<Keys> {
  return openKeys({
    db: database.db,
    keyStore: from,
    now: new Date(start.getTime() + days * dayMs),
    log: (line) => lines.push(line),
  })
}

const ids = ({ root, signer, personalData }: Keys) => [root.id, signer.id, personalData.id]
const lifeDays = ({ certificate: { notBefore, notAfter } }: PlatformKey) =>
  (notAfter.getTime() - notBefore.getTime()) / dayMs

test('the first start makes ROOT, PMS and the key for personal data', async () => {
  const { root, signer, personalData, earlierPersonalData } = await open()
  expect(root.certificate).toMatchObject({
    isSelfSigned: true,
    isCa: true,
    pathLength: 2,
    keyUsage: ['digitalSignature', 'keyCertSign', 'cRLSign'],
    key: { type: 'RSA', bits: 2048 },
    subject: {
      formatted: 'CN=www.mosip.io (ROOT),OU=MOSIP-TECH-CENTER,O=IITB,L=BANGALORE,ST=KA,C=IN',
    },
  })
  expect(signer.certificate).toMatchObject({
    isSelfSigned: false,
    isCa: true,
    pathLength: 1,
    keyUsage: ['digitalSignature', 'keyCertSign', 'cRLSign'],
    commonName: 'www.mosip.io (PMS)',
  })
  expect(personalData.certificate).toMatchObject({
    isCa: false,
    keyUsage: ['keyEncipherment'],
    commonName: 'PMS-PII-DATA',
  })
  expect([root, signer, personalData].map(lifeDays)).toEqual([2920, 1460, 730])
  expect(earlierPersonalData).toEqual([])
  const path = buildPath({
    target: personalData.certificate,
    anchors: [root.certificate],
    intermediates: [signer.certificate],
    at: start,
  })
  expect(path.ok).toBe(true)
  expect(lines).toHaveLength(3)
})

test('the rows say where the private keys are, and hold none', async () => {
  const keys = await open()
  const rows = await database.db.selectFrom('keymgr.keyStore').selectAll().execute()
  const aliases = await database.db.selectFrom('keymgr.keyAlias').selectAll().execute()
  expect(rows.map(({ id }) => id).toSorted()).toEqual(ids(keys).toSorted())
  expect(new Set(rows.map(({ privateKey }) => privateKey))).toEqual(new Set(['KEY_STORE']))
  const personalData = rows.find(({ id }) => id === keys.personalData.id)
  expect(personalData?.masterKey).toBe(keys.signer.id)
  expect(aliases.find(({ id }) => id === keys.signer.id)).toMatchObject({
    appId: 'PMS',
    refId: '',
    certThumbprint: keys.signer.certificate.thumbprintSha256,
    uniIdent: expect.stringMatching(/^[0-9A-F]{40}$/),
    keyExpireDtimes: keys.signer.certificate.notAfter,
  })
})

test('a second start opens the same keys', async () => {
  const first = await open()
  const second = await open(1)
  expect(ids(second)).toEqual(ids(first))
  const data = Buffer.from('signed by both')
  expect(await second.signer.sign(data)).toEqual(await first.signer.sign(data))
})

test('two replicas that start at once get the same keys', async () => {
  const [one, other] = await Promise.all([open(), open()])
  expect(ids(one)).toEqual(ids(other))
})

test('a replica whose clock lags makes no second key', async () => {
  expect(ids(await open(-1 / 1440))).toEqual(ids(await open(0)))
  expect(ids(await open(-1))).toEqual(ids(await open(0)))
})

test('the key for personal data is renewed when its last 30 days begin', async () => {
  const first = await open()
  expect((await open(699)).nextPersonalData).toBeUndefined()
  const waiting = await open(700)
  expect(waiting.personalData.id).toBe(first.personalData.id)
  const renewed = await open(700 + settled)
  expect(renewed.personalData.id).toBe(waiting.nextPersonalData?.id)
  expect(renewed.nextPersonalData).toBeUndefined()
  expect(renewed.signer.id).toBe(first.signer.id)
  expect(renewed.earlierPersonalData.map(({ id }) => id)).toEqual([first.personalData.id])
  expect(renewed.personalData.certificate.subject.formatted).toBe(
    first.personalData.certificate.subject.formatted,
  )
})

test('the signer is renewed when a partner certificate could outlive it', async () => {
  const first = await open()
  await open(1064)
  expect((await open(1064 + settled)).signer.id).toBe(first.signer.id)
  await open(1065)
  const renewed = await open(1065 + settled)
  expect(renewed.signer.id).not.toBe(first.signer.id)
  expect(renewed.root.id).toBe(first.root.id)
})

test('no key outlives its issuer', async () => {
  await open()
  await open(1794)
  const { root, signer } = await open(1794 + settled)
  expect(lifeDays(root)).toBe(2920)
  expect(signer.certificate.notAfter).toEqual(root.certificate.notAfter)
})

test('after ROOT was renewed, the chain still holds the one that signed the signer', async () => {
  await open()
  await open(1700)
  const before = await open(1700 + settled)
  await open(1800)
  const after = await open(1800 + settled)
  expect(after.signer.id).toBe(before.signer.id)
  expect(after.root.id).toBe(before.root.id)
  const generations = await database.db
    .selectFrom('keymgr.keyAlias')
    .select('id')
    .where('appId', '=', 'ROOT')
    .execute()
  expect(generations).toHaveLength(2)
  await open(2600)
  const later = await open(2600 + settled)
  expect(later.root.id).not.toBe(before.root.id)
})

test('a key store of another database is refused with a way out', async () => {
  await open()
  await expect(open(0, { ...memoryKeyStore(), name: 'other.json' })).rejects.toThrow(
    /platform key ROOT .* not in the key store .*other\.json\. Put back/,
  )
})

test('an earlier key that is gone is told, and the start goes on', async () => {
  const first = await open()
  await open(700)
  const partial: KeyStore = {
    ...keyStore,
    open: async (alias) => (alias === first.personalData.id ? undefined : keyStore.open(alias)),
  }
  await expect(open(700 + settled / 2, partial)).rejects.toThrow(first.personalData.id)
  expect((await open(701, partial)).earlierPersonalData).toEqual([])
  expect(lines.at(-1)).toContain(first.personalData.id)
})

test('a missing key policy is named', async () => {
  await database.db.deleteFrom('keymgr.keyPolicyDef').where('appId', '=', 'PMS').execute()
  await expect(open()).rejects.toThrow('key_policy_def has no active row for PMS')
})
