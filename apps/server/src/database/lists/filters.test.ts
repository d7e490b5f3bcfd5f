import * as contract from '@pmp/contract'
import { exactFilter, filter, type Endpoint } from '@pmp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { routes } from '../../app.ts'
import { chipTrade } from '../../features/ftm-chips/testing.ts'
import { givenMisps } from '../../features/misp-licences/testing.ts'
import { clients } from '../../features/oidc-clients/testing.ts'
import { fresh } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  const { user, partnerId, policyName, create } = await clients(server).ready()
  const key = { partnerId, policyName, label: fresh('Key') }
  await server.call(user, contract.generateApiKey, key)
  await create()
  const chips = await chipTrade(server)
  await chips.newChip(await chips.chipMaker())
  const misps = await givenMisps(server)
  await misps.licence((await misps.misp()).id)
})
afterAll(() => server.close())

const lists = routes.map(({ endpoint }) => endpoint).filter(({ list, params }) => list && !params)

const filtersOf = (form: typeof filter) =>
  lists.flatMap((list) =>
    Object.entries(list.query?.shape ?? {})
      .filter(([, schema]) => schema === form)
      .map(([name]) => [`${list.path} ${name}`, list, name] as const),
  )

async function totalOf({ service, path }: Endpoint, query: string): Promise<number> {
  const address = `${contract.basePaths[service]}${path}?${query}`
  const manager = { ...people.admin, roles: Object.values(contract.roles) }
  const { body } = await server.send(manager, 'GET', address)
  return (body as { response: { totalResults: number } }).response.totalResults
}

test.each(filtersOf(exactFilter))(
  'an empty filter that is compared as a whole matches nothing: %s',
  async (_name, list, name) => {
    expect(await totalOf(list, '')).toBeGreaterThan(0)
    expect(await totalOf(list, `${name}=`)).toBe(0)
  },
)

test.each(filtersOf(filter))(
  'an empty text filter matches everything: %s',
  async (_name, list, name) => {
    expect(await totalOf(list, `${name}=`)).toBe(await totalOf(list, ''))
  },
)

test('every filter with words of its own is compared as a whole', () => {
  expect(filtersOf(exactFilter).map(([name]) => name)).toEqual(
    expect.arrayContaining([
      '/partner-policy-requests status',
      '/partner-api-keys status',
      '/ftpchipdetail/v2 status',
      '/policies/v2 status',
      '/admin-partners status',
      '/admin-partners certificateUploadStatus',
      '/admin-partners emailAddress',
    ]),
  )
})
