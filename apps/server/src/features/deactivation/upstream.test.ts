import * as contract from '@pmp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { givenMisps, seenLicences } from '../misp-licences/testing.ts'
import { clients } from '../oidc-clients/testing.ts'
import { deactivations, numbersOf, stateOf } from './testing.ts'

// The narrower behaviour that upstream was recorded with.
let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ DEACTIVATION_CASCADE: 'upstream' })
})
afterAll(() => server.close())

const deactivate = deactivations(() => server)

async function busyPartner() {
  const ready = await clients(server).ready()
  const { partnerId, policyName, user } = ready
  await server.call(user, contract.generateApiKey, { partnerId, policyName, label: 'till' })
  await ready.create()
  return ready
}

const untouched = { keys: [['till', true]], clients: ['ACTIVE'], requests: [['approved', null]] }

test('a partner leaves requests, keys and clients as they are', async () => {
  const busy = await busyPartner()
  const { partnerId, group, user } = busy
  const other = await given(server).publishedPolicy(group)
  await given(server).pendingRequest(user, other.name)
  const preview = await deactivate.preview(people.admin, { kind: 'partner', id: partnerId })
  expect(preview).toMatchObject({ cascade: 'upstream', refusal: null })
  expect(numbersOf(preview)).toEqual({
    apiKey: { count: 1, stops: false },
    oidcClient: { count: 1, stops: false },
    pendingRequest: { count: 1, stops: false },
  })
  await deactivate.partner(partnerId)
  expect(await stateOf(server, busy)).toEqual(untouched)
  expect(await stateOf(server, { partnerId, policyId: other.id })).toMatchObject({
    requests: [['InProgress', null]],
  })
  const [entry] = await seen(server).audit({ action: 'partner.deactivated', subjectId: partnerId })
  expect(entry?.details).toEqual({ ended: {} })
})

test('a MISP loses its licences all the same', async () => {
  const misps = await givenMisps(server)
  const { id } = await misps.misp()
  await misps.licence(id)
  const preview = await deactivate.preview(people.admin, { kind: 'partner', id })
  expect(numbersOf(preview)).toEqual({ mispLicence: { count: 1, stops: true } })
  await deactivate.partner(id)
  expect(await seenLicences(server).rows(id)).toMatchObject([{ isActive: false }])
})

test('a policy that requests hold stays, whatever is asked for', async () => {
  const busy = await busyPartner()
  const { policyId, group } = busy
  const preview = await deactivate.preview(people.policyManager, { kind: 'policy', id: policyId })
  expect(preview.refusal).toBe('policy_has_approved_requests')
  expect(await refusalOf(deactivate.policy(policyId, true))).toBe('PMS_POL_063')
  expect(await stateOf(server, busy)).toEqual(untouched)

  await server.db
    .updateTable('pms.authPolicy')
    .set({ isActive: false })
    .where('id', '=', policyId)
    .execute()
  await deactivate.group(group.id)
  expect(await stateOf(server, busy)).toEqual(untouched)
})

test('administrators switch keys on again, whatever became of partner and policy', async () => {
  const { partnerId, policyId } = await busyPartner()
  await deactivate.partner(partnerId)
  const key = { partnerId, policyId, label: 'till' }
  const change = (status: string) =>
    server.call(people.admin, contract.changeApiKeyStatus, { ...key, status })
  await change('De-Active')
  expect(await change('Active')).toBe('Partner apikey activated successfully.')
})
