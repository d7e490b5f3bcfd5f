import { generateKeyPairSync } from 'node:crypto'
import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { changedParts, clients, freshJwk } from './testing.ts'

let server: TestServer
let health: Awaited<ReturnType<ReturnType<typeof clients>['ready']>>
beforeAll(async () => {
  server = await startTestServer()
  health = await clients(server).ready()
})
afterAll(() => server.close())

/** Everything that a change of a client leaves behind. */
async function traces(clientId: string) {
  const { outbox, audit } = seen(server)
  const events = await outbox({ kind: 'event', orderingKey: health.partnerId })
  return {
    row: await clients(server).row(clientId),
    events: events.filter(({ payload }) => JSON.stringify(payload).includes(clientId)),
    registrations: await outbox({ orderingKey: clientId }),
    entries: await audit({ subjectId: clientId, outcome: 'success' }),
  }
}

describe('making a client', () => {
  test('stores it, tells consumers and eSignet after the commit, and leaves an entry', async () => {
    const asked = health.clientOf()
    const made = await server.call(health.user, contract.createNamedClient, asked)
    expect(made).toEqual({ clientId: expect.stringMatching(/^[\w-]{43}$/), status: 'ACTIVE' })
    const { row, events, registrations, entries } = await traces(made.clientId)
    expect(row).toMatchObject({
      name: '{"eng":"Health portal","fra":"Portail santé","@none":"Health portal"}',
      rpId: health.partnerId,
      policyId: health.policyId,
      redirectUris: 'https://health.example.org/signed-in,org.example.health://oauth',
      claims: 'name',
      acrValues: 'mosip:idp:acr:generated-code',
      grantTypes: 'authorization_code',
      authMethods: 'private_key_jwt',
      status: 'ACTIVE',
      crBy: health.user.userName,
      updBy: null,
      isDeleted: false,
      additionalConfig: null,
    })
    expect(JSON.parse(row?.publicKey ?? '')).toEqual(asked.publicKey)
    expect(events).toMatchObject([
      {
        topic: 'OIDC_CLIENT_CREATED',
        payload: {
          event: {
            data: {
              partnerData: { partnerId: health.partnerId, partnerStatus: 'ACTIVE' },
              policyData: { policyId: health.policyId, policyStatus: 'ACTIVE' },
              clientData: {
                clientId: made.clientId,
                clientName: row?.name,
                clientStatus: 'ACTIVE',
                userClaims: ['name'],
                authContextRefs: ['mosip:idp:acr:generated-code'],
                clientAuthMethods: ['private_key_jwt'],
              },
            },
          },
        },
      },
    ])
    expect(registrations).toMatchObject([{ kind: 'registration' }])
    expect(entries).toMatchObject([{ action: 'oidcClient.created' }])
  })

  test('the older form knows one name only, and an administrator needs no partner', async () => {
    const asked = health.clientOf()
    const made = await server.call(people.admin, contract.createPlainClient, asked)
    expect(await clients(server).row(made.clientId)).toMatchObject({
      name: 'Health portal',
      crBy: people.admin.userName,
    })
  })

  test('the newest form keeps an additional configuration', async () => {
    const asked = health.clientOf({
      additionalConfig: {
        userinfo_response_type: 'JWE',
        consent_expire_in_mins: 60,
        signup_banner_required: null,
        purpose: { type: 'Login', title: { '@none': 'Sign in', fra: 'Se connecter' } },
      },
    })
    const { clientId } = await server.call(health.user, contract.createOidcClient, asked)
    const row = await clients(server).row(clientId)
    expect(JSON.parse(row?.additionalConfig ?? '')).toEqual({
      userinfo_response_type: 'JWE',
      consent_expire_in_mins: 60,
      purpose: { type: 'login', title: { '@none': 'Sign in', fra: 'Se connecter' } },
    })
  })

  test('of a whole key pair keeps, sends and shows nothing private, and says that it came', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const pair = privateKey.export({ format: 'jwk' })
    const secrets = [pair.d, pair.p, pair.q, pair.dp, pair.dq, pair.qi].map(String)
    const { clientId } = await health.create({ publicKey: { ...pair } })
    const read = await server.call(health.user, contract.readOidcClient, { clientId })
    const left = await traces(clientId)
    const { outbox, audit } = seen(server)
    const everything = JSON.stringify([read, left, await outbox(), await audit()])
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([])
    expect(left.entries).toMatchObject([{ details: { hadPrivateMembers: true } }])
  })

  test('refuses nobody, holders of no role for it, and those of another partner', async () => {
    const stranger = (await given(server).readyPartner()).user
    for (const endpoint of [
      contract.createPlainClient,
      contract.createNamedClient,
      contract.createOidcClient,
    ]) {
      const create = (by: typeof stranger | null) => server.call(by, endpoint, health.clientOf())
      expect(await refusalOf(create(null))).toBe('KER-ATH-401')
      expect(await refusalOf(create(people.visitor))).toBe('KER-ATH-403')
      expect(await refusalOf(create(stranger))).toBe('PMS_POLICY_ERROR_009')
      expect(await refusalOf(create(freshUser()))).toBe('PMS_CERTIFICATE_ERROR_002')
      const bad = server.call(health.user, endpoint, health.clientOf({ logoUri: 'logo' }))
      expect(await refusalOf(bad)).toBe('PMS_COR_001')
    }
    const newest = server.call(people.admin, contract.createOidcClient, health.clientOf())
    expect(await refusalOf(newest)).toBe('KER-ATH-403')
  })

  test('of 200 with one key at the same time one wins, and the others hear why', async () => {
    const publicKey = freshJwk()
    const results = await Promise.allSettled(
      Array.from({ length: 200 }, () => refusalOf(health.create({ publicKey }))),
    )
    const codes = results.map((result) => (result.status === 'fulfilled' ? result.value : 'won'))
    expect(codes.filter((code) => code === 'won')).toHaveLength(1)
    expect(codes.filter((code) => code === 'PMS_ESI_001')).toHaveLength(199)
    const stored = await server.db
      .selectFrom('pms.oidcClient')
      .select('id')
      .where('publicKey', 'like', `%${String(publicKey['kid'])}%`)
      .execute()
    expect(stored).toHaveLength(1)
    const { events, registrations } = await traces(stored[0]?.id ?? '')
    expect([events.length, registrations.length]).toEqual([1, 1])
  })
})

