import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { givenCredentials } from '../credential-requests/testing.ts'
import { givenMisps, seenLicences } from '../misp-licences/testing.ts'
import { clients } from '../oidc-clients/testing.ts'
import { deactivations, stateOf } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const deactivate = deactivations(() => server)

/** A partner with two keys, a client and a request that waits for a second policy. */
async function busyPartner() {
  const ready = await clients(server).ready()
  const { partnerId, policyName, user, group } = ready
  const keys = []
  for (const label of ['branch', 'till']) {
    keys.push(await server.call(user, contract.generateApiKey, { partnerId, policyName, label }))
  }
  const client = await ready.create()
  const other = await given(server).publishedPolicy(group)
  const waiting = await given(server).pendingRequest(user, other.name)
  return { ...ready, keys, clientId: client.clientId, other, waiting }
}

type Busy = Awaited<ReturnType<typeof busyPartner>>

/** What consumers heard of a partner since, in order, and of its clients for eSignet. */
async function heardAfter({ partnerId, clientId }: Busy, known: number) {
  const events = await seen(server).outbox({ orderingKey: partnerId, kind: 'event' })
  const told = await seen(server).outbox({ orderingKey: clientId, kind: 'registration' })
  return {
    events: events.slice(known).map(({ topic, payload }) => [topic, statusIn(payload)]),
    registrations: told.map(({ topic }) => topic),
  }
}

function statusIn(payload: unknown): string {
  const { apiKeyData, clientData, partnerData } = (
    payload as { event: { data: Record<string, Record<string, string>> } }
  ).event.data
  const status =
    apiKeyData?.['apiKeyStatus'] ?? clientData?.['clientStatus'] ?? partnerData?.['partnerStatus']
  return status ?? ''
}

const eventsOf = async ({ partnerId }: Busy) =>
  (await seen(server).outbox({ orderingKey: partnerId, kind: 'event' })).length

const lookUp = ({ partnerId, keys: [key] }: Busy) =>
  server.call(people.admin, contract.lookUpPolicyOfApiKey, {
    partnerId,
    apikey: key?.apiKey ?? '',
  })

const ended = [
  ['branch', false],
  ['till', false],
]

