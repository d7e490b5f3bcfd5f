import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'
import { face, fingers, givenCredentials } from '../credential-requests/testing.ts'
import { partnerWithPolicy } from '../policy-requests/testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('deciding a request', () => {
  async function pending() {
    const partner = await partnerWithPolicy(server)
    const { mappingkey } = await partner.submit()
    const decide = (status: string, reason?: string, by: TestUser = people.admin) =>
      server.call(by, contract.decidePolicyRequest, {
        mappingkey,
        status,
        ...(reason ? { reason } : {}),
      })
    return { ...partner, mappingkey, decide }
  }

  test('approves it once, whatever the letter case', async () => {
    const { decide, submit } = await pending()
    expect(await decide('Approved')).toBe('Policy mapping approved successfully')
    expect(await refusalOf(decide('rejected'))).toBe('PMS_PM_034')
    expect(await refusalOf(submit())).toBe('PMS_PRT_060')
  })

  test('rejects it with a reason that the partner reads, and lets it ask again', async () => {
    const { decide, submit, user, mappingkey } = await pending()
    expect(await decide('rejected', 'Name the branch')).toBe('Policy mapping rejected successfully')
    const request = await server.call(user, contract.readPolicyRequest, { requestId: mappingkey })
    expect(request).toMatchObject({
      status: 'rejected',
      decisionReason: 'Name the branch',
      decidedBy: 'registrar',
    })
    expect(await refusalOf(decide('approved'))).toBe('PMS_PM_035')
    await expect(submit()).resolves.toHaveProperty('mappingkey')
  })

  test('of two administrators at once lets one decide', async () => {
    const { decide } = await pending()
    const results = await Promise.allSettled([decide('approved'), decide('rejected')])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('can reject but not approve what has expired', async () => {
    const { decide, policy } = await pending()
    const past = new Date('2020-01-01')
    await server.db
      .updateTable('pms.authPolicy')
      .set({ validToDate: past })
      .where('id', '=', policy.id)
      .execute()
    expect(await refusalOf(decide('approved'))).toBe('PMS_PMP_018')
    expect(await decide('rejected')).toBe('Policy mapping rejected successfully')
  })

  test('takes older words for states as what they mean', async () => {
    // The row of upstream's reference data that says `Approved`.
    const legacy = { mappingkey: 'mpartner_policy_PDFCard_req', status: 'rejected' }
    expect(await refusalOf(server.call(people.admin, contract.decidePolicyRequest, legacy))).toBe(
      'PMS_PM_034',
    )
    const { mappingkey, decide, submit, partnerId } = await pending()
    await decide('approved')
    await server.db
      .updateTable('pms.partnerPolicyRequest')
      .set({ statusCode: 'Activated' })
      .where('id', '=', mappingkey)
      .execute()
    expect(await refusalOf(submit())).toBe('PMS_PRT_060')
    const found = { partnerId, status: 'approved' }
    const page = await server.call(people.admin, contract.listPolicyRequests, found)
    expect(page.data).toMatchObject([{ id: mappingkey, status: 'approved' }])
  })

  test('approves nothing for a partner that was deactivated meanwhile', async () => {
    const { decide, partnerId } = await pending()
    // By another program, which ends nothing with it.
    await server.db
      .updateTable('pms.partner')
      .set({ isActive: false })
      .where('id', '=', partnerId)
      .execute()
    expect(await refusalOf(decide('approved'))).toBe('PMS_PMP_016')
    expect(await decide('rejected')).toBe('Policy mapping rejected successfully')
  })

  test('approves nothing whose policy or group has vanished', async () => {
    const one = await pending()
    const policy = server.db.updateTable('pms.authPolicy').where('id', '=', one.policy.id)
    await policy.set({ policyGroupId: null }).execute()
    expect(await refusalOf(one.decide('approved'))).toBe('PMS_PMP_022')
    await server.db.deleteFrom('pms.authPolicy').where('id', '=', one.policy.id).execute()
    expect(await refusalOf(one.decide('approved'))).toBe('PMS_PMP_017')
    expect(await one.decide('rejected')).toBe('Policy mapping rejected successfully')
  })

  test('refuses unknown words, unknown requests, partners and nobody', async () => {
    const { decide, user, mappingkey } = await pending()
    expect(await refusalOf(decide('perhaps'))).toBe('PMS_PM_045')
    expect(await refusalOf(decide('approved', undefined, user))).toBe('KER-ATH-403')
    const unknown = { mappingkey: '1', status: 'approved' }
    expect(await refusalOf(server.call(people.admin, contract.decidePolicyRequest, unknown))).toBe(
      'PMS_PMP_007',
    )
    const known = { mappingkey, status: 'approved' }
    expect(await refusalOf(server.call(null, contract.decidePolicyRequest, known))).toBe(
      'KER-ATH-401',
    )
  })

  test('leaves a trace of refusals, once', async () => {
    const { decide, mappingkey } = await pending()
    await refusalOf(decide('perhaps'))
    const asked = { subjectId: mappingkey, outcome: 'refused' }
    expect(await seen(server).audit(asked)).toMatchObject([
      { outcome: 'refused', failureCode: 'PMS_PM_045', action: 'policyRequests.decide' },
    ])
  })
})

