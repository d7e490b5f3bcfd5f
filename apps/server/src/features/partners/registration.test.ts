import * as contract from '@pmp/contract'
import { roles } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decryptPersonalData, emailHash } from '../../keys/personal-data.ts'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { switchOffGroup } from './testing.ts'

let server: TestServer
let groupName: string
let closedGroup: string
beforeAll(async () => {
  server = await startTestServer({ CONTACT_NUMBER_MAX_LENGTH: '10' })
  groupName = (await given(server).policyGroup()).name
  const closed = await given(server).policyGroup()
  await switchOffGroup(server, closed.id)
  closedGroup = closed.name
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
    partnerType: 'Auth_Partner',
    langCode: 'fra',
    logoUrl: 'https://north-bank.example/logo.svg',
    additionalInfo: { branch: 'Main' },
    ...changes,
  }
}

const register = (user: TestUser | null, changes: Record<string, unknown> = {}) =>
  server.call(user, contract.registerPartnerWithLogo, registration(user ?? freshUser(), changes))

const create = (user: TestUser | null, changes: Record<string, unknown> = {}) =>
  server.call(user, contract.createPartner, registration(user ?? freshUser(), changes))

/** What every version of registration refuses of an otherwise good one. */
const refusedByAll: [string, Record<string, unknown>, string][] = [
  ['no organisation', { organizationName: ' ' }, 'PMS_COR_001'],
  ['a logo address that does not fit', { logoUrl: 'x'.repeat(257) }, 'PMS_COR_001'],
  ['too much additional information', { additionalInfo: 'x'.repeat(20_001) }, 'PMS_COR_001'],
  ['a language nobody speaks here', { langCode: 'tlh' }, 'PMS_PRT_056'],
  ['an empty language', { langCode: '' }, 'PMS_PRT_056'],
  ['a contact number that is too long', { contactNumber: '12345678901' }, 'PMS_PRT_013'],
  ['an unknown type', { partnerType: 'Nonsense' }, 'PMS_PRT_010'],
  ['an SDK partner, who needs none', { partnerType: 'sdk_partner' }, 'PMP_040'],
  ['no group for a type that needs one', { policyGroup: '' }, 'PMS_PRT_108'],
  ['an unknown group', { policyGroup: 'none' }, 'PMS_PRT_002'],
  ['an id with a blank', { partnerId: 'north bank' }, 'PMS_PRT_066'],
  ['an id of 37 characters', { partnerId: 'x'.repeat(37) }, 'PMS_PRT_052'],
  ["somebody else's id", { partnerId: 'somebody-else' }, 'PMS_PRT_055'],
  ['the type of another role', { partnerType: 'Device_Provider' }, 'PMS_PRT_055'],
  ['a MISP', { partnerType: 'MISP_Partner' }, 'PMS_PRT_055'],
  ['an internal partner', { partnerType: 'Internal_Partner' }, 'PMS_PRT_055'],
]

async function hasNoPartner(user: TestUser) {
  const rows = await server.db
    .selectFrom('pms.partner')
    .select('id')
    .where('crBy', '=', user.userName)
    .execute()
  return rows.length === 0
}

describe('registering with a logo', () => {
  test('stores logo and additional information, whatever time the request tells', async () => {
    const user = freshUser()
    const reply = await server.send(user, 'POST', '/v1/partnermanager/partners/v2', {
      id: 'mine',
      version: 'first',
      request: registration(user),
    })
    expect(reply.body).toMatchObject({
      id: 'mine',
      version: 'first',
      response: { partnerId: user.userName, status: 'InProgress' },
      errors: [],
    })
    expect(await seen(server).partner(user.userName)).toMatchObject({
      logoUrl: 'https://north-bank.example/logo.svg',
      addlInfo: '{"branch":"Main"}',
    })
    expect(
      await seen(server).audit({ action: 'partner.registered', subjectId: user.userName }),
    ).toHaveLength(1)
  })

  test('stores an empty list when there is no additional information', async () => {
    const user = freshUser()
    await register(user, { additionalInfo: null, logoUrl: null })
    expect(await seen(server).partner(user.userName)).toMatchObject({
      logoUrl: null,
      addlInfo: '[]',
    })
  })

  test.each([...refusedByAll, ['a malformed e-mail', { emailId: 'nobody' }, 'PMS_PRT_012']])(
    'refuses %s and stores nothing',
    async (_, changes, code) => {
      const user = freshUser()
      expect(await refusalOf(register(user, changes))).toBe(code)
      expect(await hasNoPartner(user)).toBe(true)
    },
  )

  test('refuses what is taken, a second partner, an inactive group, and nobody', async () => {
    const first = freshUser()
    await register(first)
    const byId = { partnerId: first.userName.toUpperCase(), emailId: 'new@partner.example' }
    expect(await refusalOf(register(people.admin, byId))).toBe('PMS_PRT_051')
    expect(await refusalOf(register(freshUser(), { emailId: first.email }))).toBe('PMS_PRT_011')
    expect(await refusalOf(register(first))).toBe('PMS_PRT_055')
    expect(await refusalOf(register(freshUser(), { policyGroup: closedGroup }))).toBe('PMS_PMP_023')
    expect(await refusalOf(register(null))).toBe('KER-ATH-401')
  })

  test('one of two registrations with the same id passes', async () => {
    const { userName } = freshUser()
    const attempts = ['a', 'b'].map((word) =>
      register(people.admin, { partnerId: userName, emailId: `${userName}@${word}.example` }),
    )
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const refused = outcomes.find((outcome) => outcome.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'PMS_PRT_051' })
  })
})

