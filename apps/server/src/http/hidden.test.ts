import { randomUUID } from 'node:crypto'
import * as contract from '@pmp/contract'
import { basePaths, failures, permissions, roles, type Endpoint } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../durations.ts'
import { endpoints } from '../endpoints.ts'
import { clients } from '../features/oidc-clients/testing.ts'
import { asStranger, fresh, freshUser, given } from '../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../testing/server.ts'

/** Who reads everything anyway; nothing is hidden from them. */
const seesAll: readonly string[] = [roles.partnerManager, roles.partnerAdmin, roles.policyManager]

const takesId = ({ path, request }: Endpoint) =>
  path.includes(':') || Object.keys(request?.shape ?? {}).some((field) => field.endsWith('Id'))

/** Our own endpoints that ask for a thing by its id and are open to people who own only some. */
const asking = endpoints.filter(([, endpoint]) => {
  const { roles: may }: contract.Permission = permissions[endpoint.permission]
  const isForSome = may === 'any' || (may !== 'open' && may.some((role) => !seesAll.includes(role)))
  return endpoint.service === 'portal' && isForSome && takesId(endpoint)
})
const hidden = asking.filter(([, { ownership }]) => ownership === 'hidden')

type Ids = Readonly<Record<string, string>>

let server: TestServer
/** What belongs to somebody, by the name under which endpoints ask for it. */
let theirs: Ids
/** Somebody with a partner of the same kind. */
let other: { user: TestUser; partnerId: string }
let certificateData: string

beforeAll(async () => {
  server = await startTestServer()
  const { readyPartner, pendingRequest, publishedPolicy } = given(server)
  const { create, ...ready } = await clients(server).ready()
  const { user, partnerId, group, authority, organizationName, ...own } = ready
  const { clientId } = await create()
  const { name } = await publishedPolicy(group)
  const leaf = await authority.issueLeaf({ organization: organizationName, days: 900 })
  certificateData = leaf.certificate.pem
  const renewal = await server.call(user, contract.scheduleRenewal, { partnerId, ...next() })
  const nameRequest = await server.call(user, contract.requestOrganizationName, {
    partnerId,
    ...newName(),
  })
  const { policyId, policyName } = own
  const key = { partnerId, policyName, label: 'Branches' }
  const { label: apiKeyName } = await server.call(user, contract.generateApiKey, key)
  const search = { status: 'draft' }
  const view = await server.call(user, contract.saveView, { list: 'policies', name: 'x', search })
  const { data } = await server.call(user, contract.listCertificateGenerations, { partnerId })
  theirs = {
    partnerId,
    policyId,
    apiKeyName,
    clientId,
    generationId: data.at(-1)?.generationId ?? '',
    renewalId: renewal.renewalId,
    'policy-requests': await pendingRequest(user, name),
    'name-requests': nameRequest.requestId,
    viewId: view.id,
    list: 'policies',
  }
  const another = await readyPartner()
  other = { user: another.user, partnerId: another.partnerId }
})
afterAll(() => server.close())

const next = () => ({
  certificateData,
  partnerDomain: 'AUTH' as const,
  activateAt: new Date(server.clock.now.getTime() + 30 * dayMs),
})
const newName = () => ({ newName: fresh('New Name'), reason: 'Entered in the register' })

/** A request that is refused for nothing but whose thing it is about. */
const requests: Record<string, (partnerId: string) => object> = {
  scheduleRenewal: next,
  requestOrganizationName: newName,
  replaceApiKey: () => ({ label: 'The next one' }),
  writeRequestMessage: () => ({ text: 'For our branches in the north' }),
  askForPolicy: () => ({ policyName: 'Open an account', useCaseDescription: 'For our branches' }),
  resubmitPolicyRequest: () => ({ useCaseDescription: 'For our branches in the north' }),
  requestMappingChange: () => ({
    reason: 'Another provider',
    extractors: [
      {
        attributeName: 'photo',
        biometric: 'face',
        extractorProvider: 'mock',
        extractorProviderVersion: '1.0',
      },
    ],
    credentialTypes: [],
  }),
  checkAcceptance: (partnerId) => ({ kind: 'apiKey', partnerId, value: 'a-key' }),
  inspectCertificate: (partnerId) => ({ certificateData, partnerDomain: 'AUTH', partnerId }),
}

