import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { face, fingers, givenCredentials } from '../credential-requests/testing.ts'
import { partnerWithPolicy } from '../policy-requests/testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** An active partner of a type with a data share of its group that it has not asked for. */
async function printer(
  partnerTypeCode = 'Credential_Partner',
  role: string = contract.roles.credentialPartner,
) {
  const group = await given(server).policyGroup()
  const policy = await givenCredentials(server).dataShare(group)
  const founder = freshUser(contract.roles.credentialPartner)
  const partnerId = founder.userName
  await given(server).activePartner(founder, group.name, 'Credential_Partner')
  const partner = server.db.updateTable('pms.partner').set({ partnerTypeCode })
  await partner.where('id', '=', partnerId).execute()
  return { user: { ...founder, roles: [role] }, partnerId, group, ...policy }
}

type Printer = Awaited<ReturnType<typeof printer>>

const ask = (by: TestUser | null, partner: Printer, changes: object = {}) =>
  server.call(by, contract.askForPolicy, {
    partnerId: partner.partnerId,
    policyName: partner.policyName,
    useCaseDescription: 'Print cards of the north',
    ...changes,
  })
const whole = { extractors: [face, fingers], credentialType: 'EUIN' }
const look = (by: TestUser | null, partnerId: string, search?: string) =>
  server.call(by, contract.readPoliciesToAsk, { partnerId, search })

describe('asking for a policy with all that its approval needs', () => {
  test.each([
    ['Credential_Partner', contract.roles.credentialPartner],
    ['Online_Verification_Partner', contract.roles.onlineVerificationPartner],
  ])('%s: makes a request that can be approved as it is', async (type, role) => {
    const partner = await printer(type, role)
    const { requestId } = await ask(partner.user, partner, whole)
    const mappingkey = requestId
    const status = 'approved'
    await server.call(people.admin, contract.decidePolicyRequest, { mappingkey, status })
    const request = await server.call(partner.user, contract.readPolicyRequest, { requestId })
    expect(request).toMatchObject({
      status: 'approved',
      partnerComment: 'Print cards of the north',
      mapping: { inForce: { extractors: [face, fingers], credentialTypes: ['euin'] } },
    })
  })

  test('is refused where something is missing, and leaves nothing behind', async () => {
    const partner = await printer()
    const wrong = (changes: object) => refusalOf(ask(partner.user, partner, changes))
    expect(await wrong({})).toBe('PMS_PM_051')
    expect(await wrong({ extractors: [face] })).toBe('PMS_PRT_289')
    expect(await wrong({ ...whole, credentialType: 'passport' })).toBe('PMS_PRT_072')
    expect(await wrong({ ...whole, extractors: [face, face] })).toBe('PMS_PRT_290')
    expect(await wrong({ ...whole, extractors: [{ ...face, biometric: 'voice' }] })).toBe(
      'PMS_PRT_099',
    )
    expect(await wrong({ ...whole, useCaseDescription: null })).toBe('PMS_COR_001')
    expect(await wrong({ ...whole, policyName: fresh('Nothing') })).toBe('PMS_PRT_073')
    const { policies } = await look(partner.user, partner.partnerId)
    expect(policies).toMatchObject([{ request: null }])
    await ask(partner.user, partner, whole)
    expect(await wrong(whole)).toBe('PMS_PRT_053')
  })

  test('takes a credential type from nobody who has it, nor one that cannot have any', async () => {
    const partner = await printer()
    await ask(partner.user, partner, whole)
    const { policyName } = await givenCredentials(server).dataShare(partner.group)
    const again = ask(partner.user, { ...partner, policyName }, { ...whole, extractors: [face] })
    expect(await refusalOf(again)).toBe('PMS_PRT_287')
    const adjudicator = await printer('Manual_Adjudication')
    const type = { credentialType: 'euin' }
    expect(await refusalOf(ask(people.admin, adjudicator, type))).toBe('PMS_PRT_070')
    await expect(ask(people.admin, adjudicator)).resolves.toHaveProperty('requestId')
  })

  test('asks plainly where a partner needs neither', async () => {
    const { user, partnerId, policyName, policy } = await partnerWithPolicy(server)
    const words = { partnerId, policyName, useCaseDescription: 'Check who opens an account' }
    const { requestId } = await server.call(user, contract.askForPolicy, words)
    expect(await look(user, partnerId)).toMatchObject({
      mapping: 'allowed',
      policies: [{ policyId: policy.id, request: { requestId, status: 'InProgress' } }],
    })
  })

  test('is for active partners, by themselves or an administrator', async () => {
    const partner = await printer()
    expect(await refusalOf(ask(asStranger(), partner, whole))).toBe('PMS_PRT_005')
    expect(await refusalOf(ask(people.visitor, partner, whole))).toBe('KER-ATH-403')
    expect(await refusalOf(ask(null, partner, whole))).toBe('KER-ATH-401')
    const off = { partnerId: partner.partnerId, status: 'De-Active' }
    await server.call(people.admin, contract.changePartnerStatus, off)
    expect(await refusalOf(ask(people.admin, partner, whole))).toBe('PMS_PMP_016')
  })
})

