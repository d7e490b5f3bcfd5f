import * as contract from '@pmp/contract'
import { roles } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'
import { biometricOf, knownCredentialType, readBiometric } from './rules.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ CREDENTIAL_TYPES: 'auth,euin,qrcode' })
})
afterAll(() => server.close())

const service: TestUser = { userName: 'service-account-share', roles: [roles.createShare] }

/** An active partner with a pending request, who may also call as a credential partner. */
async function askingPartner() {
  const group = await given(server).policyGroup()
  const policyName = fresh('Print a card')
  const policy = await given(server).publishedPolicy(group, policyName)
  const user = { ...freshUser(), roles: [roles.authPartner, roles.credentialPartner] }
  await given(server).activePartner(user, group.name)
  const mappingkey = await given(server).pendingRequest(user, policyName)
  return { user, partnerId: user.userName, policyId: policy.id, policyName, group, mappingkey }
}

const mock = (version?: string) => ({ provider: 'mock', ...(version ? { version } : {}) })
const face = { attributeName: 'photo', biometric: 'face', extractor: mock('1.1') }
const fingers = { attributeName: 'print', biometric: 'finger[left,right]', extractor: mock() }

describe('bio extractors', () => {
  const add = (
    user: TestUser | null,
    partnerId: string,
    policyId: string,
    extractors: object[] = [face],
  ) =>
    server.call(user, contract.addExtractors, {
      partnerId,
      policyId,
      extractors: extractors as [typeof face],
    })
  const read = (user: TestUser | null, partnerId: string, policyId: string) =>
    server.call(user, contract.readExtractors, { partnerId, policyId })

  test('are set while the request waits, one for each attribute and modality', async () => {
    const { user, partnerId, policyId } = await askingPartner()
    const done = await add(user, partnerId, policyId, [face, fingers])
    expect(done).toBe('Extractors added successfully.')
    const newer = { ...face, extractor: mock('2.0') }
    await add(user, partnerId, policyId, [newer, { ...face, biometric: 'iris' }])
    const { extractors } = await read(service, partnerId, policyId)
    expect(extractors).toHaveLength(3)
    expect(extractors).toEqual(
      expect.arrayContaining([
        newer,
        { ...face, biometric: 'iris' },
        { ...fingers, extractor: { provider: 'mock', version: null } },
      ]),
    )
    expect(
      await seen(server).audit({ action: 'extractors.added', subjectId: partnerId }),
    ).toHaveLength(2)
  })

  test('are set once by equal calls at once', async () => {
    const { user, partnerId, policyId } = await askingPartner()
    await Promise.all([1, 2, 3].map(() => add(user, partnerId, policyId)))
    expect((await read(user, partnerId, policyId)).extractors).toHaveLength(1)
  })

  test('of the reference data are read although they share an attribute', async () => {
    const { extractors } = await read(service, 'mpartner-default-auth', 'mpolicy-default-auth')
    expect(extractors.map(({ biometric }) => biometric).toSorted()).toEqual([
      'face',
      'finger',
      'iris',
    ])
  })

  test('are refused without request, after its approval, and of bad form', async () => {
    const { user, partnerId, policyId, mappingkey } = await askingPartner()
    const refused = (extractor: object) => refusalOf(add(user, partnerId, policyId, [extractor]))
    expect(await refused({ ...face, biometric: 'face[left' })).toBe('PMS_COR_001')
    expect(await refused({ ...face, attributeName: ' ' })).toBe('PMS_COR_001')
    expect(await refused({ ...face, extractor: mock('123456789') })).toBe('PMS_COR_001')
    expect(await refusalOf(add(user, partnerId, 'unknown'))).toBe('PMS_PRT_061')
    expect(await refusalOf(add(user, 'unknown', policyId))).toBe('PMS_PRT_061')
    await server.call(people.admin, contract.decidePolicyRequest, {
      mappingkey,
      status: 'approved',
    })
    expect(await refusalOf(add(user, partnerId, policyId))).toBe('PMS_PRT_062')
    expect(await refusalOf(read(user, partnerId, policyId))).toBe('PMS_PRT_064')
    expect(await refusalOf(read(user, 'unknown', policyId))).toBe('PMS_PRT_064')
  })

  test('are refused to others and nobody', async () => {
    const { user, partnerId, policyId } = await askingPartner()
    await add(user, partnerId, policyId)
    const stranger = freshUser(roles.credentialPartner)
    for (const call of [add, read]) {
      expect(await refusalOf(call(stranger, partnerId, policyId))).toBe('PMS_PRT_055')
      expect(await refusalOf(call(people.bank, partnerId, policyId))).toBe('KER-ATH-403')
      expect(await refusalOf(call(null, partnerId, policyId))).toBe('KER-ATH-401')
    }
  })
})

