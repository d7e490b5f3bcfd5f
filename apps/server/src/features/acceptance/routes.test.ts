import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asStranger, freshUser, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { givenMisps } from '../misp-licences/testing.ts'
import { clients } from '../oidc-clients/testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

type Asked = contract.CallOf<typeof contract.checkAcceptance>

const ask = (user: TestUser | null, asked: Asked) =>
  server.call(user, contract.checkAcceptance, asked)

/** The checks that did not pass, with why. */
async function findings(user: TestUser, asked: Asked): Promise<string[]> {
  const { checks, isAccepted } = await ask(user, asked)
  const found = checks.flatMap(({ check, outcome, reason }) =>
    outcome === 'passed' ? [] : [`${check}: ${reason ?? outcome}`],
  )
  expect(isAccepted).toBe(found.length === 0)
  return found
}

async function withKey(user = freshUser()) {
  const ready = await clients(server).ready(user)
  const { partnerId, policyName } = ready
  const made = { partnerId, policyName, label: 'till' }
  const { apiKey } = await server.call(user, contract.generateApiKey, made)
  const byValue = { kind: 'apiKey', partnerId, value: apiKey } as const
  return { ...ready, apiKey, byValue }
}

const lookUp = (partnerId: string, apikey: string) =>
  server.call(people.admin, contract.lookUpPolicyOfApiKey, { partnerId, apikey })

async function setPartner(id: string, values: { isActive?: boolean; certificateAlias?: null }) {
  await server.db.updateTable('pms.partner').set(values).where('id', '=', id).execute()
}

async function setKey(apiKey: string, values: { isActive?: boolean; validToDatetime?: Date }) {
  await server.db
    .updateTable('pms.partnerPolicy')
    .set(values)
    .where('policyApiKey', '=', apiKey)
    .execute()
}

const yesterday = () => new Date(server.clock.now.getTime() - 86_400_000)