describe('what a partner may ask for', () => {
  test('names the policies with what they share, and how far the partner is with each', async () => {
    const partner = await printer()
    const { user, partnerId } = partner
    expect(await look(user, partnerId)).toMatchObject({
      partner: { partnerId, isActive: true, policyGroupName: partner.group.name },
      mapping: 'required',
      takenCredentialTypes: [],
      attributesToday: [],
      total: 1,
      policies: [{ policyId: partner.policyId, policyType: 'DataShare', request: null }],
    })
    const { requestId: mappingkey } = await ask(user, partner, whole)
    const status = 'approved'
    await server.call(people.admin, contract.decidePolicyRequest, { mappingkey, status })
    expect(await look(people.admin, partnerId)).toMatchObject({
      takenCredentialTypes: ['euin'],
      attributesToday: ['fullName'],
      policies: [{ request: { requestId: mappingkey, status: 'approved' } }],
    })
  })

  test('finds them by words, and leaves out what cannot be given', async () => {
    const { user, partnerId, group, policyName } = await partnerWithPolicy(server)
    await given(server).draftPolicy(group.name)
    const { id } = await given(server).publishedPolicy(group, fresh('100% sure'))
    const ended = await given(server).publishedPolicy(group, fresh('Ended'))
    const policies = server.db.updateTable('pms.authPolicy')
    const past = new Date('2020-01-01')
    await policies.set({ validToDate: past }).where('id', '=', ended.id).execute()
    const misp = await given(server).publishedPolicy(group, fresh('Relay'))
    await policies.set({ policyType: 'MISP' }).where('id', '=', misp.id).execute()

    expect((await look(user, partnerId)).total).toBe(2)
    expect((await look(user, partnerId, '100%')).policies).toMatchObject([{ policyId: id }])
    expect((await look(user, partnerId, policyName.toUpperCase())).total).toBe(1)
  })

  test('shows nothing of an unreadable policy, and nothing without a group', async () => {
    const { user, partnerId, policy } = await partnerWithPolicy(server)
    await server.db
      .updateTable('pms.authPolicy')
      .set({ policyFileId: '{' })
      .where('id', '=', policy.id)
      .execute()
    expect((await look(user, partnerId)).policies).toMatchObject([{ policies: {} }])
    await server.db
      .updateTable('pms.partner')
      .set({ policyGroupId: null })
      .where('id', '=', partnerId)
      .execute()
    expect(await look(user, partnerId)).toMatchObject({ total: 0, policies: [] })
  })

  test('is for the partner and administrators', async () => {
    const { partnerId, user } = await partnerWithPolicy(server)
    expect(await refusalOf(look(asStranger(), partnerId))).toBe('PMS_PRT_005')
    expect(await refusalOf(look(people.visitor, partnerId))).toBe('KER-ATH-403')
    expect(await refusalOf(look(null, partnerId))).toBe('KER-ATH-401')
    const strange = await server.send(user, 'GET', '/v1/portal/partners/%00/policies-to-ask')
    expect(strange.status).toBe(400)
  })
})
