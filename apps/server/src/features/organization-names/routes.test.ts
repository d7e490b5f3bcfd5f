import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { createAccount, findByUserName } from '../../identity/accounts.ts'
import { embeddedIssuer } from '../../identity/persons.ts'
import { asStranger, fresh, freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { seen } from '../../testing/seen.ts'
import { giveBelongings, namesOnBelongings } from './testing.ts'

let server: TestServer
let groupName: string
beforeAll(async () => {
  server = await startTestServer()
  groupName = (await given(server).policyGroup()).name
})
afterAll(() => server.close())

/** A partner that has not uploaded a certificate, and what can be asked for it. */
async function registered() {
  const user = freshUser()
  return asking(user, await given(server).registeredPartner(user, groupName))
}

async function active() {
  const user = freshUser()
  return asking(user, await given(server).activePartner(user, groupName))
}

function asking<Partner extends { partnerId: string }>(user: TestUser, partner: Partner) {
  const { partnerId } = partner
  const newName = fresh('New Name')
  function ask(changes: { newName?: string; reason?: string } = {}, by: TestUser | null = user) {
    const wanted = { partnerId, newName, reason: 'Entered in the company register' }
    return server.call(by, contract.requestOrganizationName, { ...wanted, ...changes })
  }
  const withdraw = (requestId: string, by: TestUser | null = user) =>
    server.call(by, contract.withdrawNameRequest, { partnerId, requestId })
  const told = (by: TestUser | null = user) =>
    server.call(by, contract.listNameRequestsOfPartner, { partnerId })
  return { ...partner, user, newName, ask, withdraw, told }
}

function decide(
  requestId: string,
  status: 'approved' | 'rejected' = 'approved',
  reason: string | null = null,
  by: TestUser | null = people.admin,
) {
  return server.call(by, contract.decideNameRequest, { requestId, status, reason })
}

const nameOf = (id: string) =>
  server.db
    .selectFrom('pms.partner')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
    .then(({ name }) => name)

const deactivate = (partnerId: string) =>
  server.call(people.admin, contract.changePartnerStatus, { partnerId, status: 'De-Active' })

describe('asking for another name', () => {
  test('changes nothing yet and waits for an administrator', async () => {
    const { ask, told, newName, organizationName, user, partnerId } = await active()
    const { requestId } = await ask({ newName: ` ${newName} ` })
    expect(await nameOf(partnerId)).toBe(organizationName)
    const { partner, data } = await told()
    expect(partner).toEqual({
      partnerId,
      organizationName,
      isDeactivated: false,
      certificateOrganization: organizationName,
    })
    expect(data).toMatchObject([
      {
        requestId,
        previousName: organizationName,
        newName,
        status: 'InProgress',
        requestedBy: user.userName,
        decidedBy: null,
      },
    ])
    const waiting = await server.call(people.admin, contract.listNameRequests, {
      status: 'InProgress',
    })
    expect(waiting.data[0]).toMatchObject({ requestId, organizationName })
  })

  test('can be done by an administrator for a partner, and before the first certificate', async () => {
    const { ask, told } = await registered()
    await ask({}, people.admin)
    expect((await told()).data).toMatchObject([{ requestedBy: people.admin.userName }])
  })

  test.each([
    ['the name of today', (name: string) => ({ newName: name }), 'PMP_127'],
    ['no name', () => ({ newName: ' ' }), 'PMS_COR_001'],
    ['a name that is too long', () => ({ newName: 'x'.repeat(129) }), 'PMS_COR_001'],
    ['a name with control characters', () => ({ newName: 'North\nBank' }), 'PMS_COR_001'],
    ['no reason', () => ({ reason: '' }), 'PMS_COR_001'],
    ['a reason that is too long', () => ({ reason: 'x'.repeat(501) }), 'PMS_COR_001'],
  ])('refuses %s', async (_, changesOf, code) => {
    const { ask, told, organizationName } = await registered()
    expect(await refusalOf(ask(changesOf(organizationName)))).toBe(code)
    expect((await told()).data).toEqual([])
  })

  test('refuses a second one while the first is open, also at once', async () => {
    const { ask, told } = await registered()
    const outcomes = await Promise.allSettled([ask(), ask({ newName: fresh('Another') })])
    const refused = outcomes.find((outcome) => outcome.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'PMP_128' })
    expect((await told()).data).toHaveLength(1)
  })

  test('refuses deactivated partners, strangers, other roles and nobody', async () => {
    const { ask, told, partnerId } = await active()
    for (const call of [ask, (_: object, by: TestUser | null) => told(by)]) {
      expect(await refusalOf(call({}, asStranger()))).toBe('PMS_PRT_005')
      expect(await refusalOf(call({}, people.policyManager))).toBe('KER-ATH-403')
      expect(await refusalOf(call({}, null))).toBe('KER-ATH-401')
    }
    await ask()
    expect((await told()).data).toHaveLength(1)
    await deactivate(partnerId)
    expect(await refusalOf(ask())).toBe('PMS_PMP_016')
    const strange = `/v1/portal/partners/%00/name-requests`
    expect((await server.send(people.admin, 'GET', strange)).status).toBe(400)
  })
})

