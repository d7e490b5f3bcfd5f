import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'
import { face, fingers, givenCredentials } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

type Extractors = contract.CallOf<typeof contract.requestExtractors>['extractors']

const askExtractors = (
  by: TestUser | null,
  requestId: string,
  extractors: readonly object[] = [face],
) =>
  server.call(by, contract.requestExtractors, {
    requestId,
    // Also what the schema does not take is sent.
    extractors: extractors as Extractors,
  })
const askType = (by: TestUser | null, requestId: string, credentialType = 'euin') =>
  server.call(by, contract.requestCredentialType, { requestId, credentialType })
const extractorsOf = (by: TestUser | null, requestId: string) =>
  server.call(by, contract.readRequestedExtractors, { requestId })
const typeOf = (by: TestUser | null, requestId: string) =>
  server.call(by, contract.readRequestedCredentialType, { requestId })
const decide = (mappingkey: string, status: string) =>
  server.call(people.admin, contract.decidePolicyRequest, { mappingkey, status })
const change = (partnerId: string, values: object) =>
  server.db.updateTable('pms.partner').set(values).where('id', '=', partnerId).execute()

/** The body of a call as upstream's clients send it. */
const envelope = (id: string, request: object | null, changes: object = {}) => ({
  id,
  version: '1.0',
  requestTime: server.clock.now.toISOString(),
  request,
  ...changes,
})
const extractorsId = 'mosip.pms.partners.bioextractors.request.post'

