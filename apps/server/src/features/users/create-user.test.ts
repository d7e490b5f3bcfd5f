import * as contract from '@pmp/contract'
import { roles } from '@pmp/contract'
import { fastify } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findByUserName } from '../../identity/accounts.ts'
import type { Context } from '../../context.ts'
import { anonymous } from '../../http/caller.ts'
import { refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'
import { createUser } from './create-user.ts'

const nurse = {
  userName: 'city-nurse',
  firstName: 'Noor',
  lastName: 'Haddad',
  contactNo: '5550177',
  emailID: 'noor@hospital.example',
  organizationName: 'City Hospital',
  role: 'DEVICE_PROVIDER',
  userPassword: 'a long enough sentence',
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** As a request would: the embedded provider cannot sign in the people of the test issuer. */
function create(user: TestUser, changes: Record<string, unknown> = {}) {
  const context: Context = {
    db: server.db,
    config: { ...server.config, isEmbeddedIssuer: true },
    keys: server.keys,
    readDiscovery: async () => null,
    outage: undefined,
    actor: { ...anonymous, ...user },
    now: server.clock.now,
    noteKeyUse: () => {},
    log: fastify().log,
    requestId: 'test',
  }
  return createUser(context, { ...nurse, ...changes })
}

async function codeOf(creation: Promise<unknown>) {
  const error = await creation.catch((reason: unknown) => reason)
  return error instanceof contract.Failure ? error.code : error
}

describe('creating a user', () => {
  test('gives the account its names and role, answers no password, and is in the audit', async () => {
    expect(await create(people.admin)).toEqual({
      userId: 'city-nurse',
      mobile: null,
      mail: null,
      langCode: null,
      userPassword: null,
      name: null,
      role: null,
      rid: null,
      token: null,
    })
    expect(await findByUserName(server.db, 'city-nurse')).toMatchObject({
      givenName: 'Noor',
      familyName: 'Haddad',
      email: 'noor@hospital.example',
      roles: ['DEVICE_PROVIDER'],
      attributes: { organizationName: 'City Hospital', phoneNumber: '5550177' },
    })
    const asked = { action: 'account.created', subjectId: 'city-nurse' }
    expect(await seen(server).audit(asked)).toEqual([
      expect.objectContaining({ actor: 'registrar', after: { roles: ['DEVICE_PROVIDER'] } }),
    ])
  })

  test('leaves a user that exists as it is', async () => {
    await create(people.admin, { userName: 'existing-one', emailID: 'existing@id.example' })
    await create(people.admin, { userName: 'existing-one', role: roles.partnerAdmin })
    const own = { userName: 'Existing-One', roles: [roles.authPartner] }
    await create(own, { userName: 'existing-one', role: roles.authPartner })
    expect(await findByUserName(server.db, 'existing-one')).toMatchObject({
      roles: ['DEVICE_PROVIDER'],
    })
  })

  test.each([
    ['somebody else, by a partner', people.bank, {}, 'PMS_PRT_055'],
    [
      'oneself anew, by a partner',
      people.bank,
      { userName: 'north-bank', role: null },
      'PMS_PRT_055',
    ],
    ['a role that the administrator lacks', people.admin, { role: 'POLICYMANAGER' }, 'PMS_PRT_055'],
    ['a role nobody knows', people.admin, { role: 'ROOT' }, 'PMS_PRT_055'],
    ['a malformed e-mail', people.admin, { emailID: 'noor' }, 'PMS_PRT_012'],
    ['no password', people.admin, { userPassword: null }, 'PMP_006'],
    ['a user name with blanks', people.admin, { userName: 'city nurse' }, 'PMS_COR_001'],
    ['an e-mail that is taken', people.admin, { emailID: 'NOOR@hospital.example' }, 'PMS_ATH_500'],
  ])('refuses %s', async (_, user, changes, code) => {
    const wanted = { userName: 'another-one', emailID: 'another@id.example', ...changes }
    expect(await codeOf(create(user, wanted))).toBe(code)
    expect(await findByUserName(server.db, wanted.userName)).toBeUndefined()
  })

  test('lets an administrator hand on a role of their own', async () => {
    const userName = 'second-admin'
    await create(people.admin, { userName, emailID: 'second@id.example', role: 'PARTNER_ADMIN' })
    expect(await findByUserName(server.db, userName)).toMatchObject({ roles: ['PARTNER_ADMIN'] })
  })

  test('is refused where another provider keeps the accounts, to others and to nobody', async () => {
    const ask = (user: TestUser | null, changes = {}) =>
      refusalOf(server.call(user, contract.createUser, { ...nurse, ...changes }))
    expect(await ask(people.admin)).toBe('PMP_007')
    expect(await ask(people.admin, { contactNo: ' ' })).toBe('PMS_COR_001')
    expect(await ask(people.bank)).toBe('PMS_PRT_055')
    expect(await ask(people.visitor)).toBe('KER-ATH-403')
    expect(await ask(null)).toBe('KER-ATH-401')
  })
})