describe('creating a partner', () => {
  test('a user is registered under the e-mail address of their token', async () => {
    const user = freshUser()
    expect(await create(user, { emailId: 'somebody@else.example' })).toEqual({
      partnerId: user.userName,
      status: 'InProgress',
    })
    const row = await seen(server).partner(user.userName)
    expect(row?.emailIdHash).toBe(emailHash(user.email ?? ''))
    expect(await decryptPersonalData(server.keys, row?.emailId ?? '')).toBe(user.email)
  })

  test.each([
    'Auth_Partner',
    'Device_Provider',
    'FTM_Provider',
    'Credential_Partner',
    'Online_Verification_Partner',
    'ABIS_Partner',
    'Manual_Adjudication',
    'MISP_Partner',
    'Internal_Partner',
    'Print_Partner',
    'Binding_Partner',
  ])('an administrator creates %s, any number of them', async (partnerType) => {
    for (const { userName, email } of [freshUser(), freshUser()]) {
      await create(people.admin, { partnerId: userName, emailId: email, partnerType })
      expect(await seen(server).partner(userName)).toMatchObject({
        partnerTypeCode: partnerType,
        userId: userName,
        crBy: people.admin.userName,
        approvalStatus: 'InProgress',
      })
    }
  })

  test('becomes active with the certificate that the administrator uploads for it', async () => {
    const { userName: partnerId, email } = freshUser()
    const organizationName = `${partnerId} Ltd`
    const misp = { partnerId, emailId: email, organizationName, partnerType: 'MISP_Partner' }
    await create(people.admin, misp)
    const authority = await given(server).trustedAuthority('MISP')
    const leaf = await authority.issueLeaf({ organization: organizationName })
    const certificateData = leaf.certificate.pem
    const upload = { partnerId, certificateData, partnerDomain: 'MISP' }
    await server.call(people.admin, contract.uploadPartnerCertificate, upload)
    expect(await seen(server).partner(partnerId)).toMatchObject({
      approvalStatus: 'approved',
      isActive: true,
    })
  })

  test.each([
    [roles.deviceProvider, 'Device_Provider'],
    [roles.ftmProvider, 'FTM_Provider'],
    [roles.credentialPartner, 'Credential_Partner'],
    [roles.partner, 'Device_Provider'],
    [roles.mispPartner, 'MISP_Partner'],
  ])('a holder of %s registers as %s', async (role, partnerType) => {
    const user = freshUser(role)
    expect(await create(user, { partnerType })).toMatchObject({ status: 'InProgress' })
  })

  test.each([
    [roles.onlineVerificationPartner, 'Online_Verification_Partner'],
    [roles.abisPartner, 'ABIS_Partner'],
    [roles.manualAdjudication, 'Manual_Adjudication'],
    [roles.partner, 'MISP_Partner'],
  ])('a holder of %s cannot: an administrator creates %s', async (role, partnerType) => {
    const user = freshUser(role)
    expect(await refusalOf(create(user, { partnerType }))).toBe('PMS_PRT_055')
    expect(await hasNoPartner(user)).toBe(true)
  })

  test.each(refusedByAll)('refuses %s and stores nothing', async (_, changes, code) => {
    const user = freshUser()
    expect(await refusalOf(create(user, changes))).toBe(code)
    expect(await hasNoPartner(user)).toBe(true)
  })

  test('refuses what is taken, no usable e-mail, an inactive group, and nobody', async () => {
    const first = freshUser()
    await create(first)
    const byId = { partnerId: first.userName, emailId: 'newer@partner.example' }
    expect(await refusalOf(create(people.admin, byId))).toBe('PMS_PRT_051')
    const byEmail = {
      partnerId: 'another',
      emailId: first.email?.toUpperCase().replace('.EXAMPLE', '.example'),
    }
    expect(await refusalOf(create(people.admin, byEmail))).toBe('PMS_PRT_011')
    const unreachable = { ...freshUser(), email: 'nowhere' }
    expect(await refusalOf(create(unreachable, { emailId: 'a@b.example' }))).toBe('PMS_PRT_012')
    expect(await refusalOf(create(freshUser(), { policyGroup: closedGroup }))).toBe('PMS_PMP_023')
    expect(await refusalOf(create(null))).toBe('KER-ATH-401')
  })

  test.each([
    ['another id', { id: 'mosip.pms.other' }, 'PMS_REQUEST_ERROR_002'],
    ['no time', { requestTime: '' }, 'PMS_REQUEST_ERROR_004'],
    [
      'the time of another day',
      { requestTime: '2020-01-01T00:00:00.000Z' },
      'PMS_REQUEST_ERROR_006',
    ],
    ['another version', { version: '2.0' }, 'PMS_REQUEST_ERROR_003'],
  ])('refuses a request with %s', async (_, changes, errorCode) => {
    const user = freshUser()
    const reply = await server.send(user, 'POST', '/v1/partnermanager/partners/v3', {
      id: contract.createPartner.envelope.generation === 2 && contract.createPartner.envelope.id,
      version: '1.0',
      requestTime: server.clock.now.toISOString(),
      request: registration(user),
      ...changes,
    })
    expect(reply.body).toMatchObject({
      id: 'mosip.pms.create.partner.post',
      response: null,
      errors: [{ errorCode }],
    })
  })
})