describe('asking for bio extractors', () => {
  test('stores each with its request, in small letters and without blanks', async () => {
    const { user, requestId, partnerId, policyId } = await givenCredentials(server).askingPartner()
    const loud = {
      ...face,
      attributeName: ' Photo ',
      biometric: 'FACE',
      extractorProvider: ' mock ',
    }
    const done = await askExtractors(user, requestId, [loud, fingers])
    expect(done).toBe('Bio extractors requested successfully.')
    expect(await extractorsOf(user, requestId)).toEqual({
      partnerPolicyRequestId: requestId,
      statusCode: 'InProgress',
      extractors: [{ ...face, biometricSubTypes: null }, fingers],
    })
    const rows = await server.db
      .selectFrom('pms.partnerPolicyBioextractRequest')
      .selectAll()
      .where('partnerPolicyRequestId', '=', requestId)
      .execute()
    const saved = { partId: partnerId, policyId, statusCode: 'InProgress', crBy: user.userName }
    expect(rows).toMatchObject([saved, saved])
    const asked = { action: 'extractors.requested', subjectId: partnerId }
    expect(await seen(server).audit(asked)).toMatchObject([{ after: { requestId, policyId } }])
  })

  test('is possible by partner and policy, for their own request only', async () => {
    const { user, requestId, partnerId, policyId } = await givenCredentials(server).askingPartner()
    const ask = (changes: object, by: TestUser | null = user) =>
      server.call(by, contract.requestExtractorsOfPartner, {
        partnerId,
        policyId,
        partnerPolicyRequestId: requestId,
        extractors: [face],
        ...changes,
      })
    const other = await givenCredentials(server).askingPartner()
    expect(await refusalOf(ask({ policyId: other.policyId }))).toBe('PMS_PRT_284')
    expect(await refusalOf(ask({ partnerId: other.partnerId }))).toBe('PMS_PRT_284')
    expect(await refusalOf(ask({ partnerPolicyRequestId: other.requestId }))).toBe('PMS_PRT_284')
    expect(await refusalOf(ask({ partnerPolicyRequestId: ' ' }))).toBe('PMS_COR_001')
    expect(await refusalOf(ask({ extractors: [] }))).toBe('PMS_COR_002')
    expect(await refusalOf(ask({}, other.user))).toBe('PMS_PRT_055')
    expect(await refusalOf(ask({}, null))).toBe('KER-ATH-401')
    expect(await ask({})).toBe('Bio extractors requested successfully.')
    expect((await extractorsOf(people.admin, requestId)).extractors).toHaveLength(1)
  })

  test('is possible once, also for two calls at once', async () => {
    const { user, requestId } = await givenCredentials(server).askingPartner()
    const outcomes = await Promise.allSettled([1, 2].map(() => askExtractors(user, requestId)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(askExtractors(user, requestId, [fingers]))).toBe('PMS_PRT_283')
    expect((await extractorsOf(user, requestId)).extractors).toHaveLength(1)
  })

  test('is refused for wrong extractors, and then nothing of it is stored', async () => {
    const { user, requestId } = await givenCredentials(server).askingPartner()
    const refused = (...extractors: object[]) =>
      refusalOf(askExtractors(user, requestId, extractors))
    expect(await refused()).toBe('PMS_COR_002')
    expect(await refused({ ...face, attributeName: ' ' })).toBe('PMS_COR_001')
    expect(await refused({ ...face, extractorProviderVersion: '1.2.3.4.5' })).toBe('PMS_COR_001')
    expect(await refused({ ...face, extractorProviderVersion: ' ' })).toBe('PMS_COR_002')
    expect(await refused({ ...face, extractorProvider: 'mock<1>' })).toBe('PMS_REQUEST_ERROR_007')
    expect(await refused(face, { ...face, biometric: ' Face' })).toBe('PMS_PRT_290')
    expect(await refused(face, { ...face, biometric: 'voice' })).toBe('PMS_PRT_099')
    expect(await refused(fingers, { ...face, attributeName: 'portrait' })).toBe('PMS_PRT_099')
    expect((await extractorsOf(user, requestId)).extractors).toEqual([])
  })

  test('is refused where the partner has an extractor for the attribute under the policy', async () => {
    const { user, requestId, partnerId, policyId } = await givenCredentials(server).askingPartner()
    const extractor = { provider: 'mock', version: '1.0' }
    await server.call(user, contract.addExtractors, {
      partnerId,
      policyId,
      extractors: [{ attributeName: 'Photo', biometric: 'face', extractor }],
    })
    expect(await refusalOf(askExtractors(user, requestId))).toBe('PMS_PRT_286')
    await askExtractors(user, requestId, [fingers])
  })

  test('is refused for requests that are unknown or decided, and inactive partners', async () => {
    const { user, requestId, partnerId } = await givenCredentials(server).askingPartner()
    expect(await refusalOf(askExtractors(user, '1'))).toBe('PMS_PRT_284')
    expect(await refusalOf(askExtractors(user, ' '))).toBe('PMS_COR_002')
    await change(partnerId, { isActive: false })
    expect(await refusalOf(askExtractors(user, requestId))).toBe('PMS_PMP_016')
    await change(partnerId, { isActive: true })
    await server.db
      .updateTable('pms.partnerPolicyRequest')
      .set({ isDeleted: true })
      .where('id', '=', requestId)
      .execute()
    expect(await refusalOf(askExtractors(user, requestId))).toBe('PMS_PRT_284')
    await server.db
      .updateTable('pms.partnerPolicyRequest')
      .set({ isDeleted: false })
      .where('id', '=', requestId)
      .execute()
    await decide(requestId, 'rejected')
    expect(await refusalOf(askExtractors(user, requestId))).toBe('PMS_PRT_285')
  })

  test('is refused to others and nobody', async () => {
    const { requestId } = await givenCredentials(server).askingPartner()
    const stranger = freshUser(contract.roles.credentialPartner)
    expect(await refusalOf(askExtractors(stranger, requestId))).toBe('PMS_PRT_055')
    expect(await refusalOf(askExtractors(people.bank, requestId))).toBe('KER-ATH-403')
    expect(await refusalOf(askExtractors(null, requestId))).toBe('KER-ATH-401')
  })

  test('answers refusals of the envelope in V2 form, those behind it in V1 form', async () => {
    const { user, requestId } = await givenCredentials(server).askingPartner()
    const path = `/v1/partnermanager/partner-policy-requests/${requestId}/bio-extractors-request`
    const post = async (body: object) => (await server.send(user, 'POST', path, body)).body
    const extractors = { extractors: [face] }
    const version = envelope(extractorsId, extractors, { version: '2' })
    expect(await post(version)).toMatchObject({
      id: extractorsId,
      responseTime: expect.any(String),
      errors: [{ errorCode: 'PMS_REQUEST_ERROR_003' }],
    })
    expect(await post(envelope(extractorsId, { extractors: [] }))).toMatchObject({
      id: 'mosip.partnermanagement',
      version: '1.0',
      responsetime: expect.any(String),
      errors: [{ errorCode: 'PMS_COR_002' }],
    })
    expect(await post(envelope('other', extractors))).toMatchObject({
      errors: [{ errorCode: 'PMS_REQUEST_ERROR_002' }],
    })
    expect(await post(envelope(extractorsId, null))).toMatchObject({
      errors: [{ errorCode: 'PMS_COR_001' }],
    })
    expect(await post(envelope(extractorsId, extractors))).toMatchObject({
      id: extractorsId,
      version: '1.0',
      errors: [],
    })
  })
})

describe('without a map of modalities', () => {
  let lenient: TestServer
  beforeAll(async () => {
    lenient = await startTestServer({ EXTRACTOR_MODALITIES: ',' })
  })
  afterAll(() => lenient.close())

  test('every modality is taken, each once', async () => {
    const { user, requestId } = await givenCredentials(lenient).askingPartner()
    const ask = (extractors: Extractors) =>
      lenient.call(user, contract.requestExtractors, { requestId, extractors })
    const voice = { ...face, attributeName: 'speech', biometric: 'voice' }
    const twice = ask([voice, { ...voice, attributeName: 'song' }])
    expect(await refusalOf(twice)).toBe('PMS_PRT_279')
    await ask([voice, face])
    const rows = await lenient.call(user, contract.readRequestedExtractors, { requestId })
    expect(rows.extractors).toHaveLength(2)
  })
})

describe('asking for a credential type', () => {
  test('stores the spelling of the settings with its request', async () => {
    const { user, requestId, partnerId } = await givenCredentials(server).askingPartner()
    expect(await typeOf(user, requestId)).toMatchObject({ credentialType: null })
    expect(await askType(user, requestId, ' EUIN ')).toBe('Credential type requested successfully.')
    expect(await typeOf(user, requestId)).toEqual({
      partnerPolicyRequestId: requestId,
      statusCode: 'InProgress',
      credentialType: 'euin',
    })
    const asked = { action: 'credentialType.requested', subjectId: partnerId }
    expect(await seen(server).audit(asked)).toMatchObject([{ after: { credentialType: 'euin' } }])
  })

  test('is possible by partner and policy', async () => {
    const { user, requestId, partnerId, policyId } = await givenCredentials(server).askingPartner()
    const ask = (changes: object, by: TestUser | null = user) =>
      server.call(by, contract.requestCredentialTypeOfPartner, {
        partnerId,
        policyId,
        partnerPolicyRequestId: requestId,
        credentialType: 'qrcode',
        ...changes,
      })
    expect(await refusalOf(ask({ policyId: 'other' }))).toBe('PMS_PRT_284')
    expect(await refusalOf(ask({ credentialType: ' ' }))).toBe('PMS_COR_001')
    const stranger = freshUser(contract.roles.credentialPartner)
    expect(await refusalOf(ask({}, stranger))).toBe('PMS_PRT_055')
    expect(await refusalOf(ask({}, null))).toBe('KER-ATH-401')
    await ask({})
    expect(await typeOf(user, requestId)).toMatchObject({ credentialType: 'qrcode' })
  })

  test('gives one type to a request, and a type to one policy of the partner', async () => {
    const { user, requestId, group, partnerId } = await givenCredentials(server).askingPartner()
    const outcomes = await Promise.allSettled([1, 2].map(() => askType(user, requestId)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(askType(user, requestId, 'qrcode'))).toBe('PMS_PRT_287')
    const { policyName } = await givenCredentials(server).dataShare(group)
    const second = await given(server).pendingRequest(user, policyName)
    expect(await refusalOf(askType(user, second))).toBe('PMS_PRT_287')
    await server.call(user, contract.mapCredentialType, {
      partnerId,
      policyName,
      credentialType: 'reprint',
    })
    expect(await refusalOf(askType(user, second, 'Reprint'))).toBe('PMS_PRT_287')
    await askType(user, second, 'qrcode')
  })

  test('is refused for unknown types, requests that are unknown or decided, inactive partners', async () => {
    const { user, requestId, partnerId } = await givenCredentials(server).askingPartner()
    expect(await refusalOf(askType(user, requestId, 'passport'))).toBe('PMS_PRT_072')
    expect(await refusalOf(askType(user, requestId, ' '))).toBe('PMS_COR_001')
    expect(await refusalOf(askType(user, '1'))).toBe('PMS_PRT_284')
    await change(partnerId, { isActive: false })
    expect(await refusalOf(askType(user, requestId))).toBe('PMS_PMP_016')
    await change(partnerId, { isActive: true })
    await decide(requestId, 'rejected')
    expect(await refusalOf(askType(user, requestId))).toBe('PMS_PRT_288')
    expect(await typeOf(user, requestId)).toMatchObject({
      statusCode: 'rejected',
      credentialType: null,
    })
  })

  test('is refused to others and nobody', async () => {
    const { requestId } = await givenCredentials(server).askingPartner()
    const stranger = freshUser(contract.roles.credentialPartner)
    expect(await refusalOf(askType(stranger, requestId))).toBe('PMS_PRT_055')
    expect(await refusalOf(askType(people.bank, requestId))).toBe('KER-ATH-403')
    expect(await refusalOf(askType(null, requestId))).toBe('KER-ATH-401')
  })
})

describe('reading what is asked for', () => {
  test('has the state of the request beside the response', async () => {
    const { user, requestId } = await givenCredentials(server).completeRequest()
    const path = `/v1/partnermanager/partner-policy-requests/${requestId}/bio-extractors-request`
    expect((await server.send(user, 'GET', path)).body).toMatchObject({
      id: 'mosip.pms.partner.policy.request.bioextractors.get',
      partnerPolicyRequestId: requestId,
      statusCode: 'InProgress',
      response: { extractors: [{ ...face, biometricSubTypes: null }] },
      errors: [],
    })
  })

  test('is refused to others and nobody, and for what is not there', async () => {
    const { requestId } = await givenCredentials(server).completeRequest()
    const stranger = freshUser(contract.roles.credentialPartner)
    for (const read of [extractorsOf, typeOf]) {
      expect(await refusalOf(read(stranger, requestId))).toBe('PMS_PRT_055')
      expect(await refusalOf(read(people.bank, requestId))).toBe('KER-ATH-403')
      expect(await refusalOf(read(null, requestId))).toBe('KER-ATH-401')
      expect(await refusalOf(read(people.admin, '1'))).toBe('PMS_PRT_064')
      expect(await refusalOf(read(people.admin, ' '))).toBe('PMS_REQUEST_ERROR_001')
      expect(await refusalOf(read(people.admin, '<1>'))).toBe('PMS_REQUEST_ERROR_007')
    }
  })
})
