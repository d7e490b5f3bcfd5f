import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, freshUser, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'
import { face, fingers, givenCredentials } from '../credential-requests/testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const write = (by: TestUser | null, requestId: string, text = 'Which cards are printed?') =>
  server.call(by, contract.writeRequestMessage, { requestId, text })
const read = (requestId: string, by: TestUser = people.admin) =>
  server.call(by, contract.readPolicyRequest, { requestId })
const decide = (mappingkey: string, status: string) =>
  server.call(people.admin, contract.decidePolicyRequest, { mappingkey, status })
const waiting = async (by: TestUser) =>
  (await server.call(by, contract.listPolicyRequests, {})).data.map((row) => row.awaitsAnswer)
const stranger = () => asStranger(freshUser(contract.roles.credentialPartner))

describe('a conversation on a request', () => {
  test('goes between administrator and partner while the request waits on', async () => {
    const { user, requestId } = await givenCredentials(server).askingPartner()
    expect((await read(requestId)).conversation).toMatchObject({
      isOpen: true,
      awaits: 'administrator',
      messages: [],
    })
    await write(people.admin, requestId, ' Which cards are printed? ')
    expect(await waiting(user)).toEqual([true])
    expect((await read(requestId, user)).conversation.awaits).toBe('partner')
    await write(user, requestId, 'Those of the north')
    const { status, conversation } = await read(requestId, user)
    expect(status).toBe('InProgress')
    expect(conversation).toMatchObject({
      awaits: 'administrator',
      messages: [
        { side: 'administrator', author: people.admin.userName, text: 'Which cards are printed?' },
        { side: 'partner', author: user.userName, text: 'Those of the north' },
      ],
    })
    expect(await waiting(user)).toEqual([false])
  })

  test('is audited without what is said', async () => {
    const { user, requestId, partnerId } = await givenCredentials(server).askingPartner()
    await write(people.admin, requestId, 'How many')
    await write(user, requestId, 'Ten')
    const entries = await seen(server).audit({ subjectId: requestId, outcome: 'success' })
    const details = { partnerId, characters: 8 }
    expect(entries.slice(-2)).toMatchObject([
      { action: 'policyRequest.asked', actor: people.admin.userName, details },
      { action: 'policyRequest.answered', actor: user.userName },
    ])
    expect(JSON.stringify(entries)).not.toContain('How many')
  })

  test('ends with the decision, and can be read ever after', async () => {
    const { user, requestId } = await givenCredentials(server).askingPartner()
    await write(people.admin, requestId)
    await decide(requestId, 'rejected')
    expect(await refusalOf(write(user, requestId))).toBe('PMP_150')
    expect((await read(requestId, user)).conversation).toMatchObject({
      isOpen: false,
      awaits: null,
      messages: [{ side: 'administrator' }],
    })
    expect(await waiting(user)).toEqual([false])
  })

  test('has bounds', async () => {
    const { user, requestId } = await givenCredentials(server).askingPartner()
    expect(await refusalOf(write(user, requestId, ' '))).toBe('PMS_COR_001')
    expect(await refusalOf(write(user, requestId, 'a'.repeat(2001)))).toBe('PMS_COR_001')
    const said = { requestId, side: 'partner', author: 'x', text: 'x', writtenAt: new Date() }
    await server.db
      .insertInto('pmp.policyRequestMessage')
      .values(Array.from({ length: 99 }, () => said))
      .execute()
    await write(user, requestId, 'a'.repeat(2000))
    expect(await refusalOf(write(user, requestId))).toBe('PMP_151')
  })

  test('is hidden from others', async () => {
    const { requestId } = await givenCredentials(server).askingPartner()
    expect(await refusalOf(write(stranger(), requestId))).toBe('PMS_PMP_007')
    expect(await refusalOf(write(people.admin, '1'))).toBe('PMS_PMP_007')
    expect(await refusalOf(write(people.visitor, requestId))).toBe('KER-ATH-403')
    expect(await refusalOf(write(null, requestId))).toBe('KER-ATH-401')
    expect((await read(requestId)).conversation.messages).toEqual([])
  })

  test('goes with its request', async () => {
    const { requestId } = await givenCredentials(server).askingPartner()
    await write(people.admin, requestId)
    await server.db.deleteFrom('pms.partnerPolicyRequest').where('id', '=', requestId).execute()
    const left = server.db.selectFrom('pmp.policyRequestMessage').where('requestId', '=', requestId)
    expect(await left.selectAll().execute()).toEqual([])
  })
})

