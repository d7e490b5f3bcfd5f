import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshUser } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { wrapped } from '../../testing/upstream-interface.ts'
import { givenCredentials } from '../credential-requests/testing.ts'
import { partnerWithPolicy } from '../policy-requests/testing.ts'

/*
 * The calls of upstream's screens for policy requests, as those screens send them (ui.md S5 to S7, S29, S30,
 * section 7; additions-1.3.0.md 11), and every field that they read of the answers.
 */

const PM = '/v1/partnermanager'
const POL = '/v1/policymanager'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

interface Answer {
  status: number
  response: unknown
  errors: unknown
}

async function get(by: TestUser, path: string): Promise<Answer> {
  return answerOf(await server.send(by, 'GET', path))
}

/** In the older wrapper. */
async function send(by: TestUser, method: string, path: string, request: object) {
  return answerOf(await server.send(by, method, path, wrapped(server, request)))
}

/** The newer one, with the id of the operation. */
async function sendNamed(
  by: TestUser,
  path: string,
  { id, request }: { id: string; request: object },
) {
  const requestTime = server.clock.now.toISOString()
  return answerOf(await server.send(by, 'POST', path, { id, version: '1.0', requestTime, request }))
}

function answerOf({ status, body }: { status: number; body: unknown }): Answer {
  const { response = null, errors = null } = Object(body) as Partial<Answer>
  return { status, response, errors }
}

const fine = { status: 200, errors: [] }
const listRow = {
  id: expect.any(String),
  partnerId: expect.any(String),
  partnerType: expect.any(String),
  orgName: expect.any(String),
  policyId: expect.any(String),
  policyName: expect.any(String),
  policyDescription: expect.any(String),
  policyGroupName: expect.any(String),
  policyGroupDescription: expect.any(String),
  createdDateTime: expect.any(String),
  partnerStatus: 'activated',
  partnerComment: expect.any(String),
}
/** What the grid of an administrator asks for when it opens. */
const opened = 'sortFieldName=createdDateTime&sortType=desc&pageSize=8&pageNo=0'

describe('an authentication partner at its own screens', () => {
  test('asks for a policy of its group (S7) and finds the request in its list (S5, S6)', async () => {
    const { user, partnerId, group, policyName } = await partnerWithPolicy(server)
    const partners = await get(user, `${PM}/partners/v3?status=approved&policyGroupAvailable=true`)
    expect(partners).toMatchObject({
      ...fine,
      response: [{ partnerId, partnerType: 'Auth_Partner', policyGroupName: group.name }],
    })
    // The screen puts the name of the group into the path as it is; the browser encodes the blanks.
    const policies = await get(user, encodeURI(`${POL}/policies/active/group/${group.name}`))
    expect(policies).toMatchObject({
      ...fine,
      response: [{ name: policyName, descr: expect.any(String) }],
    })
    const asked = { policyName, useCaseDescription: 'Check who opens an account' }
    const map = `${PM}/partners/${partnerId}/policy/map`
    expect(await send(user, 'POST', map, asked)).toMatchObject({
      ...fine,
      response: expect.anything(),
    })
    expect(await get(user, `${PM}/partner-policy-requests`)).toMatchObject({
      ...fine,
      response: {
        data: [{ ...listRow, status: 'InProgress', partnerComment: asked.useCaseDescription }],
      },
    })
    // A second time: an error in a reply that is fine for HTTP, which the screen shows.
    expect(await send(user, 'POST', map, asked)).toMatchObject({
      status: 200,
      response: null,
      errors: [{ errorCode: 'PMS_PRT_053', message: expect.any(String) }],
    })
  })
})