describe('deciding the request of a credential partner', () => {
  const decide = (mappingkey: string, status = 'approved') =>
    server.call(people.admin, contract.decidePolicyRequest, { mappingkey, status })
  const read = (requestId: string, by: TestUser = people.admin) =>
    server.call(by, contract.readPolicyRequest, { requestId })

  test('leads from the policy over extractors and credential type to what other modules read', async () => {
    const { user, partnerId, policyId, policyName, requestId } =
      await givenCredentials(server).askingPartner()
    expect(await refusalOf(decide(requestId))).toBe('PMS_PM_051')
    await server.call(user, contract.requestExtractors, { requestId, extractors: [face, fingers] })
    expect(await refusalOf(decide(requestId))).toBe('PMS_PRT_289')
    const credentialType = 'EUIN'
    await server.call(user, contract.requestCredentialType, { requestId, credentialType })
    const service = { userName: 'service-account-share', roles: [contract.roles.createShare] }
    const extractors = () => server.call(service, contract.readExtractors, { partnerId, policyId })
    expect(await refusalOf(extractors())).toBe('PMS_PRT_064')
    expect(await decide(requestId)).toBe('Policy mapping approved successfully')

    const mock = { provider: 'mock', version: '1.1' }
    expect(await extractors()).toEqual({
      extractors: [
        { attributeName: 'photo', biometric: 'face', extractor: mock },
        {
          attributeName: 'fingerprint',
          biometric: 'finger[Left Thumb,Right Thumb]',
          extractor: mock,
        },
      ],
    })
    const asked = { partnerId, credentialType: 'euin' }
    expect(await server.call(service, contract.readCredentialPolicy, asked)).toMatchObject({
      policyId,
      policyName,
      credentialType: 'euin',
    })
    const share = { policyId, partnerId }
    expect(
      await server.call(people.policyManager, contract.readPolicyOfPartner, share),
    ).toMatchObject({ policyId, policyName })
    expect((await read(requestId)).mapping).toMatchObject({
      isRequired: true,
      requested: { extractors: [face, fingers], credentialType: 'euin' },
      inForce: { extractors: [face, fingers], credentialTypes: ['euin'] },
    })
  })

  test('keeps the ids of the extractors and says who put them into force', async () => {
    const { partnerId, policyId, requestId } = await givenCredentials(server).completeRequest()
    await decide(requestId)
    const asked = await server.db
      .selectFrom('pms.partnerPolicyBioextractRequest')
      .selectAll()
      .where('partnerPolicyRequestId', '=', requestId)
      .execute()
    expect(asked).toMatchObject([{ statusCode: 'approved', updBy: people.admin.userName }])
    const inForce = await server.db
      .selectFrom('pms.partnerPolicyBioextract')
      .selectAll()
      .where('partId', '=', partnerId)
      .execute()
    expect(inForce).toMatchObject([
      { id: asked[0]?.id, policyId, crBy: people.admin.userName, isDeleted: false },
    ])
  })

  test('rejects all that is asked for, which frees the credential type', async () => {
    const { user, requestId, policyName } = await givenCredentials(server).completeRequest()
    await decide(requestId, 'rejected')
    expect((await read(requestId, user)).mapping).toMatchObject({
      requested: { extractors: [face], credentialType: 'euin' },
      inForce: { extractors: [], credentialTypes: [] },
    })
    const again = await given(server).pendingRequest(user, policyName)
    const credentialType = { requestId: again, credentialType: 'euin' }
    await server.call(user, contract.requestCredentialType, credentialType)
    await server.call(user, contract.requestExtractors, { requestId: again, extractors: [face] })
    await decide(again)
    expect((await read(again)).mapping.inForce.credentialTypes).toEqual(['euin'])
  })

  test('asks online verification partners, too', async () => {
    const { requestId, partnerId } = await givenCredentials(server).askingPartner()
    await server.db
      .updateTable('pms.partner')
      .set({ partnerTypeCode: 'Online_Verification_Partner' })
      .where('id', '=', partnerId)
      .execute()
    expect(await refusalOf(decide(requestId))).toBe('PMS_PM_051')
  })

  test('is not content with extractors that were set without a request', async () => {
    const { user, partnerId, policyId, requestId } = await givenCredentials(server).askingPartner()
    const extractor = { provider: 'mock', version: '1.0' }
    await server.call(user, contract.addExtractors, {
      partnerId,
      policyId,
      extractors: [{ attributeName: 'photo', biometric: 'face', extractor }],
    })
    expect(await refusalOf(decide(requestId))).toBe('PMS_PM_051')
  })

  test('lets what was seen count where extractors were set without a request meanwhile', async () => {
    const { user, partnerId, policyId, requestId } =
      await givenCredentials(server).completeRequest()
    const extractor = { provider: 'other', version: '9' }
    await server.call(user, contract.addExtractors, {
      partnerId,
      policyId,
      extractors: [{ attributeName: 'photo', biometric: 'face', extractor }],
    })
    await decide(requestId)
    expect((await read(requestId)).mapping.inForce.extractors).toMatchObject([face])
  })

  test('leaves everything waiting when something cannot be put into force', async () => {
    const { user, partnerId, policyName, requestId } =
      await givenCredentials(server).completeRequest()
    const credentialType = 'euin'
    await server.call(user, contract.mapCredentialType, { partnerId, credentialType, policyName })
    expect(await refusalOf(decide(requestId))).toBe('PMS_PRT_363')
    const other = await givenCredentials(server).completeRequest()
    const [asked] = await server.db
      .selectFrom('pms.partnerPolicyBioextractRequest')
      .select('id')
      .where('partnerPolicyRequestId', '=', other.requestId)
      .execute()
    await server.db
      .updateTable('pms.partnerPolicyBioextract')
      .set({ id: asked?.id ?? '' })
      .where('id', '=', '146098')
      .execute()
    expect(await refusalOf(decide(other.requestId))).toBe('PMS_PRT_362')
    for (const waiting of [requestId, other.requestId]) {
      const state = { requestId: waiting }
      expect(
        await server.call(people.admin, contract.readRequestedExtractors, state),
      ).toMatchObject({ statusCode: 'InProgress' })
      expect((await read(waiting)).mapping.inForce.extractors).toEqual([])
      expect(await decide(waiting, 'rejected')).toBe('Policy mapping rejected successfully')
    }
  })
})

