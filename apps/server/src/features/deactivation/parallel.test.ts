import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { clients, freshJwk } from '../oidc-clients/testing.ts'
import { deactivations, stateOf } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const deactivate = deactivations(() => server)

/** Partners of one group that all may use the same policies, each with a key and a client of each. */
async function crowd(partnerCount: number, policyCount: number) {
  const { call } = server
  const group = await given(server).policyGroup()
  const policies = []
  for (let n = 0; n < policyCount; n += 1) {
    policies.push(await given(server).publishedPolicy(group, fresh('Open an account')))
  }
  const partners = []
  for (let n = 0; n < partnerCount; n += 1) {
    const user = freshUser()
    const { partnerId } = await given(server).activePartner(user, group.name)
    for (const { id: policyId, name: policyName } of policies) {
      await given(server).approvedRequest(user, policyName)
      await call(user, contract.generateApiKey, { partnerId, policyName, label: 'till' })
      await call(user, contract.createNamedClient, {
        name: 'Health portal',
        policyId,
        publicKey: freshJwk(),
        authPartnerId: partnerId,
        logoUri: 'https://health.example.org/logo.png',
        redirectUris: ['https://health.example.org/signed-in'],
        clientNameLangMap: { eng: 'Health portal' },
        grantTypes: ['authorization_code'],
        clientAuthMethods: ['private_key_jwt'],
      })
    }
    partners.push({ partnerId, user })
  }
  return { policies, partners }
}

