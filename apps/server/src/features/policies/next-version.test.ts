import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fresh, freshUser, given, otpPolicy, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const { policyManager, bank } = people
const tick = () => (server.clock.now = new Date(server.clock.now.getTime() + 1000))
const richer = { ...otpPolicy, allowedKycAttributes: [{ attributeName: 'gender' }] }

async function published() {
  const group = await given(server).policyGroup()
  const policy = await given(server).publishedPolicy(group)
  const policyId = policy.id
  tick()
  const active = () => server.call(policyManager, contract.readPolicy, { policyId })
  const read = await active()
  const basedOn = (read.upd_dtimes ?? read.cr_dtimes).toISOString()
  const save = (revision: number, changes: Record<string, unknown> = {}) =>
    server.call(policyManager, contract.saveNextVersion, {
      policyId,
      name: policy.name,
      desc: 'the next one',
      version: '2.0',
      policies: richer,
      revision,
      basedOn,
      ...changes,
    })
  const publish = (revision: number, changes: Record<string, unknown> = {}) =>
    server.call(policyManager, contract.publishNextVersion, {
      policyId,
      revision,
      basedOn,
      ...changes,
    })
  const discard = (revision: number) =>
    server.call(policyManager, contract.discardNextVersion, { policyId, revision })
  const next = () => server.call(policyManager, contract.readNextVersion, { policyId })
  return { group, policyId, name: policy.name, basedOn, save, publish, discard, active, next }
}