describe('reading a request', () => {
  test('is for its owner and administrators; others do not learn that it is there', async () => {
    const { submit, user } = await partnerWithPolicy(server)
    const { mappingkey: requestId } = await submit()
    const read = (by: TestUser | null) => server.call(by, contract.readPolicyRequest, { requestId })
    expect(await read(user)).toMatchObject({
      id: requestId,
      mapping: {
        isRequired: false,
        requested: { extractors: [], credentialType: null },
        inForce: { extractors: [], credentialTypes: [] },
      },
    })
    expect(await refusalOf(read(asStranger((await partnerWithPolicy(server)).user)))).toBe(
      'PMS_PMP_007',
    )
    expect(await refusalOf(read(people.visitor))).toBe('KER-ATH-403')
    expect(await refusalOf(read(null))).toBe('KER-ATH-401')
    const strange = await server.send(user, 'GET', '/v1/portal/policy-requests/%00')
    expect(strange.status).toBe(400)
  })
})

describe('partners that only administrators look after', () => {
  test.each(['ABIS_Partner', 'Manual_Adjudication'])(
    '%s gets policies from an administrator, without extractors',
    async (partnerType) => {
      const group = await given(server).policyGroup()
      const policyName = fresh('Adjudicate')
      const { id: policyId } = await given(server).publishedPolicy(group, policyName)
      const { userName: partnerId, email = '' } = freshUser()
      const organizationName = `${partnerId} Ltd`
      await server.call(people.admin, contract.createPartner, {
        partnerId,
        policyGroup: group.name,
        organizationName,
        address: '1 Market Square',
        contactNumber: '5550100',
        emailId: email,
        partnerType,
      })
      const authority = await given(server).trustedAuthority()
      const leaf = await authority.issueLeaf({ organization: organizationName })
      await server.call(people.admin, contract.uploadPartnerCertificate, {
        partnerId,
        certificateData: leaf.certificate.pem,
        partnerDomain: 'AUTH',
      })
      const { mappingkey } = await server.call(people.admin, contract.submitPolicyRequest, {
        partnerId,
        policyName,
        useCaseDescription: 'Compare fingers',
      })
      const approved = { mappingkey, status: 'approved' }
      await server.call(people.admin, contract.decidePolicyRequest, approved)
      const theirs = { partnerId, partnerIdSearchType: 'equals' }
      expect(
        (await server.call(people.admin, contract.listPolicyRequests, theirs)).data,
      ).toMatchObject([{ id: mappingkey, status: 'approved', policyId }])
      const share = { policyId, partnerId }
      expect(await server.call(people.admin, contract.readPolicyOfPartner, share)).toMatchObject({
        policyId,
      })
    },
  )
})