/** The codes with which calls were refused. */
async function codesOf(calls: readonly Promise<unknown>[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(calls)
  return settled.flatMap((one): unknown[] => {
    if (one.status === 'fulfilled') return []
    const reason: unknown = one.reason
    return [reason instanceof contract.CallFailed ? reason.code : reason]
  })
}

test('partners and policies that end at once never wait in a circle, and nothing is left over', async () => {
  const { policies, partners } = await crowd(4, 3)
  const codes = await codesOf(
    // Crosswise: each partner has something under each policy.
    [...partners.keys()].flatMap((n) => [
      deactivate.partner(partners[n]?.partnerId ?? ''),
      ...(policies[n] ? [deactivate.policy(policies[n].id, true)] : []),
    ]),
  )
  expect(codes).toEqual([])
  for (const { partnerId } of partners) {
    for (const { id: policyId } of policies) {
      const state = await stateOf(server, { partnerId, policyId })
      expect(state).toMatchObject({ keys: [['till', false]], clients: ['INACTIVE'] })
    }
    const keys = await seen(server).audit({ action: 'apiKey.deactivated', subjectId: partnerId })
    expect(keys).toHaveLength(policies.length)
    const events = await seen(server).outbox({ orderingKey: partnerId, topic: 'APIKEY_UPDATED' })
    expect(events).toHaveLength(policies.length)
  }
})

test('a partner that ends while its things change: one comes after the other', async () => {
  const { policies, partners } = await crowd(3, 2)
  const known = ['PMS_PMP_016', 'PMS_PMS_022', 'PMS_PMP_019', 'PMS_PRT_109', 'PMS_ESI_008']
  const calls = partners.flatMap(({ partnerId, user }) => [
    ...policies.flatMap(({ id: policyId, name: policyName }) => [
      server.call(user, contract.generateApiKey, { partnerId, policyName, label: fresh('key') }),
      server.call(user, contract.replaceApiKey, {
        partnerId,
        policyId,
        apiKeyName: 'till',
        label: fresh('next'),
      }),
      server.call(people.admin, contract.changeApiKeyStatus, {
        partnerId,
        policyId,
        label: 'till',
        status: 'De-Active',
      }),
    ]),
    deactivate.partner(partnerId),
  ])
  const codes = await codesOf([...calls, ...policies.map(({ id }) => deactivate.policy(id, true))])
  expect(codes.filter((code) => !known.includes(String(code)))).toEqual([])
  const left = await server.db
    .selectFrom('pms.partnerPolicy')
    .select(['label', 'partId'])
    .where('isActive', '=', true)
    .where(
      'partId',
      'in',
      partners.map(({ partnerId }) => partnerId),
    )
    .execute()
  expect(left).toEqual([])
})

test('a client that changes while its partner ends: both end well', async () => {
  const ready = await clients(server).ready()
  const made = [await ready.create(), await ready.create(), await ready.create()]
  const codes = await codesOf([
    ...made.map(({ clientId }) =>
      server.call(people.admin, contract.deactivateOidcClient, { clientId, status: 'INACTIVE' }),
    ),
    deactivate.partner(ready.partnerId),
    deactivate.policy(ready.policyId, true),
  ])
  expect(codes.filter((code) => code !== 'PMS_ESI_008')).toEqual([])
  expect(await stateOf(server, ready)).toMatchObject({
    clients: ['INACTIVE', 'INACTIVE', 'INACTIVE'],
  })
  for (const { clientId } of made) {
    const told = await seen(server).outbox({ orderingKey: clientId, kind: 'registration' })
    expect(told.map(({ topic }) => topic)).toEqual(['CLIENT_REGISTRATION', 'CLIENT_DEACTIVATION'])
  }
})

/*
 * Only a server has several connections. There a policy is held as somebody who deactivates it holds it,
 * until whoever wants to give something under it waits.
 */
describe.runIf(process.env['TEST_DATABASE_URL'])('while a policy ends, on a server', () => {
  interface Ready extends Awaited<ReturnType<ReturnType<typeof clients>['ready']>> {
    /** A request of another partner for the policy. */
    waiting: string
  }

  const ways: [string, (ready: Ready) => Promise<unknown>, string][] = [
    [
      'a key is made',
      ({ user, partnerId, policyName }) =>
        server.call(user, contract.generateApiKey, { partnerId, policyName, label: 'late' }),
      'PMS_PMP_019',
    ],
    [
      'a key is replaced',
      ({ user, partnerId, policyId }) =>
        server.call(user, contract.replaceApiKey, {
          partnerId,
          policyId,
          apiKeyName: 'till',
          label: 'late',
        }),
      'PMS_PMP_019',
    ],
    [
      'a key is switched on',
      ({ partnerId, policyId }) =>
        server.call(people.admin, contract.changeApiKeyStatus, {
          partnerId,
          policyId,
          label: 'off',
          status: 'Active',
        }),
      'PMS_PMP_019',
    ],
    ['a client is made', (ready) => ready.create(), 'PMS_PMP_019'],
    [
      'a request is approved',
      ({ waiting: mappingkey }) =>
        server.call(people.admin, contract.decidePolicyRequest, { mappingkey, status: 'approved' }),
      'PMS_PMP_019',
    ],
  ]

  test.each(ways)('%s: it waits, and is refused', async (_, give, code) => {
    const ready = await clients(server).ready()
    const { partnerId, policyId, policyName, user } = ready
    for (const label of ['till', 'off']) {
      await server.call(user, contract.generateApiKey, { partnerId, policyName, label })
    }
    const off = { partnerId, policyId, label: 'off', status: 'De-Active' }
    await server.call(people.admin, contract.changeApiKeyStatus, off)
    const other = freshUser()
    await given(server).activePartner(other, ready.group.name)
    const waiting = await given(server).pendingRequest(other, policyName)

    const ending = await server.pool.connect()
    try {
      await ending.query('begin')
      await ending.query('select from pms.auth_policy where id = $1 for update', [policyId])
      const refused = refusalOf(give({ ...ready, waiting }))
      await waitsForLock(ending)
      await ending.query('update pms.auth_policy set is_active = false where id = $1', [policyId])
      await ending.query('commit')
      expect(await refused).toBe(code)
    } finally {
      // Of a test that fails nothing may be held on.
      await ending.query('rollback')
      ending.release()
    }
    expect(await stateOf(server, ready)).toMatchObject({
      keys: [
        ['off', false],
        ['till', true],
      ],
      clients: [],
    })
  })

  test('a request is approved while its group ends: neither waits for the other in a circle', async () => {
    const { group, policyName, policyId } = await clients(server).ready()
    const other = freshUser()
    await given(server).activePartner(other, group.name)
    const mappingkey = await given(server).pendingRequest(other, policyName)
    const ending = await server.pool.connect()
    try {
      await ending.query('begin')
      await ending.query('select from pms.policy_group where id = $1 for update', [group.id])
      const approving = server.call(people.admin, contract.decidePolicyRequest, {
        mappingkey,
        status: 'approved',
      })
      await waitsForLock(ending)
      // What ends with a group is held after it.
      const held =
        'select id from pms.partner_policy_request where policy_id = $1 for update nowait'
      expect((await ending.query(held, [policyId])).rows).toHaveLength(2)
      await ending.query('commit')
      await approving
    } finally {
      // Of a test that fails nothing may be held on.
      await ending.query('rollback')
      ending.release()
    }
  })

  test('who waits for another in a circle is run again, once all of it is undone', async () => {
    const { group, policyName } = await clients(server).ready()
    const other = freshUser()
    await given(server).activePartner(other, group.name)
    const mappingkey = await given(server).pendingRequest(other, policyName)
    const circle = await server.pool.connect()
    try {
      await circle.query('begin')
      await circle.query("set local deadlock_timeout = '1min'")
      await circle.query('select from pms.partner_policy_request where id = $1 for update', [
        mappingkey,
      ])
      const approving = server.call(people.admin, contract.decidePolicyRequest, {
        mappingkey,
        status: 'approved',
      })
      await waitsForLock(circle)
      // It holds the partner, and waits for the request.
      await circle.query('select from pms.partner where id = $1 for update', [other.userName])
      await circle.query('commit')
      await approving
    } finally {
      // Of a test that fails nothing may be held on.
      await circle.query('rollback')
      circle.release()
    }
    const requests = await seen(server).audit({ action: 'policyRequest.approved' })
    expect(requests.filter(({ subjectId }) => subjectId === mappingkey)).toHaveLength(1)
  })

  /** Until somebody waits for what this connection holds. */
  async function waitsForLock(held: { query: TestServer['pool']['query'] }): Promise<void> {
    const { rows } = await held.query(`
      select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))`)
    if (rows.length === 0) await waitsForLock(held)
  }
})