describe('the next version of a published policy', () => {
  test('stays beside the active one until it is published, then takes its place', async () => {
    const { policyId, save, publish, active, next } = await published()
    expect(await next()).toBeNull()
    const saved = await save(0)
    expect(saved).toMatchObject({ savedBy: 'policy-desk', policies: richer })
    expect(await active()).toMatchObject({ version: '1.0', policies: otpPolicy, is_Active: true })
    tick()
    expect(await publish(saved.revision)).toEqual({ policyId, version: '2.0' })
    expect(await active()).toMatchObject({
      version: '2.0',
      policyDesc: 'the next one',
      policies: richer,
      status: 'PUBLISHED',
    })
    expect(await next()).toBeNull()

    const told = await seen(server).outbox({ orderingKey: policyId })
    expect(told.at(-1)?.payload).toMatchObject({
      topic: 'POLICY_UPDATED',
      event: { data: { policyData: { policyStatus: 'ACTIVE', policy: richer } } },
    })
    const audit = await seen(server).audit({ subjectId: policyId })
    expect(audit.slice(-2)).toMatchObject([
      { action: 'policy.nextVersion.saved', before: null, after: { version: '2.0' } },
      {
        action: 'policy.nextVersion.published',
        before: { version: '1.0', text: JSON.stringify(otpPolicy) },
        after: { version: '2.0', text: JSON.stringify(richer) },
      },
    ])
  })

  test('of two who save or publish what they read, the second is refused', async () => {
    const { save, publish, discard, next } = await published()
    const { revision } = await save(0)
    expect(await refusalOf(save(0))).toBe('PMP_020')
    const both = await Promise.allSettled([
      save(revision, { desc: 'a' }),
      save(revision, { desc: 'b' }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(publish(revision))).toBe('PMP_020')
    expect(await refusalOf(discard(revision))).toBe('PMP_020')
    expect((await next())?.revision).toBeGreaterThan(revision)
  })

  test('a revision never returns, so a save after discard or publication is refused', async () => {
    const { save, publish, discard, next } = await published()
    const first = await save(0)
    await discard(first.revision)
    expect(await refusalOf(save(first.revision))).toBe('PMP_020')
    const second = await save(0, { desc: 'begun anew' })
    expect(second.revision).toBeGreaterThan(first.revision)
    expect(await refusalOf(save(first.revision))).toBe('PMP_020')
    expect(await refusalOf(publish(first.revision))).toBe('PMP_020')
    expect(await next()).toMatchObject({ desc: 'begun anew' })
  })

  test('does not begin, and is not published, on a policy that was published meanwhile', async () => {
    const { save, publish, active, next } = await published()
    const { revision } = await save(0)
    tick()
    await publish(revision)
    expect(await refusalOf(save(0))).toBe('PMP_020')
    expect(await next()).toBeNull()
    const now = await active()
    const again = { basedOn: now.upd_dtimes?.toISOString() }
    const third = await save(0, { ...again, version: '3.0' })
    expect(await refusalOf(publish(third.revision))).toBe('PMP_020')
    expect(await refusalOf(save(third.revision, { basedOn: ' ' }))).toBe('PMS_COR_001')
    expect(await active()).toMatchObject({ version: '2.0' })
    expect(await publish(third.revision, again)).toMatchObject({ version: '3.0' })
  })

  test('can be thrown away', async () => {
    const { policyId, save, discard, next, active } = await published()
    const { revision } = await save(0)
    expect(await discard(revision)).toEqual({ policyId })
    expect(await next()).toBeNull()
    expect(await refusalOf(discard(revision))).toBe('PMP_022')
    expect(await active()).toMatchObject({ policies: otpPolicy })
  })

  test('keeps to the schema of the type and to free names', async () => {
    const { group, save, publish, next } = await published()
    const wrong = { policies: { ...otpPolicy, authTokenType: 'Partner' } }
    expect(await refusalOf(save(0, wrong))).toBe('PMS_PV_005')
    expect(await refusalOf(save(0, { policies: null }))).toBe('PMS_COR_003')
    expect(await refusalOf(save(0, { desc: ' ' }))).toBe('PMS_COR_001')
    const other = await given(server).draftPolicy(group.name)
    expect(await refusalOf(save(0, { name: other.name }))).toBe('PMS_POL_009')
    expect(await next()).toBeNull()
    expect(await refusalOf(publish(1))).toBe('PMP_022')

    const name = fresh('Later taken')
    const { revision } = await save(0, { name })
    await given(server).draftPolicy(group.name, name)
    expect(await refusalOf(publish(revision))).toBe('PMS_POL_009')
  })

  test('of two with the same new name that are published at once, one is refused', async () => {
    const one = await published()
    const policy = await given(server).publishedPolicy(one.group)
    const read = await server.call(policyManager, contract.readPolicy, { policyId: policy.id })
    const other = { policyId: policy.id, basedOn: read.upd_dtimes?.toISOString() }
    const name = fresh('Wanted by two')
    const mine = await one.save(0, { name })
    const theirs = await one.save(0, { name, ...other })
    const refusals = await Promise.all([
      refusalOrNone(one.publish(mine.revision)),
      refusalOrNone(one.publish(theirs.revision, other)),
    ])
    expect(new Set(refusals)).toEqual(new Set(['PMS_POL_009', 'none']))
  })

  test('published while its policy is deactivated: one of both happens', async () => {
    const { policyId, save, publish, active } = await published()
    const { revision } = await save(0)
    const refusals = await Promise.all([
      refusalOrNone(publish(revision)),
      refusalOrNone(
        server.call(policyManager, contract.deactivatePolicy, { policyId, status: 'De-Activate' }),
      ),
    ])
    expect(refusals[1]).toBe('none')
    expect(['none', 'PMS_POL_062']).toContain(refusals[0])
    expect(await active()).toMatchObject({
      is_Active: false,
      version: refusals[0] === 'none' ? '2.0' : '1.0',
    })
  })

  test('is not for drafts, and ends with its policy or group', async () => {
    const { group, policyId, save, publish, next } = await published()
    const draft = await given(server).draftPolicy(group.name)
    expect(await refusalOf(save(0, { policyId: draft.id }))).toBe('PMP_021')
    expect(await refusalOf(save(0, { policyId: 'nothing' }))).toBe('PMS_POL_008')
    const { revision } = await save(0)
    await server.db
      .updateTable('pms.policyGroup')
      .set({ isActive: false })
      .where('id', '=', group.id)
      .execute()
    expect(await refusalOf(publish(revision))).toBe('PMS_POL_053')
    await server.call(policyManager, contract.deactivatePolicy, { policyId, status: 'De-Activate' })
    expect(await next()).toBeNull()
    expect(await refusalOf(publish(revision))).toBe('PMS_POL_062')
    expect(await refusalOf(save(0))).toBe('PMS_POL_062')
  })

  const text = { name: 'n', desc: 'd', version: '1' }
  const basedOn = '2026-01-01T00:00:00.000'
  test.each([
    ['reading', contract.readNextVersion, {}],
    ['saving', contract.saveNextVersion, { ...text, revision: 0, basedOn }],
    ['publishing', contract.publishNextVersion, { revision: 1, basedOn }],
    ['discarding', contract.discardNextVersion, { revision: 1 }],
    ['the history', contract.listPolicyVersions, { limit: 5 }],
    ['the reach', contract.readPolicyReach, {}],
  ])('%s: unknown policy, partners, nobody', async (_, endpoint, call) => {
    const by = (user: typeof bank | typeof policyManager | null) =>
      refusalOf(server.call(user, endpoint, { policyId: 'nothing', ...call }))
    expect(await by(policyManager)).toBe('PMS_POL_008')
    expect(await by(bank)).toBe('KER-ATH-403')
    expect(await by(null)).toBe('KER-ATH-401')
  })
})

test.each([
  ['publishing', contract.publishNextVersion],
  ['discarding', contract.discardNextVersion],
])('%s a next version without saying which revision is refused', async (_, endpoint) => {
  const { policyId } = await published()
  const call = { policyId, revision: 0, basedOn: '2026-01-01T00:00:00.000' }
  expect(await refusalOf(server.call(policyManager, endpoint, call))).toBe('PMS_COR_001')
})

describe('the history of a policy', () => {
  test('tells each change, newest first, page by page', async () => {
    const { policyId, save, publish } = await published()
    const { revision } = await save(0)
    tick()
    await publish(revision)
    const read = (limit: number, before?: string) =>
      server.call(policyManager, contract.listPolicyVersions, {
        policyId,
        limit,
        ...(before ? { before } : {}),
      })
    const newest = await read(2)
    expect(newest).toMatchObject([
      { version: '2.0', status: 'activated', policies: richer, changedBy: 'policy-desk' },
      { version: '1.0', status: 'activated', policies: otpPolicy },
    ])
    expect(newest[0]?.changedAt).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}$/)
    expect(await read(5, newest[1]?.changedAt)).toMatchObject([{ status: 'draft' }])
  })

  test('opens for every seed policy; rows that are no JSON are marked', async () => {
    const policies = await server.db.selectFrom('pms.authPolicy').select(['id']).execute()
    const unreadable = []
    for (const { id: policyId } of policies) {
      const call = { policyId, limit: 50 }
      const versions = await server.call(policyManager, contract.listPolicyVersions, call)
      unreadable.push(...versions.filter(({ isReadable }) => !isReadable))
    }
    expect(policies.map(({ id }) => id)).toContain('mpolicy-default-PDFCard')
    expect(unreadable.length).toBeGreaterThan(0)
    expect(unreadable.every(({ policies: text }) => text === null)).toBe(true)
  })

  test('answers 400 to a mark that is no instant', async () => {
    const { policyId } = await published()
    const path = `/v1/portal/policies/${policyId}/versions?before=yesterday`
    expect((await server.send(policyManager, 'GET', path)).status).toBe(400)
  })
})

