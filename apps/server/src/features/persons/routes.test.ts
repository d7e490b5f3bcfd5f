import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { subOf } from '../../identity/testing.ts'
import { dayMs } from '../../durations.ts'
import { freshUser, refusalOf } from '../../testing/given.ts'
import { people, type TestServer, type TestUser } from '../../testing/server.ts'
import { codeOf, namesake, open, openScene, taken, type Scene } from './testing.ts'

let scene: Scene
let server: TestServer
beforeAll(async () => {
  scene = await openScene()
  server = scene.server
})
afterAll(() => server.close())

describe('an invitation', () => {
  const tokenOf = (link: string) => link.split('#')[1] ?? ''

  test('makes whoever accepts it the owner, once', async () => {
    const { userName: partnerId } = await scene.madeByAdministrator()
    const { link, expiresAt } = await server.call(people.admin, contract.inviteOwner, { partnerId })
    expect(link.startsWith(`${server.config.PUBLIC_URL}/invitation#`)).toBe(true)
    const before = await server.call(people.admin, contract.readOwner, { partnerId })
    expect(before).toEqual({ userId: partnerId, owner: null, invitedUntil: expiresAt })
    const invited = { ...freshUser(), userName: 'amina' }
    const token = tokenOf(link)
    expect(await server.call(invited, contract.acceptInvitation, { token })).toEqual({
      userId: partnerId,
    })
    expect(await scene.doorsOf(invited, partnerId)).toMatchObject({
      partners: [partnerId],
      ...open,
    })
    const thief = freshUser()
    expect(await refusalOf(server.call(thief, contract.acceptInvitation, { token }))).toBe(
      'PMP_141',
    )
    const stranger = { ...freshUser(), userName: partnerId }
    expect(await scene.doorsOf(stranger)).toMatchObject({ standing: 'taken' })
    const { owner } = await server.call(people.admin, contract.readOwner, { partnerId })
    expect(owner).toMatchObject({ sub: subOf('amina'), how: 'invited', by: 'registrar' })
    expect(await refusalOf(server.call(people.admin, contract.inviteOwner, { partnerId }))).toBe(
      'PMP_143',
    )
    const stored = JSON.stringify(
      await server.db.selectFrom('pmp.auditEntry').selectAll().execute(),
    )
    expect(stored).not.toContain(token)
  })

  test('ends after a week, and with the next one', async () => {
    const { userName: partnerId } = await scene.madeByAdministrator()
    const invite = () => server.call(people.admin, contract.inviteOwner, { partnerId })
    const [first, second] = [await invite(), await invite()]
    const accept = (link: string) =>
      server.call(freshUser(), contract.acceptInvitation, { token: tokenOf(link) })
    expect(await refusalOf(accept(first.link))).toBe('PMP_141')
    server.clock.now = second.expiresAt
    expect(await refusalOf(accept(second.link))).toBe('PMP_141')
    expect(await refusalOf(accept(`#${'x'.repeat(65)}`))).toBe('PMS_COR_001')
  })

  test('serves for the days of the setting', async () => {
    const { userName: partnerId } = await scene.madeByAdministrator()
    const daysOf = async () => {
      const { expiresAt } = await server.call(people.admin, contract.inviteOwner, { partnerId })
      return (expiresAt.getTime() - server.clock.now.getTime()) / dayMs
    }
    expect(await daysOf()).toBe(7)
    server.config.INVITATION_DAYS = 2
    expect(await daysOf()).toBe(2)
    server.config.INVITATION_DAYS = 7
  })

  test('binds nobody who has another name, no token without sub, and nobody', async () => {
    const { userName: partnerId } = await scene.madeByAdministrator()
    const { link } = await server.call(people.admin, contract.inviteOwner, { partnerId })
    const input = { token: tokenOf(link) }
    const owner = await scene.registered()
    expect(await refusalOf(server.call(owner, contract.acceptInvitation, input))).toBe('PMP_142')
    const nobody = { ...freshUser(), claims: { sub: undefined } }
    expect(await refusalOf(server.call(nobody, contract.acceptInvitation, input))).toBe('PMP_145')
    expect(await refusalOf(server.call(null, contract.acceptInvitation, input))).toBe('KER-ATH-401')
    expect((await server.call(people.admin, contract.readOwner, { partnerId })).owner).toBeNull()
    const missing = server.call(people.admin, contract.inviteOwner, { partnerId: 'unknown' })
    expect(await refusalOf(missing)).toBe('PMS_PRT_005')
  })

  test('of two who accept at once, one becomes the owner', async () => {
    const { userName: partnerId } = await scene.madeByAdministrator()
    const { link } = await server.call(people.admin, contract.inviteOwner, { partnerId })
    const input = { token: tokenOf(link) }
    const codes = await Promise.all(
      [freshUser(), freshUser()].map((user) =>
        codeOf(server.call(user, contract.acceptInvitation, input)),
      ),
    )
    expect(new Set(codes)).toEqual(new Set(['PMP_141', 'done']))
  })
})