describe('with a partner', () => {
  test('end its keys, clients and requests; consumers and eSignet hear of each', async () => {
    const busy = await busyPartner()
    const { partnerId, policyId, other, waiting, clientId } = busy
    const known = await eventsOf(busy)
    expect(await lookUp(busy)).toMatchObject({ policyId })
    await deactivate.partner(partnerId)

    const approved = ['approved', null]
    expect(await stateOf(server, busy)).toEqual({
      keys: ended,
      clients: ['INACTIVE'],
      requests: [approved],
    })
    expect(await stateOf(server, { partnerId, policyId: other.id })).toMatchObject({
      requests: [['rejected', 'partner_deactivated']],
    })
    expect(await heardAfter(busy, known)).toEqual({
      events: [
        ['APIKEY_UPDATED', 'DEACTIVE'],
        ['APIKEY_UPDATED', 'DEACTIVE'],
        ['OIDC_CLIENT_UPDATED', 'INACTIVE'],
        ['PARTNER_UPDATED', 'DEACTIVE'],
      ],
      registrations: ['CLIENT_REGISTRATION', 'CLIENT_DEACTIVATION'],
    })
    const because = { with: { kind: 'partner', id: partnerId } }
    expect(
      await seen(server).audit({ action: 'apiKey.deactivated', subjectId: partnerId }),
    ).toMatchObject([{ details: because }, { details: because }])
    expect(
      await seen(server).audit({ action: 'oidcClient.deactivated', subjectId: clientId }),
    ).toMatchObject([{ before: { status: 'ACTIVE' }, details: because }])
    expect(
      await seen(server).audit({ action: 'policyRequest.rejected', subjectId: waiting }),
    ).toMatchObject([{ actor: people.admin.userName, details: { partnerId, ...because } }])
    const [entry] = await seen(server).audit({
      action: 'partner.deactivated',
      subjectId: partnerId,
    })
    expect(entry?.details).toEqual({ ended: { apiKey: 2, oidcClient: 1, pendingRequest: 1 } })
    expect(JSON.stringify(await seen(server).audit())).not.toContain(busy.keys[0]?.apiKey)
  })

  test('look-ups refuse at once', async () => {
    const busy = await busyPartner()
    const { partnerId, policyId } = busy
    await deactivate.partner(partnerId)
    expect(await refusalOf(lookUp(busy))).toBe('PMS_PMP_009')
    const asked = { policyId, partnerId }
    expect(await refusalOf(server.call(people.admin, contract.readPolicyOfPartner, asked))).toBe(
      'PMS_POL_017',
    )
  })

  test('nothing of it comes back without it', async () => {
    const busy = await busyPartner()
    const { partnerId, policyId } = busy
    await deactivate.partner(partnerId)
    const again = { partnerId, policyId, label: 'till', status: 'Active' }
    expect(await refusalOf(server.call(people.admin, contract.changeApiKeyStatus, again))).toBe(
      'PMS_PMP_016',
    )
  })

  test('end its extractors, credential type and change that waits', async () => {
    const credentials = givenCredentials(server)
    const { user, partnerId, policyId, requestId } = await credentials.completeRequest('qrcode')
    const decision = { mappingkey: requestId, status: 'approved' }
    await server.call(people.admin, contract.decidePolicyRequest, decision)
    await server.call(user, contract.requestMappingChange, {
      requestId,
      reason: 'A newer extractor',
      extractors: [
        {
          attributeName: 'photo',
          biometric: 'face',
          extractorProvider: 'mock',
          extractorProviderVersion: '2.0',
        },
      ],
      credentialTypes: ['qrcode'],
    })
    const byType = { partnerId, credentialType: 'qrcode' }
    const extractors = { partnerId, policyId }
    expect(await server.call(people.admin, contract.readCredentialPolicy, byType)).toMatchObject({
      policyId,
    })
    await deactivate.partner(partnerId)
    expect(await refusalOf(server.call(people.admin, contract.readCredentialPolicy, byType))).toBe(
      'PMS_PRT_064',
    )
    expect(await refusalOf(server.call(people.admin, contract.readExtractors, extractors))).toBe(
      'PMS_PRT_064',
    )
    const [change] = await server.db
      .selectFrom('pmp.mappingChange')
      .select(['status', 'decisionReason'])
      .where('requestId', '=', requestId)
      .execute()
    expect(change).toEqual({ status: 'rejected', decisionReason: 'partner_deactivated' })
    expect(await seen(server).audit({ action: 'mapping.ended', subjectId: partnerId })).toEqual([
      expect.objectContaining({ before: { credentialType: 'qrcode', policyId } }),
    ])
    expect(await seen(server).audit({ action: 'extractors.ended', subjectId: partnerId })).toEqual([
      expect.objectContaining({ before: { extractors: 1 }, after: { extractors: 0 } }),
    ])
    expect(
      await seen(server).audit({ action: 'mappingChange.rejected', subjectId: requestId }),
    ).toHaveLength(1)
  })

  test('its wish for another name is refused', async () => {
    const { partnerId, user } = await busyPartner()
    await server.call(user, contract.requestOrganizationName, {
      partnerId,
      newName: fresh('Another name'),
      reason: 'We merged',
    })
    await deactivate.partner(partnerId)
    const [request] = await server.db
      .selectFrom('pmp.organizationNameRequest')
      .select(['status', 'decisionReason'])
      .where('partnerId', '=', partnerId)
      .execute()
    expect(request).toEqual({ status: 'rejected', decisionReason: 'partner_deactivated' })
    expect(
      await seen(server).audit({ action: 'organizationName.rejected', subjectId: partnerId }),
    ).toHaveLength(1)
  })

  test('or nothing at all, when one thing cannot end', async () => {
    const busy = await busyPartner()
    const known = await eventsOf(busy)
    // As in a failure of the database in the middle of it.
    await server.pool.query('alter table pms.oidc_client rename to away')
    try {
      expect(await refusalOf(deactivate.partner(busy.partnerId))).toBe('PMS_COR_003')
    } finally {
      await server.pool.query('alter table pms.away rename to oidc_client')
    }
    expect(await stateOf(server, busy)).toMatchObject({
      keys: [
        ['branch', true],
        ['till', true],
      ],
      clients: ['ACTIVE'],
    })
    expect(await eventsOf(busy)).toBe(known)
    expect(await seen(server).partner(busy.partnerId)).toMatchObject({ isActive: true })
  })
})