describe('changing a client', () => {
  test('replaces its parts and keeps its key, policy, claims and status', async () => {
    const { clientId } = await health.create()
    const before = await clients(server).row(clientId)
    const changed = { clientId, ...changedParts }
    const answer = await server.call(health.user, contract.updateNamedClient, changed)
    expect(answer).toEqual({ clientId, status: 'ACTIVE' })
    const { row, events, registrations, entries } = await traces(clientId)
    expect(row).toEqual({
      ...before,
      name: '{"eng":"Health portal of the city","ara":"بوابة الصحة","@none":"Health portal of the city"}',
      logoUri: changedParts.logoUri,
      redirectUris: 'https://health.example.org/back',
      updBy: health.user.userName,
      updDtimes: expect.any(Date),
    })
    expect(events.map(({ topic }) => topic)).toEqual(['OIDC_CLIENT_CREATED', 'OIDC_CLIENT_UPDATED'])
    expect(registrations).toHaveLength(2)
    expect(entries.map(({ action }) => action)).toEqual([
      'oidcClient.created',
      'oidcClient.updated',
    ])
  })

  test('by the older form loses the names by language', async () => {
    const { clientId } = await health.create()
    await server.call(health.user, contract.updatePlainClient, { clientId, ...changedParts })
    expect(await clients(server).row(clientId)).toMatchObject({ name: changedParts.clientName })
  })

  test('another status leaves everything else as it was, and INACTIVE is for good', async () => {
    const { clientId } = await health.create()
    const before = await clients(server).row(clientId)
    const asked = { clientId, ...changedParts, redirectUris: ['no address'], status: 'Inactive' }
    const answer = await server.call(health.user, contract.updateNamedClient, asked)
    expect(answer).toEqual({ clientId, status: 'INACTIVE' })
    const { row, registrations } = await traces(clientId)
    expect(row).toMatchObject({ name: before?.name, redirectUris: before?.redirectUris })
    expect(registrations.map(({ topic }) => topic)).toEqual([
      'CLIENT_REGISTRATION',
      'CLIENT_DEACTIVATION',
    ])
    for (const status of ['ACTIVE', 'INACTIVE']) {
      const again = server.call(health.user, contract.updateNamedClient, { ...asked, status })
      expect(await refusalOf(again)).toBe('PMS_ESI_008')
    }
    // Its key stays taken.
    const publicKey = JSON.parse(row?.publicKey ?? '{}')
    expect(await refusalOf(health.create({ publicKey }))).toBe('PMS_ESI_001')
  })

  test('by the newest form looks at no status, and keeps a configuration that is not given', async () => {
    const additionalConfig = { consent_expire_in_mins: 30 }
    const { clientId } = await server.call(
      health.user,
      contract.createOidcClient,
      health.clientOf({ additionalConfig }),
    )
    const change = (changes: object) =>
      server.call(health.user, contract.updateOidcClient, { clientId, ...changedParts, ...changes })
    expect(await change({ status: 'INACTIVE' })).toEqual({ clientId, status: 'ACTIVE' })
    expect(await clients(server).row(clientId)).toMatchObject({
      additionalConfig: JSON.stringify(additionalConfig),
    })
    await change({ additionalConfig: {} })
    expect(await clients(server).row(clientId)).toMatchObject({ additionalConfig: '{}' })
  })

  test('is refused to nobody, to others, and for what is not there', async () => {
    const { clientId } = await health.create()
    const stranger = (await given(server).readyPartner()).user
    const changed = { clientId, ...changedParts }
    for (const endpoint of [
      contract.updatePlainClient,
      contract.updateNamedClient,
      contract.updateOidcClient,
    ]) {
      const change = (by: typeof stranger | null, changes: object = {}) =>
        refusalOf(server.call(by, endpoint, { ...changed, ...changes }))
      expect(await change(null)).toBe('KER-ATH-401')
      expect(await change(people.visitor)).toBe('KER-ATH-403')
      expect(await change(stranger)).toBe('PMS_POLICY_ERROR_010')
      expect(await change(freshUser())).toBe('PMS_CERTIFICATE_ERROR_002')
      expect(await change(health.user, { clientId: 'unknown' })).toBe('PMS_ESI_004')
      expect(await change(health.user, { clientId: 'bad*id' })).toBe('PMS_PRT_099')
      expect(await change(health.user, { redirectUris: [' '] })).toBe('PMS_COR_001')
      expect(await change(health.user, { status: 'DELETED' })).toBe('PMS_COR_001')
      expect(await change(health.user, { redirectUris: ['cb'] })).toBe('invalid_redirect_uri')
    }
    expect(await clients(server).row(clientId)).toMatchObject({ updBy: null })
  })

  test('of a deactivated partner is for administrators, and only to deactivate it', async () => {
    const closed = await clients(server).ready()
    const { clientId } = await closed.create()
    // By another program, which ends nothing with it.
    await server.db
      .updateTable('pms.partner')
      .set({ isActive: false })
      .where('id', '=', closed.partnerId)
      .execute()
    const change = (by: typeof closed.user, status: string) =>
      server.call(by, contract.updateNamedClient, { clientId, ...changedParts, status })
    expect(await refusalOf(change(closed.user, 'INACTIVE'))).toBe('PMS_PMP_016')
    expect(await refusalOf(change(people.admin, 'ACTIVE'))).toBe('PMS_PMP_016')
    expect(await change(people.admin, 'INACTIVE')).toMatchObject({ status: 'INACTIVE' })
  })

  test('asks for a request time in one form only', async () => {
    const { clientId } = await health.create()
    const put = (family: string) =>
      server.send(health.user, 'PUT', `/v1/partnermanager/${family}/client/${clientId}`, {
        request: changedParts,
      })
    expect((await put('oidc')).body).toMatchObject({ errors: [] })
    expect((await put('oauth')).body).toMatchObject({
      errors: [{ errorCode: 'PMS_REQUEST_ERROR_004' }],
    })
  })
})

