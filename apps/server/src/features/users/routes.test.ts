import * as contract from '@pmp/contract'
import { CallFailed, type CallOf } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAccount, findByUserName } from '../../identity/accounts.ts'
import { openBrowser } from '../../identity/testing-browser.ts'
import { bank, signIn } from '../../identity/testing-portal.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

const hospital: CallOf<typeof contract.signUp> = {
  userName: 'city-hospital',
  password: 'a long enough sentence',
  givenName: 'Noor',
  familyName: 'Haddad',
  organizationName: 'City Hospital',
  partnerType: 'Device_Provider',
  emailId: 'it@hospital.example',
  phoneNumber: '5559876',
  address: '2 River Road',
  langCode: 'fra',
}

const nobody = null

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ OIDC_ISSUER: '' })
})
afterAll(() => server.close())

async function refusalOf(changes: Partial<typeof hospital>) {
  const input = { ...hospital, userName: 'another-one', emailId: 'another@id.example', ...changes }
  const error = await server.call(nobody, contract.signUp, input).catch((reason: unknown) => reason)
  return error instanceof CallFailed ? error.code : error
}

describe('signing up', () => {
  test('creates an account with the role of its partner type, and says so in the audit', async () => {
    expect(await server.call(nobody, contract.signUp, hospital)).toEqual({
      userName: 'city-hospital',
    })

    expect(await findByUserName(server.db, 'city-hospital')).toMatchObject({
      email: 'it@hospital.example',
      roles: ['DEVICE_PROVIDER'],
      isEnabled: true,
      attributes: {
        organizationName: 'City Hospital',
        partnerType: 'Device_Provider',
        phoneNumber: '5559876',
        address: '2 River Road',
        langCode: 'fra',
        locale: 'fra',
      },
    })
    const [entry] = await seen(server).audit({ action: 'account.created' })
    expect(entry).toMatchObject({ actor: 'anonymous', subjectId: 'city-hospital' })
  })

  test.each([
    ['a user name with capitals', { userName: 'City-Hospital' }, 'PMS_COR_001'],
    ['a user name that is taken', { userName: 'city-hospital' }, 'PMP_004'],
    ['an e-mail that is taken, in other case', { emailId: 'IT@hospital.example' }, 'PMP_005'],
    ['a malformed e-mail', { emailId: 'hospital.example' }, 'PMS_PRT_012'],
    ['a weak password', { password: 'short' }, 'PMP_006'],
    ['a partner type for administrators', { partnerType: 'ABIS_Partner' }, 'PMP_008'],
    ['an unknown partner type', { partnerType: 'Nobody' }, 'PMP_008'],
    ['a language that is not spoken here', { langCode: 'xyz' }, 'PMS_PRT_056'],
  ])('refuses %s', async (_, changes, code) => {
    expect(await refusalOf(changes)).toBe(code)
    const { count } = await server.db
      .selectFrom('pmp.account')
      .select(({ fn }) => fn.countAll<string>().as('count'))
      .where('email', '=', 'another@id.example')
      .executeTakeFirstOrThrow()
    expect(Number(count)).toBe(0)
  })
})

describe('the name of somebody else', () => {
  const owner = 'Owner-Of-Ministry'
  let other: TestServer
  beforeAll(async () => {
    other = await startTestServer({ OIDC_ISSUER: '', ADMIN_USERNAME: 'Registrar-General' })
    await other.db
      .updateTable('pms.partner')
      .set({ userId: owner })
      .where('id', '=', 'mpartner-default-abis')
      .execute()
  })
  afterAll(() => other.close())

  test.each([
    ['of a partner without an account', 'mpartner-default-auth'],
    ['of the owner of a partner, letter case ignored', owner.toLowerCase()],
    ['of the first administrator', 'registrar-general'],
    ['of nobody', 'anonymous'],
    ['of the system', 'system'],
    ['of a service', 'service-account-mosip-ida-client'],
  ])('%s opens no account', async (_, userName) => {
    const signUp = other.call(nobody, contract.signUp, { ...hospital, userName })
    const error = await signUp.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'PMP_004' })
    expect(await findByUserName(other.db, userName)).toBeUndefined()
  })
})

test('a MISP signs up with the role by which it registers itself', async () => {
  const userName = 'gateway-operator'
  const emailId = 'it@gateway.example'
  await server.call(nobody, contract.signUp, {
    ...hospital,
    userName,
    emailId,
    partnerType: 'MISP_Partner',
  })
  expect(await findByUserName(server.db, userName)).toMatchObject({ roles: ['MISP_PARTNER'] })
})

test('the options tell what a sign-up may choose', async () => {
  expect(await server.call(nobody, contract.readSignUpOptions, {})).toEqual({
    isAvailable: true,
    partnerTypes: [
      'Auth_Partner',
      'Device_Provider',
      'FTM_Provider',
      'Credential_Partner',
      'MISP_Partner',
    ],
    languages: ['eng', 'fra', 'ara'],
    passwordMinLength: 12,
  })
})

test('with an identity provider of its own, a deployment has no sign-up here', async () => {
  const other = await startTestServer()

  const options = await other.call(people.bank, contract.readSignUpOptions, {})
  const error = await other
    .call(nobody, contract.signUp, hospital)
    .catch((reason: unknown) => reason)

  await other.close()
  expect(options.isAvailable).toBe(false)
  expect(error).toMatchObject({ code: 'PMP_007' })
})

test('an administrator whom the embedded provider signed in creates a user', async () => {
  const registrar = { ...bank, roles: [contract.roles.partnerAdmin] }
  await createAccount(server.db, registrar, server.clock.now)
  server.config.internalUrl = server.url
  const browser = openBrowser(server.config.PUBLIC_URL, server.url)
  await signIn(browser, server.config.PUBLIC_URL)
  const token = browser.cookie('Authorization') ?? ''

  const created = await server.call({ ...registrar, token }, contract.createUser, {
    userName: 'ward-clerk',
    firstName: 'Ines',
    lastName: 'Moreau',
    contactNo: '5550100',
    emailID: 'ines@hospital.example',
    organizationName: 'City Hospital',
    role: contract.roles.deviceProvider,
    userPassword: 'a long enough sentence',
  })

  expect(created).toMatchObject({ userId: 'ward-clerk', userPassword: null })
  expect(await findByUserName(server.db, 'ward-clerk')).toMatchObject({
    givenName: 'Ines',
    roles: [contract.roles.deviceProvider],
    isEnabled: true,
  })
})
