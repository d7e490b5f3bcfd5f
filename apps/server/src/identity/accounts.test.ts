import { leastMsOf, processMsOf } from '@pmp/x509/cpu-time'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig, type Config } from '../config.ts'
import { createTestDatabase } from '../database/testing.ts'
import {
  argon2idPrefix,
  checkPassword,
  createAccount,
  ensureFirstAdministrator,
  findByUserName,
} from './accounts.ts'
import { checkCredentials } from './check-password.ts'
import { bank } from './testing-portal.ts'

type TestDatabase = Awaited<ReturnType<typeof createTestDatabase>>

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

const now = new Date()
const configOf = (settings: Record<string, string>): Config => readConfig(settings, '/no-env-file')

test.each([
  ['shorter than the setting', 'eleven char'],
  ['around the user name', 'my north-bank password'],
  ['around the user name in capitals', 'my NORTH-BANK password'],
  ['what everybody tries', 'Password1234'],
  ['one piece repeated', 'abcabcabcabc'],
])('a password %s is too weak', (_, password) => {
  const check = () => checkPassword(password, 'north-bank', 12)

  expect(check).toThrow(expect.objectContaining({ failure: 'password_too_weak' }))
})

test('a long password of any characters is good', () => {
  expect(() => checkPassword('пароль для входа', 'north-bank', 12)).not.toThrow()
})

test('user names and e-mail addresses are taken whatever their case', async () => {
  await createAccount(database.db, bank, now)
  const sameName = { ...bank, userName: 'North-Bank', email: 'other@north-bank.example' }
  const sameEmail = { ...bank, userName: 'south-bank', email: 'IT@North-Bank.example' }

  await expect(createAccount(database.db, sameName, now)).rejects.toMatchObject({
    failure: 'user_name_taken',
  })
  await expect(createAccount(database.db, sameEmail, now)).rejects.toMatchObject({
    failure: 'account_email_taken',
  })
})

const network = '192.0.2.1'

test('the first administrator is created once, with a password that works', async () => {
  const { db } = database
  const config = configOf({})

  const created = await ensureFirstAdministrator(db, config, now)

  expect(created).toMatchObject({ userName: 'admin', password: expect.stringMatching(/^.{20}$/) })
  expect(await findByUserName(db, 'ADMIN')).toMatchObject({
    roles: ['PARTNER_ADMIN', 'POLICYMANAGER'],
    attributes: { langCode: 'eng', locale: 'eng' },
  })
  await expect(
    checkCredentials(db, { userName: 'admin', password: created?.password ?? '', network }, now),
  ).resolves.toMatchObject({ outcome: 'right' })
  expect(await ensureFirstAdministrator(db, config, now)).toBeUndefined()
})

test('a configured password is used and not given back', async () => {
  const { db } = database
  const given = { ADMIN_USERNAME: 'head-office', ADMIN_PASSWORD: 'chosen by the operator' }

  expect(await ensureFirstAdministrator(db, configOf(given), now)).toBeUndefined()

  const credentials = { userName: 'head-office', password: given.ADMIN_PASSWORD, network }
  await expect(checkCredentials(db, credentials, now)).resolves.toMatchObject({ outcome: 'right' })
})

test('a deployment with its own identity provider gets no administrator of ours', async () => {
  const config = configOf({ OIDC_ISSUER: 'https://id.example', ADMIN_USERNAME: 'nobody' })

  await ensureFirstAdministrator(database.db, config, now)

  expect(await findByUserName(database.db, 'nobody')).toBeUndefined()
})

test('neither an unknown user nor a password not looked at is told by the time an answer takes', async () => {
  const { db } = database
  const password = 'wrong all the same'
  await createAccount(db, { ...bank, userName: 'timed', email: 'timed@id.example' }, now)
  const { passwordHash } = await db
    .selectFrom('pmp.account')
    .select('passwordHash')
    .where('username', '=', 'timed')
    .executeTakeFirstOrThrow()
  expect(passwordHash.startsWith(`${argon2idPrefix}$`)).toBe(true)

  const effortFor = (userName: string, expected: string) =>
    leastMsOf(() =>
      processMsOf(async () => {
        const { outcome } = await checkCredentials(db, { userName, password, network }, now)
        expect(outcome).toBe(expected)
      }),
    )
  const known = await effortFor('timed', 'wrong')
  // The hash is nearly all of it; without one the answer would take a tenth.
  expect(await effortFor('untimed', 'wrong')).toBeGreaterThan(known / 2)
  await effortFor('timed', 'wrong')
  await effortFor('untimed', 'wrong')
  expect(await effortFor('timed', 'throttled')).toBeGreaterThan(known / 2)
  expect(await effortFor('untimed', 'throttled')).toBeGreaterThan(known / 2)
})