describe('the reach of a policy', () => {
  test('names the partners with requests, keys and clients', async () => {
    const ready = await given(server).readyPartner()
    const { policyId, policyName, partnerId } = ready
    for (const label of ['one', 'two']) {
      const key = { partnerId, policyName, label }
      await server.call(ready.user, contract.generateApiKey, key)
    }
    const waiting = freshUser()
    await given(server).activePartner(waiting, ready.group.name)
    await given(server).pendingRequest(waiting, policyName)
    const misp = freshUser()
    await given(server).activePartner(misp, ready.group.name)
    await addClientAndLicence(policyId, partnerId, misp.userName)
    const reach = await server.call(policyManager, contract.readPolicyReach, { policyId })
    expect(reach).toMatchObject({
      approvedRequests: 1,
      pendingRequests: 1,
      activeApiKeys: 2,
      activeOidcClients: 1,
      activeMispLicences: 1,
      total: 3,
    })
    const reached = (id: string) => reach.partners.find((partner) => partner.partnerId === id)
    expect(reached(partnerId)).toMatchObject({
      requestStatus: 'approved',
      activeApiKeys: 2,
      apiKeys: [{ isActive: true }, { isActive: true }],
      activeOidcClients: 1,
      oidcClients: [{ name: 'Bank at home', status: 'ACTIVE' }],
      mispLicences: [],
    })
    const labels = reached(partnerId)?.apiKeys.map(({ label }) => label)
    expect(labels?.toSorted()).toEqual(['one', 'two'])
    expect(reached(waiting.userName)).toMatchObject({ requestStatus: 'InProgress', apiKeys: [] })
    expect(reached(misp.userName)).toMatchObject({
      requestStatus: null,
      activeMispLicences: 1,
      mispLicences: [
        { name: 'current', isActive: true },
        { name: 'old', isActive: false },
      ],
    })
    const said = JSON.stringify(reach)
    expect(said).not.toContain('licence-key')
    expect(said).not.toContain('policyApiKey')
  })
})

async function addClientAndLicence(policyId: string, partnerId: string, mispId: string) {
  const by = { crBy: 'test', crDtimes: server.clock.now }
  await server.db
    .insertInto('pms.oidcClient')
    .values({
      id: fresh('client'),
      name: '{"@none":"Bank at home","fra":"La banque chez soi"}',
      rpId: partnerId,
      policyId,
      logoUri: '',
      redirectUris: '',
      claims: '',
      acrValues: '',
      publicKey: fresh('key'),
      grantTypes: '',
      authMethods: '',
      status: 'ACTIVE',
      ...by,
    })
    .execute()
  await server.db
    .insertInto('pms.mispLicense')
    .values(
      ['old', 'current'].map((name) => ({
        mispId,
        licenseKey: fresh('licence-key'),
        licenseKeyName: name,
        policyId,
        validFromDate: server.clock.now,
        isActive: name === 'current',
        ...by,
      })),
    )
    .execute()
}

async function refusalOrNone(call: Promise<unknown>): Promise<string | null> {
  const [result] = await Promise.allSettled([call])
  return result.status === 'fulfilled' ? 'none' : refusalOf(call)
}