describe('a call with an API key', () => {
  test('is accepted where everything is in order, asked by value or by label', async () => {
    const { user, partnerId, policyId, policyName, organizationName, byValue } = await withKey()
    const byLabel = { kind: 'apiKey', partnerId, policyId, name: ' till' } as const
    for (const person of [user, people.admin]) {
      for (const asked of [byValue, byLabel]) {
        const answer = await ask(person, asked)
        expect(answer).toMatchObject({
          kind: 'apiKey',
          isAccepted: true,
          name: 'till',
          orgName: organizationName,
          policyId,
          policyName,
          checkedAt: server.clock.now,
        })
        expect(answer.checks.map(({ check }) => check)).toEqual([
          'key_known',
          'key_active',
          'key_in_date',
          'key_of_policy',
          'partner_approved',
          'partner_active',
          'certificate_present',
          'certificate_in_date',
          'certificate_not_revoked',
          'policy_published',
          'policy_in_date',
          'request_approved',
        ])
        expect(JSON.stringify(answer)).not.toContain(byValue.value)
      }
    }
  })

  test('is judged as the look-up does, whatever is wrong', async () => {
    const { user, partnerId, apiKey, byValue } = await withKey()
    const isLookedUp = async () =>
      lookUp(partnerId, apiKey).then(
        () => true,
        () => false,
      )
    const forever = new Date('2100-01-01T00:00:00Z')
    const states: [() => Promise<void>, string[]][] = [
      [() => setKey(apiKey, { isActive: false }), ['key_active: deactivated']],
      [
        () => setKey(apiKey, { isActive: true, validToDatetime: yesterday() }),
        ['key_in_date: expired'],
      ],
      [() => setKey(apiKey, { validToDatetime: server.clock.now }), []],
      [() => setKey(apiKey, { validToDatetime: forever }), []],
      [() => setPartner(partnerId, { isActive: false }), ['partner_active: deactivated']],
      [() => setPartner(partnerId, { isActive: true }), []],
    ]
    for (const [make, expected] of states) {
      await make()
      expect(await findings(user, byValue)).toEqual(expected)
      expect(await isLookedUp()).toBe(expected.length === 0)
    }
  })

  test('fails with a replaced key, for another policy, and by what hangs on the policy', async () => {
    const { user, partnerId, policyId, byValue, group } = await withKey()
    const other = await given(server).publishedPolicy(group)
    expect(await findings(user, { ...byValue, policyId: other.id })).toEqual([
      'key_of_policy: other_policy',
    ])
    server.clock.now = new Date(server.clock.now.getTime() + 1000)
    await server.call(user, contract.replaceApiKey, {
      partnerId,
      policyId,
      apiKeyName: 'till',
      label: 'next till',
    })
    expect(await findings(user, byValue)).toEqual(['key_active: replaced'])
    await server.call(people.policyManager, contract.deactivatePolicy, {
      policyId,
      status: 'De-Activate',
      endsRequests: true,
    })
    const next = { kind: 'apiKey', partnerId, policyId, name: 'next till' } as const
    expect(await findings(user, next)).toEqual([
      'key_active: deactivated',
      'policy_published: deactivated',
      'request_approved: rejected',
    ])
  })

  test('fails without certificate, with one that has ended, and with a revoked one', async () => {
    const { user, partnerId, byValue } = await withKey()
    const { certificateAlias } = (await seen(server).partner(partnerId)) ?? {}
    await server.call(people.admin, contract.revokePartnerCertificate, {
      certificateId: certificateAlias ?? '',
      reason: 'superseded',
    })
    expect(await findings(user, byValue)).toEqual(['certificate_not_revoked: revoked'])
    const now = server.clock.now
    server.clock.now = new Date(now.getTime() + 3 * 365 * 86_400_000)
    const later = await findings(user, byValue).finally(() => {
      server.clock.now = now
    })
    expect(later).toContain('certificate_in_date: expired')
    await setPartner(partnerId, { certificateAlias: null })
    expect(await findings(user, byValue)).toEqual([
      'certificate_present: missing',
      'certificate_in_date: not_reached',
      'certificate_not_revoked: not_reached',
    ])
  })

  test('is not known by the value of somebody else’s key, which is told as that of none', async () => {
    const mine = await withKey()
    const other = await withKey()
    const unknown = [
      'key_known: unknown',
      'key_active: not_reached',
      'key_in_date: not_reached',
      'key_of_policy: not_reached',
    ]
    const reached = ['policy_published', 'policy_in_date', 'request_approved']
    const rest = reached.map((check) => `${check}: not_reached`)
    for (const value of [other.apiKey, 'nobodys-key']) {
      const asked = { ...mine.byValue, value }
      expect(await findings(mine.user, asked)).toEqual([...unknown, ...rest])
      // With a policy at least that is judged.
      expect(await findings(mine.user, { ...asked, policyId: mine.policyId })).toEqual(unknown)
    }
  })
})

test('a call with an OIDC client needs it to be registered at eSignet', async () => {
  const ready = await clients(server).ready()
  const { partnerId, user, policyId } = ready
  const { clientId } = await ready.create()
  const asked = { kind: 'oidcClient', partnerId, value: clientId } as const
  expect(await findings(user, asked)).toEqual(['client_registered: not_registered'])
  await server.db
    .updateTable('pmp.clientRegistration')
    .set({ state: 'registered', confirmedAt: server.clock.now })
    .where('clientId', '=', clientId)
    .execute()
  expect(await ask(user, asked)).toMatchObject({
    isAccepted: true,
    name: 'Health portal',
    policyId,
  })
  await server.call(user, contract.deactivateOidcClient, { clientId, status: 'INACTIVE' })
  expect(await findings(user, asked)).toEqual([
    'client_active: deactivated',
    'client_registered: deactivating',
  ])
  expect((await findings(user, { ...asked, value: 'none' }))[0]).toBe('client_known: unknown')
  const others = await clients(server).ready()
  const theirs = { ...asked, partnerId: others.partnerId }
  expect((await findings(others.user, theirs))[0]).toBe('client_known: unknown')
})