describe('withdrawing it', () => {
  test('closes it and makes room for another one', async () => {
    const { ask, withdraw, told } = await registered()
    const { requestId } = await ask()
    expect(await withdraw(requestId)).toEqual({ requestId })
    expect((await told()).data).toMatchObject([{ status: 'withdrawn' }])
    await ask()
    expect((await told()).totalResults).toBe(2)
  })

  test('refuses strangers, other roles, nobody, unknown and closed ones', async () => {
    const { ask, withdraw, user, partnerId } = await registered()
    const { requestId } = await ask()
    expect(await refusalOf(withdraw(requestId, asStranger()))).toBe('PMS_PRT_005')
    expect(await refusalOf(withdraw(requestId, people.policyManager))).toBe('KER-ATH-403')
    expect(await refusalOf(withdraw(requestId, null))).toBe('KER-ATH-401')
    expect(await refusalOf(withdraw(fresh('none')))).toBe('PMP_129')
    const another = await registered()
    const { requestId: foreign } = await another.ask()
    expect(await refusalOf(withdraw(foreign))).toBe('PMP_129')
    await withdraw(requestId)
    expect(await refusalOf(withdraw(requestId))).toBe('PMP_130')
    const strange = `/v1/portal/partners/${partnerId}/name-requests/%00`
    expect((await server.send(user, 'DELETE', strange)).status).toBe(400)
  })
})

describe('approving it', () => {
  test('renames the partner and all that carries its name, and tells consumers', async () => {
    const { ask, told, partnerId, newName, organizationName, user } = await active()
    const another = await active()
    await giveBelongings(server.db, partnerId, organizationName)
    await giveBelongings(server.db, another.partnerId, another.organizationName)
    const { requestId } = await ask()
    expect(await decide(requestId)).toEqual({ requestId })

    expect(await nameOf(partnerId)).toBe(newName)
    expect(await namesOnBelongings(server.db, partnerId)).toEqual([
      newName,
      newName,
      newName,
      newName,
    ])
    expect(new Set(await namesOnBelongings(server.db, another.partnerId))).toEqual(
      new Set([another.organizationName]),
    )
    const past = await server.db
      .selectFrom('pms.partnerH')
      .select('name')
      .where('id', '=', partnerId)
      .orderBy('effDtimes', 'desc')
      .execute()
    expect(past.slice(0, 2)).toEqual([{ name: newName }, { name: organizationName }])
    const about = { orderingKey: partnerId, topic: 'PARTNER_UPDATED' }
    expect(JSON.stringify(await seen(server).outbox(about))).toContain(
      `"partnerName":"${newName}","partnerStatus":"ACTIVE"`,
    )
    const asked = { subjectId: partnerId, action: 'organizationName.approved' }
    expect(await seen(server).audit(asked)).toMatchObject([
      {
        actor: people.admin.userName,
        before: { organizationName },
        after: { organizationName: newName },
        details: { devices: 1, links: 1, interfaces: 1, chips: 1 },
      },
    ])
    const { partner, data } = await told(user)
    expect(partner).toMatchObject({
      organizationName: newName,
      certificateOrganization: organizationName,
    })
    expect(data).toMatchObject([{ status: 'approved', decidedBy: people.admin.userName }])
  })

  test('lets the certificate in use stay, and the next one must carry the new name', async () => {
    const { ask, partnerId, user, authority, organizationName, newName } = await active()
    const leaf = async (organization: string) =>
      (await authority.issueLeaf({ organization, days: 900 })).certificate.pem
    const schedule = async (organization: string) =>
      server.call(user, contract.scheduleRenewal, {
        partnerId,
        certificateData: await leaf(organization),
        partnerDomain: 'AUTH',
        activateAt: new Date(server.clock.now.getTime() + 30 * dayMs),
      })
    await schedule(organizationName)
    const { requestId } = await ask()
    await decide(requestId)
    const told = await server.call(user, contract.listCertificateGenerations, { partnerId })
    expect(told.renewal).toBeNull()
    expect(told.current?.state).toBe('current')
    expect(told.data.map(({ endReason }) => endReason)).toContain('organization_renamed')
    expect(await refusalOf(schedule(organizationName))).toBe('KER-PCM-008')
    await schedule(newName)
  })

  test('tells nobody of a partner that nobody has heard of, and renames its account', async () => {
    const { ask, partnerId, newName, organizationName } = await registered()
    const account = { userName: partnerId, password: 'a long enough sentence', roles: [] }
    const person = { email: `${partnerId}@partner.example`, givenName: 'A', familyName: 'B' }
    const attributes = { organizationName, phoneNumber: '5550100' }
    const values = { ...account, ...person, attributes }
    const { id: sub } = await createAccount(server.db, values, server.clock.now)
    const { requestId } = await ask()
    const owner = { issuer: embeddedIssuer, sub }
    await server.db.updateTable('pmp.person').set(owner).where('userId', '=', partnerId).execute()
    await decide(requestId)
    expect(await nameOf(partnerId)).toBe(newName)
    expect((await findByUserName(server.db, partnerId))?.attributes).toEqual({
      organizationName: newName,
      phoneNumber: '5550100',
    })
    expect(await seen(server).outbox({ orderingKey: partnerId, kind: 'event' })).toEqual([])
  })

  test('is refused for a partner that was deactivated since; rejecting is not', async () => {
    const { ask, partnerId, organizationName } = await active()
    const { requestId } = await ask()
    // By another program, which ends nothing with it.
    await server.db
      .updateTable('pms.partner')
      .set({ isActive: false })
      .where('id', '=', partnerId)
      .execute()
    expect(await refusalOf(decide(requestId))).toBe('PMS_PMP_016')
    expect(await nameOf(partnerId)).toBe(organizationName)
    await decide(requestId, 'rejected', 'The partner is deactivated')
  })
})