describe('taking up a refused request', () => {
  const again = (by: TestUser | null, requestId: string, changes: object = {}) =>
    server.call(by, contract.resubmitPolicyRequest, {
      requestId,
      useCaseDescription: 'Cards of the north only',
      ...changes,
    })

  async function refused() {
    const partner = await givenCredentials(server).completeRequest()
    await decide(partner.requestId, 'rejected')
    return partner
  }

  test('makes a new one with its extractors and credential type, linked to the old one', async () => {
    const { user, partnerId, policyId, requestId } = await refused()
    const wanted = { extractors: [fingers], credentialType: 'EUIN' }
    const { requestId: next } = await again(user, requestId, wanted)
    expect(await read(next)).toMatchObject({
      partnerId,
      policyId,
      status: 'InProgress',
      partnerComment: 'Cards of the north only',
      mapping: { requested: { extractors: [fingers], credentialType: 'euin' } },
      conversation: { previousRequestId: requestId, nextRequestId: null },
    })
    expect((await read(requestId, user)).conversation).toMatchObject({
      previousRequestId: null,
      nextRequestId: next,
    })
    const action = 'policyRequest.resubmitted'
    expect(await seen(server).audit({ action, subjectId: next })).toMatchObject([
      { details: { previousId: requestId, partnerId } },
    ])
    expect(await decide(next, 'approved')).toBe('Policy mapping approved successfully')
  })

  test('is possible once, also for two calls at once, and again for the next one', async () => {
    const { user, requestId } = await refused()
    const outcomes = await Promise.allSettled([1, 2].map(() => again(user, requestId)))
    const [made] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    const next = made?.requestId ?? ''
    await decide(next, 'rejected')
    expect(await refusalOf(again(user, requestId))).toBe('PMP_153')
    await again(user, next)
  })

  test('is refused for what was not refused, and while another request for the policy is open', async () => {
    const { user, requestId, policyName } = await givenCredentials(server).completeRequest()
    expect(await refusalOf(again(user, requestId))).toBe('PMP_152')
    await decide(requestId, 'rejected')
    await server.call(user, contract.submitPolicyRequest, {
      partnerId: user.userName,
      policyName,
      useCaseDescription: 'Without the old one',
    })
    expect(await refusalOf(again(user, requestId))).toBe('PMS_PRT_053')
  })

  test('stores nothing of a request whose parts are wrong', async () => {
    const { user, requestId } = await refused()
    const wrong = (changes: object) => refusalOf(again(user, requestId, changes))
    expect(await wrong({ useCaseDescription: null })).toBe('PMS_COR_001')
    expect(await wrong({ extractors: [face, face] })).toBe('PMS_PRT_290')
    expect(await wrong({ extractors: [{ ...face, biometric: 'voice' }] })).toBe('PMS_PRT_099')
    expect(await wrong({ extractors: [face], credentialType: 'passport' })).toBe('PMS_PRT_072')
    expect((await read(requestId)).conversation.nextRequestId).toBeNull()
    await again(user, requestId)
  })

  test('is refused when the policy or the partner is no longer what it was', async () => {
    const { user, requestId, partnerId, policyId } = await refused()
    const policy = server.db.updateTable('pms.authPolicy').where('id', '=', policyId)
    await policy.set({ isActive: false }).execute()
    expect(await refusalOf(again(user, requestId))).toBe('PMS_PRT_073')
    await policy.set({ isActive: true }).execute()
    const partner = server.db.updateTable('pms.partner').where('id', '=', partnerId)
    await partner.set({ isActive: false }).execute()
    expect(await refusalOf(again(user, requestId))).toBe('PMS_PMP_016')
  })

  test('is hidden from others', async () => {
    const { requestId } = await refused()
    expect(await refusalOf(again(stranger(), requestId))).toBe('PMS_PMP_007')
    expect(await refusalOf(again(people.admin, '1'))).toBe('PMS_PMP_007')
    expect(await refusalOf(again(people.visitor, requestId))).toBe('KER-ATH-403')
    expect(await refusalOf(again(null, requestId))).toBe('KER-ATH-401')
  })
})
