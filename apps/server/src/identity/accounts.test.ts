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
    checkCredentials(db, { userName: 'admin', password: created?.password ?? '' }, now),
  ).resolves.toEqual(expect.any(String))
  expect(await ensureFirstAdministrator(db, config, now)).toBeUndefined()
})

test('a configured password is used and not given back', async () => {
  const { db } = database
  const given = { ADMIN_USERNAME: 'head-office', ADMIN_PASSWORD: 'chosen by the operator' }

  expect(await ensureFirstAdministrator(db, configOf(given), now)).toBeUndefined()

  const credentials = { userName: 'head-office', password: given.ADMIN_PASSWORD }
  await expect(checkCredentials(db, credentials, now)).resolves.toEqual(expect.any(String))
})

test('a deployment with its own identity provider gets no administrator of ours', async () => {
  const config = configOf({ OIDC_ISSUER: 'https://id.example', ADMIN_USERNAME: 'nobody' })

  await ensureFirstAdministrator(database.db, config, now)

  expect(await findByUserName(database.db, 'nobody')).toBeUndefined()
})

test('an unknown user is not told by the time an answer takes', async () => {
  const { db } = database
  const password = 'wrong all the same'
  await createAccount(db, { ...bank, userName: 'timed', email: 'timed@id.example' }, now)
  const { passwordHash } = await db
    .selectFrom('pmp.account')
    .select('passwordHash')
    .where('username', '=', 'timed')
    .executeTakeFirstOrThrow()
  expect(passwordHash.startsWith(`${argon2idPrefix}$`)).toBe(true)

  const effortFor = (userName: string) =>
    leastMsOf(() =>
      processMsOf(() => checkCredentials(db, { userName, password }, now).catch(() => undefined)),
    )
  // The hash is nearly all of it; without one the answer would take a tenth.
  expect(await effortFor('untimed')).toBeGreaterThan((await effortFor('timed')) / 2)
})