describe('credential types', () => {
  const map = (
    user: TestUser | null,
    input: { partnerId: string; policyName: string; credentialType?: string },
  ) => server.call(user, contract.mapCredentialType, { credentialType: 'euin', ...input })
  const read = (user: TestUser | null, partnerId: string, credentialType = 'euin') =>
    server.call(user, contract.readCredentialPolicy, { partnerId, credentialType })

  const change = (policyId: string, values: object) =>
    server.db.updateTable('pms.authPolicy').set(values).where('id', '=', policyId).execute()

  test('give a partner credentials by one policy each', async () => {
    const { user, partnerId, policyName, policyId } = await askingPartner()
    const done = await map(user, { partnerId, policyName, credentialType: 'EUIN' })
    expect(done).toBe('Partner, policy and credentialType mapping done successfully.')
    expect(await read(service, partnerId, 'Euin')).toMatchObject({
      partnerId,
      credentialType: 'euin',
      policyId,
      policyName,
      policyType: 'Auth',
      status: 'PUBLISHED',
      is_Active: true,
      policies: { authTokenType: 'partner' },
    })
    const asked = { action: 'credentialType.mapped', subjectId: partnerId }
    expect(await seen(server).audit(asked)).toEqual([
      expect.objectContaining({ after: { credentialType: 'euin', policyId } }),
    ])
    expect(await refusalOf(map(user, { partnerId, policyName }))).toBe('PMS_PRT_007')
    await map(user, { partnerId, policyName, credentialType: 'qrcode' })
  })

  test('are mapped once by two calls at once', async () => {
    const { user, partnerId, policyName } = await askingPartner()
    const outcomes = await Promise.allSettled(
      [1, 2].map(() => map(user, { partnerId, policyName })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('are refused for unknown types and for partners that may have none', async () => {
    const { user, partnerId, policyName, group } = await askingPartner()
    const refused = (changes: object, by: TestUser | null = user) =>
      refusalOf(map(by, { partnerId, policyName, ...changes }))
    expect(await refused({ credentialType: 'passport' })).toBe('PMS_PRT_072')
    expect(await refused({ partnerId: 'unknown' })).toBe('PMS_PRT_005')
    expect(await refused({}, freshUser(roles.credentialPartner))).toBe('PMS_PRT_055')
    expect(await refused({}, people.bank)).toBe('KER-ATH-403')
    expect(await refused({}, null)).toBe('KER-ATH-401')
    const waiting = freshUser()
    await given(server).registeredPartner(waiting, group.name)
    const ofWaiting = { partnerId: waiting.userName }
    expect(await refused(ofWaiting, people.admin)).toBe('PMS_PMP_016')
    await server.db
      .updateTable('pms.partner')
      .set({ isActive: true, partnerTypeCode: 'ABIS_Partner' })
      .where('id', '=', waiting.userName)
      .execute()
    expect(await refused(ofWaiting, people.admin)).toBe('PMS_PRT_070')
  })

  test('are refused for policies that cannot be used', async () => {
    const { user, partnerId, policyName, policyId, group } = await askingPartner()
    const other = await askingPartner()
    const refused = (name = policyName) => refusalOf(map(user, { partnerId, policyName: name }))
    expect(await refused('none')).toBe('PMS_PRT_073')
    expect(await refused(other.policyName)).toBe('PMS_PRT_098')
    // A name that no active policy has is unknown, whoever's it was.
    await change(policyId, { isActive: false })
    expect(await refused()).toBe('PMS_PRT_073')
    await change(other.policyId, { isActive: false })
    expect(await refused(other.policyName)).toBe('PMS_PRT_073')
    await change(other.policyId, { isActive: true, name: policyName })
    expect(await refused()).toBe('PMS_PMP_019')
    await change(other.policyId, { name: other.policyName })
    const { validToDate } = await server.db
      .selectFrom('pms.authPolicy')
      .select('validToDate')
      .where('id', '=', policyId)
      .executeTakeFirstOrThrow()
    await change(policyId, { isActive: true, validToDate: new Date('2020-01-01T00:00:00Z') })
    expect(await refused()).toBe('PMS_PMP_018')
    await change(policyId, { validToDate })
    await server.db
      .updateTable('pms.policyGroup')
      .set({ isActive: false })
      .where('id', '=', group.id)
      .execute()
    expect(await refused()).toBe('PMS_PMP_023')
    expect(await refusalOf(read(user, partnerId))).toBe('PMS_PRT_064')
  })

  test('are read by their owner and services, unless there is nothing to read', async () => {
    const { user, partnerId, policyName, policyId } = await askingPartner()
    expect(await refusalOf(read(user, partnerId))).toBe('PMS_PRT_064')
    expect(await refusalOf(read(user, 'unknown'))).toBe('PMS_PRT_064')
    await map(user, { partnerId, policyName })
    const stranger = freshUser(roles.credentialPartner)
    expect(await refusalOf(read(stranger, partnerId))).toBe('PMS_PRT_055')
    expect(await refusalOf(read(people.bank, partnerId))).toBe('KER-ATH-403')
    expect(await refusalOf(read(null, partnerId))).toBe('KER-ATH-401')
    await change(policyId, { policyFileId: '{' })
    expect(await refusalOf(read(user, partnerId))).toBe('PMS_PRT_071')
    await change(policyId, { policyGroupId: null })
    expect(await refusalOf(read(user, partnerId))).toBe('PMS_PRT_073')
  })
})

describe('the words of biometrics and types', () => {
  test.each([
    ['face', { modality: 'face', subTypes: null }],
    ['finger[left,right]', { modality: 'finger', subTypes: 'left,right' }],
    ['iris[]', { modality: 'iris', subTypes: '' }],
  ])('%s is read and written', (text, parts) => {
    expect(readBiometric(text)).toEqual(parts)
    expect(biometricOf(parts.modality, parts.subTypes)).toBe(text)
  })

  test('a type counts in any letter case', () => {
    expect(knownCredentialType('AUTH', ['auth'])).toBe('auth')
    expect(knownCredentialType('none', ['auth'])).toBeUndefined()
  })
})