test('a call with a MISP licence needs an active one that has not ended', async () => {
  const misps = await givenMisps(server)
  const { id, user, policy } = await misps.mispWithPolicy()
  const first = await misps.licence(id, { policyId: policy.id })
  const asked = { kind: 'mispLicence', partnerId: id, value: first.licenseKey } as const
  expect(await findings(user, asked)).toEqual([])
  expect(await ask(people.admin, asked)).toMatchObject({ policyName: policy.name })
  const second = await misps.licence(id)
  expect(await findings(user, asked)).toEqual(['licence_active: replaced'])
  const byName = { kind: 'mispLicence', partnerId: id, name: second.mispLicenseId } as const
  // One without policy is judged by none.
  const answer = await ask(user, byName)
  expect(answer).toMatchObject({ isAccepted: true, policyId: null })
  expect(answer.checks.map(({ check }) => check)).not.toContain('policy_published')
  await server.db
    .updateTable('pms.mispLicense')
    .set({ validToDate: yesterday() })
    .where('mispLicenseId', '=', second.mispLicenseId)
    .execute()
  expect(await findings(user, byName)).toEqual(['licence_in_date: expired'])
  await misps.deactivate(id)
  expect(await findings(user, byName)).toContain('licence_active: deactivated')
  expect((await findings(user, { ...asked, value: 'none' }))[0]).toBe('licence_known: unknown')
})

/** How often somebody may be wrong in a row; what they may grows again while they try. */
async function triesUntilRefused(attempt: (n: number) => Promise<unknown>): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const code = await attempt(tries).then(
      () => null,
      (error: unknown) => (error instanceof contract.CallFailed ? error.code : error),
    )
    if (code === 'PMP_001') return tries
  }
  throw new Error('everything could be tried')
}

describe('the question', () => {
  test('is refused to nobody in particular, without the role, of others, and without a thing', async () => {
    const { partnerId, byValue, user } = await withKey()
    expect(await refusalOf(ask(null, byValue))).toBe('KER-ATH-401')
    expect(await refusalOf(ask(people.visitor, byValue))).toBe('KER-ATH-403')
    expect(await refusalOf(ask(asStranger(), byValue))).toBe('PMS_PRT_005')
    expect(await refusalOf(ask(user, { kind: 'apiKey', partnerId }))).toBe('PMS_COR_001')
    expect(await refusalOf(ask(user, { kind: 'apiKey', partnerId, value: '' }))).toBe('PMS_COR_001')
    const unknown = { ...byValue, partnerId: 'no-such-partner' }
    expect(await refusalOf(ask(people.admin, unknown))).toBe('PMS_PRT_005')
  })

  test('is no way to try values out, whoever asks', async () => {
    const { byValue, user } = await withKey()
    const admin = { ...people.admin, userName: 'curious', email: 'curious@id.example' }
    for (const person of [user, admin]) {
      const wrong = (n: number) => ask(person, { ...byValue, value: String(n) })
      expect(await triesUntilRefused(wrong)).toBeGreaterThanOrEqual(10)
      expect(await refusalOf(ask(person, byValue))).toBe('PMP_001')
    }
    // Others go on.
    expect(await findings(people.admin, byValue)).toEqual([])
  })

  test('tells nothing of a policy that the partner never asked for', async () => {
    const { partnerId, user, group } = await withKey()
    const { id: policyId, name } = await given(server).draftPolicy(group.name)
    const asked = { kind: 'apiKey', partnerId, value: 'none', policyId } as const
    expect(await ask(user, asked)).toMatchObject({ policyName: null })
    expect(await findings(user, asked)).toContain('policy_published: gone')
    expect(await ask(people.admin, asked)).toMatchObject({ policyName: name })
  })

  test('nor by trying partners', async () => {
    const { byValue } = await withKey()
    const stranger = asStranger()
    expect(await triesUntilRefused(() => ask(stranger, byValue))).toBeGreaterThanOrEqual(10)
  })

  test('leaves no trace of a value', async () => {
    const { byValue, apiKey } = await withKey()
    await ask(people.admin, byValue)
    await refusalOf(ask(asStranger(), byValue))
    // By mistake in the place of the partner.
    await refusalOf(ask(people.admin, { ...byValue, partnerId: apiKey }))
    expect(JSON.stringify(await seen(server).audit())).not.toContain(apiKey)
  })
})
