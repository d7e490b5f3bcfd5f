import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, fresh, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { givenMisps } from '../misp-licences/testing.ts'
import { clients } from '../oidc-clients/testing.ts'
import { deactivations, numbersOf, stateOf } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const deactivate = deactivations(() => server)
const absent = 'PMP_070'

async function busyPartner() {
  const ready = await clients(server).ready()
  const { partnerId, policyName, user } = ready
  const key = await server.call(user, contract.generateApiKey, {
    partnerId,
    policyName,
    label: 'till',
  })
  const { clientId } = await ready.create({ name: 'Health portal' })
  return { ...ready, apiKey: key.apiKey, clientId }
}

describe('a preview', () => {
  test('of a partner counts and names what would stop, and changes nothing', async () => {
    const busy = await busyPartner()
    const { partnerId, organizationName, user, group, policyName } = busy
    const other = await given(server).publishedPolicy(group)
    await given(server).pendingRequest(user, other.name)
    for (const person of [people.admin, user]) {
      const preview = await deactivate.preview(person, { kind: 'partner', id: partnerId })
      const of = { partnerId, orgName: organizationName }
      expect(preview).toEqual({
        kind: 'partner',
        name: organizationName,
        cascade: 'full',
        refusal: null,
        dependents: [
          {
            kind: 'apiKey',
            count: 1,
            stops: true,
            first: [{ name: 'till', policyName, ...of }],
          },
          {
            kind: 'oidcClient',
            count: 1,
            stops: true,
            first: [{ name: 'Health portal', policyName, ...of }],
          },
          {
            kind: 'pendingRequest',
            count: 1,
            stops: true,
            first: [{ name: other.name, policyName: other.name, ...of }],
          },
        ],
      })
      expect(JSON.stringify(preview)).not.toContain(busy.apiKey)
    }
    expect(await stateOf(server, busy)).toEqual({
      keys: [['till', true]],
      clients: ['ACTIVE'],
      requests: [['approved', null]],
    })
  })

  test('tells exactly what ends then', async () => {
    const { policyId } = await busyPartner()
    const preview = await deactivate.preview(people.admin, { kind: 'policy', id: policyId })
    await deactivate.policy(policyId, true)
    const [entry] = await server.db
      .selectFrom('pmp.auditEntry')
      .select('details')
      .where('action', '=', 'policy.deactivated')
      .where('subjectId', '=', policyId)
      .execute()
    const counts = preview.dependents.map(({ kind, count }) => [kind, count])
    expect(entry?.details).toEqual({ ended: Object.fromEntries(counts) })
    const after = await deactivate.preview(people.admin, { kind: 'policy', id: policyId })
    expect(after).toMatchObject({ refusal: 'policy_already_deactivated', dependents: [] })
  })

  test('of a policy is for those who look after policies', async () => {
    const { policyId, policyName, user } = await busyPartner()
    const asked = { kind: 'policy', id: policyId } as const
    const preview = await deactivate.preview(people.policyManager, asked)
    expect(preview).toMatchObject({ name: policyName, refusal: null })
    expect(numbersOf(preview)).toEqual({
      apiKey: { count: 1, stops: true },
      oidcClient: { count: 1, stops: true },
      approvedRequest: { count: 1, stops: true },
    })
    expect(await refusalOf(deactivate.preview(user, asked))).toBe(absent)
  })

  test('of a group says why it would be refused', async () => {
    const { group, user } = await busyPartner()
    const asked = { kind: 'policyGroup', id: group.id } as const
    expect(await deactivate.preview(people.policyManager, asked)).toMatchObject({
      name: group.name,
      refusal: 'group_has_active_policies',
    })
    expect(await refusalOf(deactivate.preview(user, asked))).toBe(absent)
  })

  test('of a draft, and of what has ended, says so', async () => {
    const group = await given(server).policyGroup()
    const draft = await given(server).draftPolicy(group.name, fresh('Draft'))
    const { partnerId, policyId, user, clientId } = await busyPartner()
    const refusalIn = async (input: Parameters<typeof deactivate.preview>[1]) =>
      (await deactivate.preview(people.admin, input)).refusal
    expect(await refusalIn({ kind: 'policy', id: draft.id })).toBe('draft_not_deactivatable')
    expect(await refusalIn({ kind: 'policyGroup', id: group.id })).toBe('group_has_draft_policies')
    const key = { kind: 'apiKey', id: partnerId, policyId, label: ' till ' } as const
    expect(await deactivate.preview(user, key)).toEqual({
      kind: 'apiKey',
      name: 'till',
      cascade: 'full',
      refusal: null,
      dependents: [],
    })
    await deactivate.partner(partnerId)
    expect(await refusalIn({ kind: 'partner', id: partnerId })).toBe('partner_already_deactivated')
    expect(await refusalIn(key)).toBe('api_key_not_active')
    expect(await refusalIn({ kind: 'oidcClient', id: clientId })).toBe('client_not_active')
  })

  test('of a client or a licence is for its partner', async () => {
    const { clientId, user } = await busyPartner()
    const client = { kind: 'oidcClient', id: clientId } as const
    expect(await deactivate.preview(user, client)).toMatchObject({ name: 'Health portal' })
    expect(await refusalOf(deactivate.preview(asStranger(), client))).toBe(absent)
    const misps = await givenMisps(server)
    const { id, user: misp } = await misps.misp()
    const { mispLicenseId } = await misps.licence(id, { licenseKeyName: 'Gateway north' })
    const licence = { kind: 'mispLicence', id: mispLicenseId } as const
    expect(await deactivate.preview(misp, licence)).toMatchObject({ name: 'Gateway north' })
    expect(await refusalOf(deactivate.preview(asStranger(), licence))).toBe(absent)
    const all = await deactivate.preview(misp, { kind: 'partner', id })
    expect(numbersOf(all)).toEqual({ mispLicence: { count: 1, stops: true } })
  })

  test('is refused to nobody in particular, without the role, of others, and of what is not there', async () => {
    const { partnerId, policyId } = await busyPartner()
    const asked = { kind: 'partner', id: partnerId } as const
    expect(await refusalOf(deactivate.preview(null, asked))).toBe('KER-ATH-401')
    expect(await refusalOf(deactivate.preview(people.visitor, asked))).toBe('KER-ATH-403')
    expect(await refusalOf(deactivate.preview(asStranger(), asked))).toBe(absent)
    expect(await refusalOf(deactivate.preview(people.shop, { kind: 'partner', id: 'none' }))).toBe(
      absent,
    )
    const key = { kind: 'apiKey', id: partnerId, policyId, label: 'till' } as const
    expect(await refusalOf(deactivate.preview(asStranger(), key))).toBe(absent)
    expect(await refusalOf(deactivate.preview(people.admin, { ...key, label: 'none' }))).toBe(
      absent,
    )
    const unknown = await server.send(
      people.admin,
      'GET',
      `/v1/portal/deactivation-preview?kind=other&id=${partnerId}`,
    )
    expect(unknown.status).toBe(400)
  })
})