describe('deactivating a client', () => {
  const deactivate = (by: typeof health.user | null, clientId: string, status = 'inactive') =>
    server.call(by, contract.deactivateOidcClient, { clientId, status })

  test('is for good, for its partner and for administrators', async () => {
    for (const by of [health.user, people.admin]) {
      const { clientId } = await health.create()
      expect(await deactivate(by, clientId)).toEqual({ clientId, status: 'INACTIVE' })
      expect(await refusalOf(deactivate(by, clientId))).toBe('PMS_ESI_008')
      expect((await traces(clientId)).entries.at(-1)).toMatchObject({
        action: 'oidcClient.deactivated',
        before: { status: 'ACTIVE' },
        after: { status: 'INACTIVE' },
      })
    }
  })

  test('is refused to nobody, to others, and to whom does not know what they want', async () => {
    const { clientId } = await health.create()
    expect(await refusalOf(deactivate(null, clientId))).toBe('KER-ATH-401')
    expect(await refusalOf(deactivate(people.visitor, clientId))).toBe('KER-ATH-403')
    const stranger = (await given(server).readyPartner()).user
    expect(await refusalOf(deactivate(stranger, clientId))).toBe('PMS_POLICY_ERROR_010')
    expect(await refusalOf(deactivate(health.user, clientId, 'ACTIVE'))).toBe(
      'PMS_POLICY_ERROR_024',
    )
    expect(await refusalOf(deactivate(health.user, 'bad*id'))).toBe('PMS_PRT_099')
    expect(await refusalOf(deactivate(health.user, ' '))).toBe('PMS_PRT_099')
    expect(await refusalOf(deactivate(health.user, 'unknown'))).toBe('PMS_ESI_004')
  })
})