const variablesOf = (path: string) => path.match(/:\w+/g)?.map((word) => word.slice(1)) ?? []

/** Requests are of two kinds, told by the word before the variable. */
const kindOf = (path: string, variable: string) =>
  variable === 'requestId' ? (/([\w-]+)\/:requestId/.exec(path)?.[1] ?? variable) : variable

/** The answer to a call, without what differs by the call itself. */
async function answer(by: TestUser, [name, endpoint]: (typeof asking)[number], ids: Ids) {
  const { method, path, service, request } = endpoint
  const address = variablesOf(path).reduce(
    (text, variable) => text.replace(`:${variable}`, ids[kindOf(path, variable)] ?? ''),
    path,
  )
  const content = request && { request: requests[name]?.(ids['partnerId'] ?? '') }
  const body = content && {
    id: 'id' in endpoint.envelope ? endpoint.envelope.id : null,
    version: '1.0',
    requesttime: server.clock.now.toISOString(),
    ...content,
  }
  const reply = await server.send(by, method, `${basePaths[service]}${address}`, body)
  const text = JSON.stringify(reply.body, (key, value: unknown) =>
    key === 'responsetime' ? null : value,
  )
  const told = Object.values(ids).reduce((rest, id) => rest.replaceAll(id, 'ID'), text)
  return { status: reply.status, told }
}

const notFound = Object.entries(failures).filter(([name]) => name.endsWith('_not_found'))

const isNotFound = (told: string) =>
  notFound.some(([, { code }]) => told.includes(`"errorCode":"${code}"`))

/** Ids of the same shapes that nothing has. */
const absent = (ids: Ids): Ids =>
  Object.fromEntries(
    Object.keys(ids).map((name) => [name, name === 'list' ? 'policies' : absentOne(name)]),
  )
const absentOne = (name: string) => (name === 'partnerId' ? freshUser().userName : randomUUID())

test('every endpoint of ours that some may ask by an id says that it hides what is not theirs', () => {
  const loose = asking.filter(([, { ownership }]) => ownership === undefined)
  expect(loose.map(([name]) => name)).toEqual([])
  const telling = asking.filter(([, endpoint]) => endpoint.failures.includes('caller_not_owner'))
  expect(telling.map(([name]) => name)).toEqual([])
  expect(hidden.length).toBeGreaterThanOrEqual(11)
})

describe('what belongs to somebody else looks as if it were not there', () => {
  test.each(hidden)('%s', async (...endpoint) => {
    const strangers = [freshUser(), other.user].map(asStranger)
    for (const stranger of strangers) {
      const foreign = await answer(stranger, endpoint, theirs)
      expect(foreign).toEqual(await answer(stranger, endpoint, absent(theirs)))
      expect(isNotFound(foreign.told)).toBe(true)
    }
  })

  test.each(hidden.filter(([, { path }]) => variablesOf(path).length > 1))(
    '%s, also below what is the caller’s own',
    async (...endpoint) => {
      const stranger = asStranger(other.user)
      const own = { partnerId: other.partnerId, list: 'policies' }

      const foreign = await answer(stranger, endpoint, { ...theirs, ...own })

      expect(foreign).toEqual(await answer(stranger, endpoint, { ...absent(theirs), ...own }))
      expect(isNotFound(foreign.told)).toBe(true)
    },
  )
})

test('to those who see everything it is there', async () => {
  for (const name of ['readCertificateStatus', 'readPolicyRequest', 'inspectCertificate']) {
    const endpoint = hidden.find(([known]) => known === name)
    expect(endpoint && (await answer(people.admin, endpoint, theirs)).told).toContain('"errors":[]')
  }
})
