import * as contract from '@pmp/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createPersonDirectory } from '../../identity/person-directory.ts'
import { subOf } from '../../identity/testing.ts'
import { emailHash } from '../../keys/personal-data.ts'
import { freshUser, refusalOf } from '../../testing/given.ts'
import { people, type TestServer, type TestUser } from '../../testing/server.ts'
import { codeOf, namesake, notTheirs, open, openScene, taken, type Scene } from './testing.ts'

let scene: Scene
let server: TestServer
beforeAll(async () => {
  scene = await openScene()
  server = scene.server
})
afterAll(() => server.close())

describe('a name is not a person', () => {
  test('who registers owns the partner, by issuer and sub', async () => {
    const user = await scene.registered()
    expect(await scene.doorsOf(user)).toEqual({
      standing: 'bound',
      partners: [user.userName],
      ...open,
    })
    const renamed = { ...user, userName: 'whatever-else', claims: { sub: subOf(user.userName) } }
    expect(await scene.doorsOf(renamed, user.userName)).toMatchObject({
      standing: 'bound',
      ...open,
    })
    expect(await scene.auditOf('person.bound', user.userName)).toMatchObject([
      { actor: user.userName, after: { sub: subOf(user.userName), how: 'registered' } },
    ])
  })

  test('a stranger with the name of a reference partner owns nothing of it', async () => {
    const stranger = { ...freshUser(), userName: 'mpartner-default-auth' }
    const email_verified = true
    const confirmed = namesake(
      { ...stranger, userName: 'mpartner-default-abis' },
      { email_verified },
    )
    confirmed.email = 'absi@mosip.io'
    const codes = []
    for (const user of [stranger, confirmed]) {
      expect(await scene.doorsOf(user)).toMatchObject({ standing: 'unclaimed', ...notTheirs })
      const registration = scene.registrationOf({ ...user, email: freshUser().email ?? '' })
      codes.push(await refusalOf(server.call(user, contract.registerPartner, registration)))
    }
    // The second has the e-mail address of a partner already.
    expect(codes).toEqual(['PMS_PRT_051', 'PMS_PRT_055'])
  })

  test('nor one with the name of a partner that an administrator made', async () => {
    const user = await scene.madeByAdministrator()
    expect(await scene.doorsOf(user)).toMatchObject({ standing: 'unclaimed', ...notTheirs })
  })

  test('nor of a row that another program inserts', async () => {
    const user = freshUser()
    await sql`insert into pms.partner (id, name, address, contact_no, email_id, user_id,
        partner_type_code, approval_status, is_active, cr_by, cr_dtimes)
      values (${user.userName}, 'Other', 'a', '1', ${user.email}, ${user.userName}, 'Auth_Partner',
        'approved', true, 'other-program', now())`.execute(server.db)
    const confirmed = { ...user, claims: { email_verified: true } }
    expect(await scene.doorsOf(confirmed)).toMatchObject({ standing: 'unclaimed', ...notTheirs })
  })

  test('who recreates a deleted account, or is renamed to the name, is refused', async () => {
    const user = await scene.registered()
    const other = namesake(user)
    expect(await scene.doorsOf(other)).toEqual({ standing: 'taken', ...taken })
    expect(await refusalOf(server.call(other, contract.listPartnerCertificates, {}))).toBe(
      'PMP_140',
    )
    const views = { list: 'partners' }
    expect(await refusalOf(server.call(other, contract.listSavedViews, views))).toBe('PMP_140')
    const again = server.call(other, contract.registerPartner, scene.registrationOf(other))
    expect(await refusalOf(again)).toBe('PMP_140')
    expect(await scene.doorsOf(user)).toMatchObject({ standing: 'bound', ...open })
  })

  test('an arrival is in the audit once, and in the list of administrators', async () => {
    const user = await scene.registered()
    const other = namesake(user)
    await scene.doorsOf(other)
    server.clock.now = new Date(server.clock.now.getTime() + 60_000)
    await scene.doorsOf(other)
    const { userName } = user
    const sub = other.claims?.['sub']
    expect(await scene.auditOf('person.arrived', userName)).toMatchObject([
      { actor: userName, outcome: 'refused', details: { sub, meets: 'person' } },
    ])
    const refusals = await server.db
      .selectFrom('pmp.auditEntry')
      .select('id')
      .where('failureCode', '=', 'PMP_140')
      .where('actor', '=', userName)
      .execute()
    expect(refusals).toHaveLength(1)
    const { data } = await server.call(people.admin, contract.listArrivals, { userName })
    expect(data).toMatchObject([
      { sub, userName, email: other.email, meets: 'person', partnerId: userName },
    ])
    const { waitingArrivals } = await server.call(people.admin, contract.readSession, {})
    expect(waitingArrivals).toBeGreaterThanOrEqual(1)
  })

  test('letter case makes no other name, and a letter that becomes an ASCII one no owner', async () => {
    const plain = freshUser()
    const user = { ...plain, userName: `${plain.userName}k` }
    await server.call(user, contract.registerPartner, scene.registrationOf(user))
    const capital = { ...user, userName: user.userName.toUpperCase() }
    expect(await scene.doorsOf(capital, user.userName)).toMatchObject({
      standing: 'bound',
      ...open,
    })
    const kelvin = namesake({ ...user, userName: `${plain.userName}\u212A` })
    expect(await scene.doorsOf(kelvin, user.userName)).toMatchObject({
      standing: 'free',
      ...notTheirs,
    })
  })

  test('administrators and services are asked for no name, and nobody without sub owns', async () => {
    const user = await scene.registered()
    const administrator = { ...namesake(user), roles: [contract.roles.partnerAdmin] }
    const partnerId = user.userName
    expect(await server.call(administrator, contract.readPartner, { partnerId })).toMatchObject({
      partnerID: partnerId,
    })
    const nobody = { ...freshUser(), claims: { sub: undefined } }
    const registration = scene.registrationOf(nobody)
    expect(await refusalOf(server.call(nobody, contract.registerPartner, registration))).toBe(
      'PMS_PRT_055',
    )
    expect(await scene.doorsOf({ ...user, claims: { sub: undefined } })).toMatchObject(notTheirs)
  })

  test('settings that are kept under a name are those of its owner alone', async () => {
    const user = await scene.registered()
    const list = 'partners'
    const view = { list, name: 'Mine', search: { status: 'activated' } }
    const { id: viewId } = await server.call(user, contract.saveView, view)
    const { policyManager, partnerAdmin } = contract.roles
    const namesakes: TestUser[] = [
      { ...namesake(user), roles: [policyManager] },
      { ...namesake(user), roles: [partnerAdmin] },
      { ...user, claims: { sub: undefined } },
    ]
    for (const other of namesakes) {
      const codes = [
        await refusalOf(server.call(other, contract.listSavedViews, { list })),
        await refusalOf(server.call(other, contract.saveView, { ...view, search: {} })),
        await refusalOf(server.call(other, contract.deleteView, { list, viewId })),
      ]
      expect(codes).toEqual(Array(3).fill('PMP_140'))
    }
    expect(await server.call(user, contract.listSavedViews, { list })).toMatchObject([
      { name: 'Mine', search: view.search },
    ])
  })

  test('of two who register one name at once, one owns it', async () => {
    const one = freshUser()
    const both = [one, namesake(one)]
    const codes = await Promise.all(
      both.map((user) =>
        codeOf(server.call(user, contract.registerPartner, scene.registrationOf(user))),
      ),
    )
    expect(codes.filter((code) => code === 'done')).toHaveLength(1)
    const winner = both[codes.indexOf('done')]
    const doors = await Promise.all(both.map((user) => server.call(user, contract.readSession, {})))
    expect(doors.filter(({ partners }) => partners.length === 1)).toHaveLength(1)
    const { partners } = await server.call(winner ?? one, contract.readSession, {})
    expect(partners).toHaveLength(1)
  })

  test('a withdrawal counts at once here, and within seconds on another replica', async () => {
    const user = await scene.registered()
    const replica = createPersonDirectory(() => server.db, server.config)
    const { userName } = user
    const caller = {
      userName,
      roles: user.roles,
      email: user.email,
      token: '',
      claims: { sub: subOf(userName) },
      expiresAt: new Date(8_640_000_000_000_000),
    }
    const { now } = server.clock
    const later = new Date(now.getTime() + 5000)
    expect(await replica.identify(caller, now)).toMatchObject({ userId: userName })
    expect(await scene.doorsOf(user)).toMatchObject({ standing: 'bound' })
    await server.call(people.admin, contract.withdrawOwner, { userId: userName })
    expect(await scene.doorsOf(user)).toMatchObject({ standing: 'unclaimed', ...notTheirs })
    expect(await replica.identify(caller, now)).toMatchObject({ userId: userName })
    expect(await replica.identify(caller, later)).toMatchObject({ userId: null })
  })
})