describe('deciding', () => {
  test('rejects with a reason that the partner reads', async () => {
    const { ask, told, partnerId, organizationName } = await registered()
    const { requestId } = await ask()
    expect(await refusalOf(decide(requestId, 'rejected'))).toBe('PMP_131')
    await decide(requestId, 'rejected', ' The register knows no such company ')
    expect(await nameOf(partnerId)).toBe(organizationName)
    expect((await told()).data).toMatchObject([
      { status: 'rejected', decisionReason: 'The register knows no such company' },
    ])
  })

  test('of two administrators at once, one decides and the other is told', async () => {
    const { ask, told, partnerId, newName, organizationName } = await registered()
    const { requestId } = await ask()
    const outcomes = await Promise.allSettled([
      decide(requestId),
      decide(requestId, 'rejected', 'No'),
    ])
    const refused = outcomes.find((outcome) => outcome.status === 'rejected')
    expect(refused?.reason).toMatchObject({ code: 'PMP_130' })
    const isApproved = outcomes[0].status === 'fulfilled'
    expect((await told()).data[0]?.status).toBe(isApproved ? 'approved' : 'rejected')
    expect(await nameOf(partnerId)).toBe(isApproved ? newName : organizationName)
  })

  test('of a withdrawal and an approval at once, one counts', async () => {
    const { ask, withdraw, partnerId, newName, organizationName } = await registered()
    const { requestId } = await ask()
    const [approved] = await Promise.allSettled([decide(requestId), withdraw(requestId)])
    const isApproved = approved.status === 'fulfilled'
    expect(await nameOf(partnerId)).toBe(isApproved ? newName : organizationName)
  })

  test('is for administrators only, for requests that exist, with a known answer', async () => {
    const { ask, user } = await registered()
    const { requestId } = await ask()
    expect(await refusalOf(decide(requestId, 'approved', null, user))).toBe('KER-ATH-403')
    expect(await refusalOf(decide(requestId, 'approved', null, null))).toBe('KER-ATH-401')
    expect(await refusalOf(decide(fresh('none')))).toBe('PMP_129')
    const path = `/v1/portal/name-requests/${requestId}`
    const wrong = await server.send(people.admin, 'PUT', path, { request: { status: 'perhaps' } })
    expect(wrong.body).toMatchObject({ errors: [{ errorCode: 'PMS_COR_001' }] })
  })

  test('the list is for administrators only, by status and page', async () => {
    const list = (by: TestUser | null, query = {}) =>
      server.call(by, contract.listNameRequests, query)
    const all = await list(people.admin)
    const rejected = await list(people.admin, { status: 'rejected' })
    expect(all.totalResults).toBeGreaterThan(rejected.totalResults)
    expect(new Set(rejected.data.map(({ status }) => status))).toEqual(new Set(['rejected']))
    expect(await refusalOf(list(freshUser()))).toBe('KER-ATH-403')
    expect(await refusalOf(list(null))).toBe('KER-ATH-401')
    const wrong = await server.send(people.admin, 'GET', '/v1/portal/name-requests?status=perhaps')
    expect(wrong.status).toBe(400)
  })
})