describe('handing over', () => {
  test('gives the name to who arrived, and takes it from who had it', async () => {
    const user = await scene.registered()
    const other = namesake(user)
    expect(await scene.doorsOf(other)).toMatchObject({ standing: 'taken' })
    const sub = String(other.claims?.['sub'])
    expect(await scene.handOver(user, sub)).toEqual([
      { userId: user.userName, sub, isHandedOver: true, errorCode: null },
    ])
    expect(await scene.doorsOf(other)).toMatchObject({ standing: 'bound', ...open })
    expect(await scene.doorsOf(user)).toEqual({ standing: 'taken', ...taken })
    expect(await scene.auditOf('person.handedOver', user.userName)).toMatchObject([
      { actor: 'registrar', before: { sub: subOf(user.userName) }, after: { sub } },
    ])
    const { data } = await server.call(people.admin, contract.listArrivals, {
      userName: user.userName,
    })
    expect(data.map((arrival) => arrival.sub)).toEqual([subOf(user.userName)])
  })

  test('of many tells each result', async () => {
    const [one, two] = [await scene.madeByAdministrator(), await scene.madeByAdministrator()]
    const owner = await scene.registered()
    const names = [
      { userId: two.userName, sub: subOf(two.userName) },
      { userId: one.userName.toUpperCase(), sub: subOf(one.userName) },
      { userId: 'nobodys-name', sub: 'somebody' },
      { userId: one.userName, sub: subOf(owner.userName) },
      { userId: two.userName, sub: subOf(two.userName) },
    ]
    const results = await server.call(people.admin, contract.handOver, { names })
    expect(results.map(({ errorCode }) => errorCode)).toEqual([
      null,
      null,
      'PMS_PRT_005',
      'PMP_142',
      null,
    ])
    for (const user of [one, two]) {
      expect(await scene.doorsOf(user)).toMatchObject({ partners: [user.userName], ...open })
    }
  })

  test('is undone by a withdrawal', async () => {
    const user = await scene.registered()
    const { userName: userId } = user
    const how = 'registered'
    const list = () => server.call(people.admin, contract.listPersons, { userId, how })
    const unclaimed = () =>
      server.call(people.admin, contract.listUnclaimedPartners, { partnerId: userId })
    expect((await list()).data).toMatchObject([{ userId, sub: subOf(userId), how, by: userId }])
    expect((await unclaimed()).data).toEqual([])
    expect(await server.call(people.admin, contract.withdrawOwner, { userId })).toEqual({ userId })
    expect((await list()).data).toEqual([])
    expect((await unclaimed()).data).toMatchObject([{ partnerId: userId, invitedUntil: null }])
    expect(await scene.auditOf('person.withdrawn', userId)).toMatchObject([
      { before: { sub: subOf(userId) } },
    ])
    const again = server.call(people.admin, contract.withdrawOwner, { userId })
    expect(await refusalOf(again)).toBe('PMP_144')
  })

  test('is for administrators only, and checks what it is given', async () => {
    const user = await scene.registered()
    const names = [{ userId: user.userName, sub: 'thief' }]
    const codesOf = (caller: TestUser | null) =>
      Promise.all(
        [
          server.call(caller, contract.handOver, { names }),
          server.call(caller, contract.withdrawOwner, { userId: user.userName }),
          server.call(caller, contract.inviteOwner, { partnerId: user.userName }),
          server.call(caller, contract.readOwner, { partnerId: user.userName }),
          server.call(caller, contract.listArrivals, {}),
          server.call(caller, contract.listPersons, {}),
          server.call(caller, contract.listUnclaimedPartners, {}),
        ].map(refusalOf),
      )
    expect(await codesOf(user)).toEqual(Array(7).fill('KER-ATH-403'))
    expect(await codesOf(null)).toEqual(Array(7).fill('KER-ATH-401'))
    const empty = server.call(people.admin, contract.handOver, { names: [] })
    expect(await refusalOf(empty)).toBe('PMS_COR_001')
    const blank = server.call(people.admin, contract.withdrawOwner, { userId: ' ' })
    expect(await refusalOf(blank)).toBe('PMS_COR_001')
    const missing = server.call(people.admin, contract.readOwner, { partnerId: 'unknown' })
    expect(await refusalOf(missing)).toBe('PMS_PRT_005')
    for (const path of ['/arrivals', '/unclaimed-partners', '']) {
      const reply = await server.send(
        people.admin,
        'GET',
        `/v1/portal/persons${path}?pageSize=0&pageNo=0`,
      )
      expect(reply.status === 200 ? JSON.stringify(reply.body) : reply.status).toContain(
        'errorCode',
      )
    }
    expect(await scene.doorsOf(user)).toMatchObject({ standing: 'bound', ...open })
  })
})
