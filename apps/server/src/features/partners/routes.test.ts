import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decryptPersonalData } from '../../keys/personal-data.ts'
import { asStranger, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

let server: TestServer
let groupName: string
beforeAll(async () => {
  server = await startTestServer()
  groupName = (await given(server).policyGroup()).name
})
afterAll(() => server.close())

function registration(user: TestUser, changes: Record<string, unknown> = {}) {
  return {
    partnerId: user.userName,
    policyGroup: groupName,
    organizationName: 'North Bank',
    address: '1 Market Square',
    contactNumber: '5550100',
    emailId: user.email ?? '',
    partnerType: 'auth_partner',
    langCode: 'fra',
    ...changes,
  }
}

function register(user: TestUser | null, changes: Record<string, unknown> = {}) {
  return server.call(user, contract.registerPartner, registration(user ?? freshUser(), changes))
}

describe('registering a partner', () => {
  test('stores it with its personal data encrypted, a history row and a mail', async () => {
    const user = freshUser()
    expect(await register(user)).toEqual({ partnerId: user.userName, status: 'InProgress' })
    const row = await server.db
      .selectFrom('pms.partner')
      .selectAll()
      .where('id', '=', user.userName)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      userId: user.userName,
      partnerTypeCode: 'Auth_Partner',
      langCode: 'fra',
      isActive: false,
      isDeleted: false,
      crBy: user.userName,
      updBy: null,
    })
    expect(row.emailId).not.toContain('@')
    expect(await decryptPersonalData(server.keys, row.emailId ?? '')).toBe(user.email)
    const history = await server.db
      .selectFrom('pms.partnerH')
      .select('id')
      .where('id', '=', user.userName)
      .execute()
    expect(history).toHaveLength(1)
    expect(await seen(server).outbox({ orderingKey: user.userName })).toMatchObject([
      { kind: 'mail', topic: 'PARTNER_REGISTRED' },
    ])
  })

  test.each([
    ['no organisation', { organizationName: '' }, 'PMS_COR_001'],
    ['a malformed e-mail', { emailId: 'nobody' }, 'PMS_PRT_012'],
    ['a language nobody speaks here', { langCode: 'tlh' }, 'PMS_PRT_056'],
    ['an unknown type', { partnerType: 'Nonsense' }, 'PMS_PRT_010'],
    ['no group for a type that needs one', { policyGroup: '' }, 'PMS_PRT_108'],
    ['an unknown group', { policyGroup: 'none' }, 'PMS_PRT_002'],
    ['an id with a blank', { partnerId: 'north bank' }, 'PMS_PRT_066'],
    ['an id of 37 characters', { partnerId: 'x'.repeat(37) }, 'PMS_PRT_052'],
    ["somebody else's id", { partnerId: 'somebody-else' }, 'PMS_PRT_055'],
  ])('refuses %s and stores nothing', async (_, changes, code) => {
    const user = freshUser()
    expect(await refusalOf(register(user, changes))).toBe(code)
    const rows = await server.db
      .selectFrom('pms.partner')
      .select('id')
      .where('userId', '=', user.userName)
      .execute()
    expect(rows).toEqual([])
  })

  test('refuses an id and an e-mail that are taken, also in other letters', async () => {
    const first = freshUser()
    await register(first)
    const byId = { partnerId: first.userName.toUpperCase(), emailId: 'new@partner.example' }
    expect(await refusalOf(register(people.admin, byId))).toBe('PMS_PRT_051')
    const byEmail = { emailId: first.email?.replace('user', 'User') }
    expect(await refusalOf(register(freshUser(), byEmail))).toBe('PMS_PRT_011')
    expect(await refusalOf(register(first, { partnerId: 'second' }))).toBe('PMS_PRT_055')
  })

  test('lets one of two registrations pass that share an e-mail', async () => {
    const [a, b] = [freshUser(), freshUser()]
    const emailId = `${a.userName}@shared.example`
    const results = await Promise.allSettled([register(a, { emailId }), register(b, { emailId })])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('refuses an inactive group and nobody', async () => {
    const { id, name } = await given(server).policyGroup()
    await server.db
      .updateTable('pms.policyGroup')
      .set({ isActive: false })
      .where('id', '=', id)
      .execute()
    expect(await refusalOf(register(freshUser(), { policyGroup: name }))).toBe('PMS_PMP_023')
    expect(await refusalOf(register(null))).toBe('KER-ATH-401')
  })
})

describe('verifying an e-mail', () => {
  test('tells a user about their own address only', async () => {
    const user = freshUser()
    const verify = (emailId: string, by: TestUser = user) =>
      server.call(by, contract.verifyEmail, { emailId })
    expect(await verify(user.email ?? '')).toMatchObject({
      emailExists: false,
      policyRequiredPartnerTypes: expect.arrayContaining(['AUTH_PARTNER', 'CREDENTIAL_PARTNER']),
    })
    await register(user)
    expect(
      await verify((user.email ?? '').toUpperCase().replace('.EXAMPLE', '.example')),
    ).toMatchObject({
      emailExists: true,
    })
    expect(await refusalOf(verify('other@partner.example'))).toBe('PMS_PRT_055')
    expect(await verify(user.email ?? '', people.admin)).toMatchObject({ emailExists: true })
    expect(await refusalOf(verify('nobody'))).toBe('PMS_PRT_012')
    expect(await refusalOf(server.call(null, contract.verifyEmail, { emailId: 'a@b.cd' }))).toBe(
      'KER-ATH-401',
    )
  })
})

describe('the own partners', () => {
  test('are found by status and group', async () => {
    const user = freshUser()
    await register(user)
    const list = (status: string, policyGroupAvailable?: boolean) =>
      server.call(user, contract.listOwnPartners, {
        status,
        ...(policyGroupAvailable === undefined ? {} : { policyGroupAvailable }),
      })
    expect(await list('approved')).toEqual([])
    expect(await list('InProgress')).toMatchObject([
      { partnerId: user.userName, policyGroupName: null },
    ])
    expect(await list('InProgress', true)).toMatchObject([{ policyGroupName: groupName }])
    expect(await list('InProgress', false)).toEqual([])
    const other = asStranger()
    await register(other)
    const theirs = await server.call(other, contract.listOwnPartners, { status: 'InProgress' })
    expect(theirs.map(({ partnerId }) => partnerId)).toEqual([other.userName])
  })

  test('are refused to users without one, to other roles, to nobody and without status', async () => {
    const list = (user: TestUser | null) =>
      refusalOf(server.call(user, contract.listOwnPartners, { status: 'approved' }))
    expect(await list(freshUser())).toBe('PMS_CERTIFICATE_ERROR_002')
    expect(await list(people.policyManager)).toBe('KER-ATH-403')
    expect(await list(null)).toBe('KER-ATH-401')
    const reply = await server.send(freshUser(), 'GET', '/v1/partnermanager/partners/v3')
    expect(reply).toMatchObject({ status: 400, body: { type: 'about:blank', status: 400 } })
  })
})