describe('trying a registration at eSignet again', () => {
  const retry = (by: typeof health.user | null, clientId: string) =>
    server.call(by, contract.retryClientRegistration, { clientId })
  const becomes = async (clientId: string, state: string, reason: string | null) => {
    const values = { state, reason, attempts: 3, refusals: '[]' }
    const { clock, db } = server
    const confirmedAt = reason === null ? clock.now : null
    await db
      .updateTable('pmp.clientRegistration')
      .set({ ...values, confirmedAt })
      .where('clientId', '=', clientId)
      .execute()
  }

  test('queues it anew, whether it was refused or waits, and leaves an entry', async () => {
    const cases = [
      ['refused', 'invalid_claim', 'registering'],
      ['registering', 'esignet_unreachable', 'registering'],
      ['deactivating', 'esignet_sign_in', 'deactivating'],
    ] as const
    for (const [state, reason, after] of cases) {
      const { clientId } = await health.create()
      if (state === 'deactivating') {
        const asked = { clientId, status: 'INACTIVE' }
        await server.call(health.user, contract.deactivateOidcClient, asked)
      }
      await becomes(clientId, state, reason)
      const before = await traces(clientId)
      expect(await retry(people.admin, clientId)).toEqual({ clientId, registration: after })
      const read = await server.call(people.admin, contract.readClientRegistration, { clientId })
      expect(read.registration).toMatchObject({ reason: null, attempts: 0 })
      const { row, events, registrations, entries } = await traces(clientId)
      expect(registrations).toHaveLength(before.registrations.length + 1)
      expect([row, events]).toEqual([before.row, before.events])
      expect(entries.at(-1)).toMatchObject({
        action: 'oidcClient.registrationRetried',
        actor: people.admin.userName,
        before: { registration: state, reason },
        after: { registration: after },
      })
    }
  })

  test('has nothing to do where it is settled, or eSignet is not configured, or knows none', async () => {
    const { clientId } = await health.create()
    const refused = () => refusalOf(retry(people.admin, clientId))
    expect(await refused()).toBe('PMP_170')
    for (const state of ['registered', 'deactivated']) {
      await becomes(clientId, state, null)
      expect(await refused()).toBe('PMP_170')
    }
    await server.db.deleteFrom('pmp.clientRegistration').where('clientId', '=', clientId).execute()
    expect(await refused()).toBe('PMP_170')
    expect((await traces(clientId)).registrations).toHaveLength(1)
  })

  test('is refused for what is not there, to nobody, and to all but administrators', async () => {
    const { clientId } = await health.create()
    await becomes(clientId, 'refused', 'invalid_claim')
    expect(await refusalOf(retry(people.admin, 'unknown'))).toBe('PMS_ESI_004')
    const path = '/v1/portal/oidc-clients/%00/registration/retry'
    expect((await server.send(people.admin, 'POST', path)).status).toBe(400)
    expect(await refusalOf(retry(null, clientId))).toBe('KER-ATH-401')
    const stranger = (await given(server).readyPartner()).user
    for (const other of [health.user, stranger, people.visitor, people.policyManager]) {
      expect(await refusalOf(retry(other, clientId))).toBe('KER-ATH-403')
    }
    expect((await traces(clientId)).registrations).toHaveLength(1)
  })
})