describe('whether a partner exists', () => {
  const ask = (user: TestUser | null, changes: Record<string, unknown> = {}) =>
    server.call(user, contract.checkPartnerExists, {
      emailId: user?.email ?? 'nobody@partner.example',
      partnerId: user?.userName ?? 'nobody',
      partnerType: 'AUTH_PARTNER',
      ...changes,
    })

  test('tells a user before and after the registration, by PUT and by POST', async () => {
    const user = freshUser()
    expect(await ask(user)).toEqual({
      partnerExists: false,
      duplicateExists: false,
      message: null,
      policyRequiredPartnerTypes: expect.arrayContaining(['AUTH_PARTNER']),
    })
    await create(user)
    expect(await ask(user)).toMatchObject({ partnerExists: true, duplicateExists: false })
    const byPost = await server.call(user, contract.checkPartnerExistsByPost, {
      emailId: user.email?.toUpperCase() ?? '',
      partnerId: user.userName,
      partnerType: 'Auth_Partner',
    })
    expect(byPost).toMatchObject({ partnerExists: true, duplicateExists: false })
  })

  test('refuses the same by POST', async () => {
    const user = freshUser()
    const own = { emailId: user.email ?? '', partnerId: user.userName, partnerType: 'Auth_Partner' }
    const post = (changes: Partial<typeof own>) =>
      refusalOf(server.call(user, contract.checkPartnerExistsByPost, { ...own, ...changes }))
    expect(await post({ partnerId: 'other' })).toBe('PMS_PRT_055')
    expect(await post({ partnerType: 'Nonsense' })).toBe('PMS_PRT_010')
  })

  test('tells of another partner with the e-mail address, the type or the id', async () => {
    const user = freshUser()
    await create(user)
    const admin = (changes: Record<string, unknown>) =>
      ask(people.admin, { emailId: user.email, partnerId: user.userName, ...changes })
    const taken = { partnerExists: true, duplicateExists: true, policyRequiredPartnerTypes: null }
    const byEmail = { ...taken, message: contract.failures.email_of_other_partner.text }
    expect(await admin({ partnerId: 'other' })).toEqual(byEmail)
    expect(await admin({ partnerType: 'Device_Provider' })).toEqual(byEmail)
    expect(await admin({ emailId: 'unknown@partner.example' })).toEqual({
      ...taken,
      message: contract.failures.partner_id_of_other.text,
    })
  })

  test('is not told about others, nor with bad input, nor to nobody', async () => {
    const user = freshUser()
    expect(await refusalOf(ask(user, { partnerId: 'other' }))).toBe('PMS_PRT_055')
    expect(await refusalOf(ask(user, { emailId: 'other@partner.example' }))).toBe('PMS_PRT_055')
    expect(await refusalOf(ask(user, { partnerType: 'Nonsense' }))).toBe('PMS_PRT_010')
    expect(await refusalOf(ask(user, { partnerId: ' ' }))).toBe('PMS_COR_001')
    expect(await refusalOf(ask(null))).toBe('KER-ATH-401')
  })
})