describe('with a policy', () => {
  test('end the requests that hold it, if that is asked for, and all that hangs on it', async () => {
    const busy = await busyPartner()
    const { partnerId, policyId } = busy
    const known = await eventsOf(busy)
    // Upstream's call, which does not say so.
    expect(await refusalOf(deactivate.policy(policyId))).toBe('PMS_POL_063')
    expect(await refusalOf(deactivate.policy(policyId, false))).toBe('PMS_POL_063')
    expect(await deactivate.policy(policyId, true)).toEqual({ policyId, isActive: false })

    expect(await stateOf(server, busy)).toEqual({
      keys: ended,
      clients: ['INACTIVE'],
      requests: [['rejected', 'policy_deactivated']],
    })
    expect((await heardAfter(busy, known)).events).toEqual([
      ['APIKEY_UPDATED', 'DEACTIVE'],
      ['APIKEY_UPDATED', 'DEACTIVE'],
      ['OIDC_CLIENT_UPDATED', 'INACTIVE'],
    ])
    expect(
      await seen(server).outbox({ orderingKey: policyId, topic: 'POLICY_UPDATED' }),
    ).toHaveLength(2)
    expect(await refusalOf(lookUp(busy))).toBe('PMS_PMP_009')
    const asked = { policyId, partnerId }
    expect(await refusalOf(server.call(people.admin, contract.readPolicyOfPartner, asked))).toBe(
      'PMS_POL_017',
    )
    expect(await seen(server).audit({ action: 'policyRequest.ended' })).toEqual([
      expect.objectContaining({
        before: { status: 'approved' },
        after: { status: 'rejected', reason: 'policy_deactivated' },
      }),
    ])
    const again = { partnerId, policyId, label: 'till', status: 'Active' }
    expect(await refusalOf(server.call(people.admin, contract.changeApiKeyStatus, again))).toBe(
      'PMS_PMP_019',
    )
    expect(await seen(server).partner(partnerId)).toMatchObject({ isActive: true })
  })

  test('what hangs on other policies goes on', async () => {
    const busy = await busyPartner()
    await deactivate.policy(busy.other.id, true)
    expect(await stateOf(server, busy)).toMatchObject({
      keys: [
        ['branch', true],
        ['till', true],
      ],
      clients: ['ACTIVE'],
      requests: [['approved', null]],
    })
    expect(
      await stateOf(server, { partnerId: busy.partnerId, policyId: busy.other.id }),
    ).toMatchObject({ requests: [['rejected', 'policy_deactivated']] })
  })

  test('a credential type is free for another policy', async () => {
    const credentials = givenCredentials(server)
    const { user, partnerId, group, policyId, requestId } = await credentials.completeRequest()
    const decide = (mappingkey: string) =>
      server.call(people.admin, contract.decidePolicyRequest, { mappingkey, status: 'approved' })
    await decide(requestId)
    await deactivate.policy(policyId, true)
    const next = await credentials.dataShare(group)
    const again = await given(server).pendingRequest(user, next.policyName)
    const extractors = [
      {
        attributeName: 'photo',
        biometric: 'face',
        extractorProvider: 'mock',
        extractorProviderVersion: '1.1',
      },
    ]
    await server.call(user, contract.requestExtractors, { requestId: again, extractors })
    const type = { requestId: again, credentialType: 'euin' }
    await server.call(user, contract.requestCredentialType, type)
    await decide(again)
    const byType = { partnerId, credentialType: 'euin' }
    expect(await server.call(people.admin, contract.readCredentialPolicy, byType)).toMatchObject({
      policyId: next.policyId,
    })
  })

  test('ends the licences of MISPs, which do not come back', async () => {
    const misps = await givenMisps(server)
    const { id, policy } = await misps.mispWithPolicy()
    const { licenseKey } = await misps.licence(id, { policyId: policy.id })
    await deactivate.policy(policy.id, true)
    expect(await seenLicences(server).rows(id)).toMatchObject([{ isActive: false }])
    expect((await seenLicences(server).events(id)).at(-1)).toMatchObject({
      mispStatus: 'NOT_ACTIVE',
      policyId: policy.id,
    })
    expect(
      await seen(server).audit({ action: 'mispLicence.deactivated', subjectId: id }),
    ).toMatchObject([{ details: { with: { kind: 'policy', id: policy.id } } }])
    const again = { providerId: id, licenseKey, licenseKeyStatus: 'active' }
    expect(await refusalOf(server.call(people.admin, contract.changeMispKeyStatus, again))).toBe(
      'PMS_PMP_019',
    )
  })
})

describe('with a policy group', () => {
  /** A group whose only policy was deactivated when nothing ended with it. */
  async function oldGroup() {
    const busy = await busyPartner()
    await deactivate.policy(busy.other.id, true)
    await server.db
      .updateTable('pms.authPolicy')
      .set({ isActive: false })
      .where('id', '=', busy.policyId)
      .execute()
    return busy
  }

  test('ends what still hangs on its old policies', async () => {
    const busy = await oldGroup()
    await deactivate.group(busy.group.id)
    expect(await stateOf(server, busy)).toEqual({
      keys: ended,
      clients: ['INACTIVE'],
      requests: [['rejected', 'policy_group_deactivated']],
    })
    const [entry] = await seen(server).audit({
      action: 'policyGroup.deactivated',
      subjectId: busy.group.id,
    })
    expect(entry?.details).toEqual({ ended: { apiKey: 2, oidcClient: 1, approvedRequest: 1 } })
  })

  test('also when it is switched off by an edit', async () => {
    const busy = await oldGroup()
    const { id: policygroupId, name } = busy.group
    const edit = { policygroupId, name, desc: 'Closed', isActive: false }
    await server.call(people.policyManager, contract.updatePolicyGroup, edit)
    expect(await stateOf(server, busy)).toMatchObject({ keys: ended, clients: ['INACTIVE'] })
  })

  test('never its active policies', async () => {
    const busy = await busyPartner()
    expect(await refusalOf(deactivate.group(busy.group.id))).toBe('PMS_POL_056')
    expect(await stateOf(server, busy)).toMatchObject({ clients: ['ACTIVE'] })
  })
})

test('a licence that another one replaces is told to consumers before it', async () => {
  const misps = await givenMisps(server)
  const { id } = await misps.mispWithPolicy()
  const old = await misps.licence(id)
  const next = await misps.licence(id)
  const events = await seenLicences(server).events(id)
  expect(events.slice(-2)).toMatchObject([
    { licenseKey: old.licenseKey, mispStatus: 'NOT_ACTIVE' },
    { licenseKey: next.licenseKey, mispStatus: 'ACTIVE' },
  ])
})
