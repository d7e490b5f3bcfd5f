import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, freshUser, given } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { givenCredentials } from '../credential-requests/testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

describe('the evidence beside a request', () => {
  test('names all that an approval would be refused for, as long as it waits', async () => {
    const { requestId, policyId, partnerId } = await givenCredentials(server).askingPartner()
    const refusals = async () => {
      const read = { requestId }
      const { evidence } = await server.call(people.admin, contract.readPolicyRequest, read)
      return evidence.approvalRefusals
    }
    expect(await refusals()).toEqual(['PMS_PM_051', 'PMS_PRT_289'])
    await server.db
      .updateTable('pms.authPolicy')
      .set({ isActive: false })
      .where('id', '=', policyId)
      .execute()
    await server.db
      .updateTable('pms.partner')
      .set({ isActive: false })
      .where('id', '=', partnerId)
      .execute()
    const all = ['PMS_PMP_016', 'PMS_PMP_019', 'PMS_PM_051', 'PMS_PRT_289']
    expect(await refusals()).toEqual(all)
    await server.call(people.admin, contract.decidePolicyRequest, {
      mappingkey: requestId,
      status: 'rejected',
    })
    expect(await refusals()).toEqual([])
  })

  const byStatus = (one: { status: string }, other: { status: string }) =>
    one.status.localeCompare(other.status)

  test('says what the partner is told today, what it asked before, and who else may', async () => {
    const { user, policyName, group } = await given(server).readyPartner()
    const { name } = await given(server).publishedPolicy(group, fresh('Pay'))
    const refused = await given(server).pendingRequest(user, name)
    await server.call(people.admin, contract.decidePolicyRequest, {
      mappingkey: refused,
      status: 'rejected',
      reason: 'Not for banks',
    })
    const requestId = await given(server).pendingRequest(user, name)
    const read = (by: TestUser) => server.call(by, contract.readPolicyRequest, { requestId })
    const { evidence } = await read(people.admin)
    expect(evidence).toMatchObject({
      attributesToday: ['fullName'],
      certificateOrganization: `${user.userName} Ltd`,
      grantedTo: { partners: 0, ofPartners: 0, latest: null },
    })
    expect(evidence.otherRequests.toSorted(byStatus)).toMatchObject([
      { policyName, status: 'approved' },
      { requestId: refused, policyName: name, status: 'rejected', decisionReason: 'Not for banks' },
    ])
    expect((await read(user)).evidence).toMatchObject({ grantedTo: null })
  })

  test('counts the partners of the group that have the policy', async () => {
    const { group, policyName, organizationName } = await given(server).readyPartner()
    const user = freshUser()
    await given(server).activePartner(user, group.name)
    const requestId = await given(server).pendingRequest(user, policyName)
    const { evidence } = await server.call(people.admin, contract.readPolicyRequest, { requestId })
    expect(evidence.grantedTo).toMatchObject({
      partners: 1,
      ofPartners: 1,
      latest: { orgName: organizationName },
    })
  })
})
