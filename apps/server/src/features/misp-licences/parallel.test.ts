import * as contract from '@pmp/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fresh } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { givenMisps, inDays, seenLicences } from './testing.ts'

let server: TestServer
let misps: Awaited<ReturnType<typeof givenMisps>>
beforeAll(async () => {
  server = await startTestServer()
  misps = await givenMisps(server)
})
afterAll(() => server.close())

const callers = 200

/** The codes of those that were refused, and how many were not. */
async function outcomes(calls: readonly Promise<unknown>[]) {
  const settled = await Promise.allSettled(calls)
  const refused = settled.flatMap((one): unknown[] =>
    one.status === 'rejected' ? [one.reason] : [],
  )
  const codes = refused.map((reason) =>
    reason instanceof contract.CallFailed ? reason.code : reason,
  )
  return { done: settled.length - refused.length, codes: [...new Set(codes)] }
}

function generate(partnerId: string, licenseKeyName: string) {
  const asked = { partnerId, licenseKeyName, expiryDate: inDays(server, 30) }
  return server.call(people.admin, contract.generateMispLicence, asked)
}

const times = <T>(work: (n: number) => T): T[] => Array.from({ length: callers }, (_, n) => work(n))

test(`of ${callers} licences under one name at once, one is made`, async () => {
  const { id } = await misps.misp()
  const name = fresh('Gateway')
  const made = await outcomes(times(() => generate(id, name)))
  expect(made).toEqual({ done: 1, codes: ['PMS_MSP_424'] })
  expect(await seenLicences(server).rows(id)).toMatchObject([
    { licenseKeyName: name, isActive: true },
  ])
  expect(await seenLicences(server).events(id)).toHaveLength(1)
})

test('of two MISPs under one name without policy, one gets its licence', async () => {
  const [first, second] = [await misps.misp(), await misps.misp()]
  const name = fresh('Gateway')
  const made = await outcomes([generate(first.id, name), generate(second.id, name)])
  expect(made).toEqual({ done: 1, codes: ['PMS_MSP_424'] })
})

test(`of ${callers} licences of a MISP at once all are made, and one is active`, async () => {
  const { id } = await misps.misp()
  const name = fresh('Gateway')
  expect(await outcomes(times((n) => generate(id, `${name} ${n}`)))).toEqual({
    done: callers,
    codes: [],
  })
  const rows = await seenLicences(server).rows(id)
  const active = rows.filter(({ isActive }) => isActive)
  expect([rows.length, active.length]).toEqual([callers, 1])
  expect(new Set(rows.map(({ licenseKey }) => licenseKey)).size).toBe(callers)
  const events = await seenLicences(server).events(id)
  // Consumers that keep one licence a MISP keep the active one.
  expect(events.at(-1)).toMatchObject({ licenseKey: active[0]?.licenseKey, mispStatus: 'ACTIVE' })
  expect(events).toHaveLength(2 * callers - 1)
})

test(`of ${callers} first keys of a MISP at once, one is made`, async () => {
  const { id, user } = await misps.misp()
  const made = await outcomes(
    times(() => server.call(user, contract.generateMispKey, { providerId: id })),
  )
  expect(made).toEqual({ done: 1, codes: ['PMS_MSP_416'] })
  expect(await seenLicences(server).rows(id)).toHaveLength(1)
})

test('a licence ends once, whoever ends it, be it with its MISP', async () => {
  const { id } = await misps.misp()
  const { mispLicenseId } = await misps.licence(id)
  const end = () =>
    server.call(people.admin, contract.deactivateMispLicence, { mispLicenseId, status: 'INACTIVE' })
  const ended = await outcomes([...Array.from({ length: 20 }, end), misps.deactivate(id)])
  expect(ended.codes).toEqual(['PMS_MSP_434'])
  const events = await seenLicences(server).events(id)
  expect(events.map(({ mispStatus }) => mispStatus)).toEqual(['ACTIVE', 'NOT_ACTIVE'])
})