describe('partners from before persons were known', () => {
  async function fromBefore(): Promise<TestUser> {
    const user = await scene.madeByAdministrator()
    await server.db
      .insertInto('pmp.partnerBeforePersons')
      .values({ partnerId: user.userName })
      .execute()
    return user
  }

  test.each([
    ['an e-mail that the provider has confirmed', true, (email: string) => email, 'bound'],
    ['one in other case', true, (email: string) => email.toUpperCase(), 'bound'],
    ['one that nobody has confirmed', false, (email: string) => email, 'unclaimed'],
    ['another one', true, (email: string) => `x${email}`, 'unclaimed'],
  ])('with %s', async (_, isConfirmed, emailOf, standing) => {
    const user = await fromBefore()
    const claims = { email_verified: isConfirmed }
    const arriving = { ...user, email: emailOf(user.email ?? ''), claims }
    expect(await scene.doorsOf(arriving)).toMatchObject({ standing })
    const bound = await scene.auditOf('person.bound', user.userName)
    expect(bound).toHaveLength(standing === 'bound' ? 1 : 0)
  })

  test('without encryption are compared by what is stored', async () => {
    const user = await fromBefore()
    await server.db
      .updateTable('pms.partner')
      .set({ emailId: 'Plain@Bank.example', emailIdHash: null })
      .where('id', '=', user.userName)
      .execute()
    const claims = { email_verified: true }
    const kelvin = { ...user, email: 'plain@ban\u212A.example', claims: { ...claims, sub: 'k' } }
    expect(emailHash(kelvin.email)).toBe(emailHash('plain@bank.example'))
    expect(await scene.doorsOf(kelvin)).toMatchObject({ standing: 'unclaimed' })
    const owner = { ...user, email: 'plain@bank.example', claims }
    expect(await scene.doorsOf(owner)).toMatchObject({ standing: 'bound', ...open })
  })
})