describe('an administrator at the screens S29 and S30', () => {
  test('sorts by every column, filters by every field, and pages', async () => {
    const { submit, partnerId, policyName, policy, group, organizationName } =
      await partnerWithPolicy(server)
    await submit()
    const sorts = [
      'partnerId',
      'partnerType',
      'orgName',
      'policyId',
      'policyName',
      'policyGroupName',
      'createdDateTime',
      'status',
    ]
    for (const sort of sorts) {
      for (const type of ['asc', 'DESC']) {
        const query = `sortFieldName=${sort}&sortType=${type}&pageSize=8&pageNo=0`
        expect(await get(people.admin, `${PM}/partner-policy-requests?${query}`)).toMatchObject({
          ...fine,
          response: { totalResults: expect.any(Number), data: expect.arrayContaining([]) },
        })
      }
    }
    const filters = {
      partnerId,
      partnerType: 'Auth_Partner',
      orgName: organizationName,
      policyId: policy.id,
      policyName,
      policyGroupName: group.name,
      status: 'InProgress',
    }
    const query = `${opened}&${new URLSearchParams(filters)}`
    expect(await get(people.admin, `${PM}/partner-policy-requests?${query}`)).toMatchObject({
      ...fine,
      response: { totalResults: 1, data: [{ ...listRow, partnerId, updatedDateTime: null }] },
    })
    const types = await send(people.admin, 'POST', `${PM}/partners/partnertype/search`, {
      filters: [],
      sort: [],
      pagination: { pageStart: 0, pageFetch: 100 },
    })
    expect(types).toMatchObject({
      ...fine,
      response: {
        data: expect.arrayContaining([expect.objectContaining({ code: 'Auth_Partner' })]),
      },
    })
    // The number on the home page.
    const count = 'status=InProgress&pageSize=1&pageNo=0'
    expect(await get(people.admin, `${PM}/partner-policy-requests?${count}`)).toMatchObject({
      ...fine,
      response: { totalResults: expect.any(Number) },
    })
  })

  test.each(['approved', 'rejected'])('decides: %s', async (status) => {
    const { submit, partnerId } = await partnerWithPolicy(server)
    const { mappingkey } = await submit()
    const decide = `${PM}/partners/policy/${mappingkey}`
    expect(await send(people.admin, 'PUT', decide, { status })).toEqual({
      ...fine,
      response: `Policy mapping ${status} successfully`,
    })
    const query = `${opened}&partnerId=${partnerId}&status=${status}`
    expect(await get(people.admin, `${PM}/partner-policy-requests?${query}`)).toMatchObject({
      response: { data: [{ ...listRow, status, updatedDateTime: expect.any(String) }] },
    })
  })
})

describe('a credential partner at the screens of the final release', () => {
  test('maps extractors and a credential type, which the administrator sees and approves', async () => {
    const { user, partnerId, policyId, requestId } = await givenCredentials(server).askingPartner()
    await server.call(people.admin, contract.createExtractorConfiguration, {
      configName: 'Mock of a screen',
      bioextractorProviderName: 'mock',
      bioextractorProviderVersion: '1.1',
      bioModality: 'face',
    })
    const offered = await get(user, `${PM}/bio-extractor-configurations?bioModality=face`)
    expect(offered).toMatchObject({
      ...fine,
      response: {
        data: [
          {
            id: expect.any(String),
            configName: 'Mock of a screen',
            bioextractorProviderName: 'mock',
            bioextractorProviderVersion: '1.1',
            bioModality: 'face',
          },
        ],
      },
    })
    const own = `${PM}/partners/${partnerId}/policies/${policyId}`
    const extractor = {
      attributeName: 'photo',
      biometric: 'face',
      extractorProvider: 'mock',
      extractorProviderVersion: '1.1',
    }
    expect(
      await sendNamed(user, `${own}/bio-extractors-request`, {
        id: 'mosip.pms.partners.bioextractors.request.post',
        request: { partnerPolicyRequestId: requestId, extractors: [extractor] },
      }),
    ).toMatchObject({ ...fine, response: expect.stringMatching(/./) })
    expect(
      await sendNamed(user, `${own}/credential-types-request`, {
        id: 'mosip.pms.partners.credentialtypes.request.post',
        request: { partnerPolicyRequestId: requestId, credentialType: 'euin' },
      }),
    ).toMatchObject({ ...fine, response: expect.stringMatching(/./) })

    const asked = `${PM}/partner-policy-requests/${requestId}`
    for (const by of [user, people.admin]) {
      expect(await get(by, `${asked}/bio-extractors-request`)).toMatchObject({
        ...fine,
        response: { extractors: [extractor] },
      })
      expect(await get(by, `${asked}/credential-types-request`)).toMatchObject({
        ...fine,
        response: { credentialType: 'euin' },
      })
    }
    const decide = `${PM}/partners/policy/${requestId}`
    expect(await send(people.admin, 'PUT', decide, { status: 'approved' })).toMatchObject(fine)
    const equals = `partnerId=${partnerId}&partnerIdSearchType=equals&status=approved`
    expect(await get(user, `${PM}/partner-policy-requests?${equals}`)).toMatchObject({
      ...fine,
      response: { data: [{ id: requestId, policyId }] },
    })
  })

  test('a request that lacks them is refused with the code that the screen knows', async () => {
    const { requestId } = await givenCredentials(server).askingPartner()
    const decide = `${PM}/partners/policy/${requestId}`
    expect(await send(people.admin, 'PUT', decide, { status: 'approved' })).toMatchObject({
      status: 200,
      errors: [{ errorCode: 'PMS_PM_051' }],
    })
    expect(await send(people.admin, 'PUT', decide, { status: 'rejected' })).toMatchObject(fine)
  })
})

test('whoever has no partner is told so', async () => {
  expect(await get(freshUser(), `${PM}/partner-policy-requests`)).toMatchObject({
    status: 200,
    errors: [{ errorCode: 'PMS_CERTIFICATE_ERROR_002' }],
  })
})
