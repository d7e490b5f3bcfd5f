import * as contract from '@pmp/contract'
import { roles } from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { decryptPersonalData, emailHash } from '../../keys/personal-data.ts'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'
import { switchOffGroup, withRow } from './testing.ts'

let server: TestServer
let group: { id: string; name: string }
let otherGroup: { id: string; name: string }
let closedGroup: { id: string; name: string }
beforeAll(async () => {
  server = await startTestServer({ CONTACT_NUMBER_MAX_LENGTH: '10' })
  group = await given(server).policyGroup()
  otherGroup = await given(server).policyGroup()
  closedGroup = await given(server).policyGroup()
  await switchOffGroup(server, closedGroup.id)
})
afterAll(() => server.close())

async function registered(role?: string): Promise<TestUser> {
  const user = freshUser(role)
  await given(server).registeredPartner({ ...user, roles: [roles.authPartner] }, group.name)
  return user
}

async function createdBy(admin: TestUser, partnerType: string): Promise<string> {
  const { userName: partnerId, email } = freshUser()
  await server.call(admin, contract.createPartner, {
    partnerId,
    organizationName: 'Created Ltd',
    address: '2 Hill Road',
    contactNumber: '5550111',
    emailId: email ?? '',
    partnerType,
  })
  return partnerId
}

const decrypted = (value: string | null | undefined) =>
  decryptPersonalData(server.keys, value ?? '')

describe('changing a partner', () => {
  const address = '5 New Street'
  const contactNumber = '5550199'
  const update = (user: TestUser | null, changes: Record<string, unknown> = {}) =>
    server.call(user, contract.updatePartner, {
      partnerId: user?.userName ?? 'nobody',
      address,
      contactNumber,
      ...changes,
    })
  const updateWithLogo = (user: TestUser | null, changes: Record<string, unknown> = {}) =>
    server.call(user, contract.updatePartnerWithLogo, {
      partnerId: user?.userName ?? 'nobody',
      address,
      contactNumber,
      ...changes,
    })

  test('replaces address and number, encrypted, and leaves the logo alone', async () => {
    const user = await registered()
    await withRow(server)(user.userName, { logoUrl: 'https://a.example/l.svg', addlInfo: '[1]' })
    const status = 'InProgress'
    expect(await update(user)).toEqual({ partnerId: user.userName, status })
    const row = await seen(server).partner(user.userName)
    expect(row).toMatchObject({
      logoUrl: 'https://a.example/l.svg',
      addlInfo: '[1]',
      updBy: user.userName,
    })
    expect(row?.address).not.toContain('Street')
    expect(await decrypted(row?.address)).toBe(address)
    expect(await decrypted(row?.contactNo)).toBe(contactNumber)
    const history = await seen(server).history(user.userName)
    expect(history).toHaveLength(2)
    expect(history[1]?.address).toBe(row?.address)
    const [entry] = await seen(server).audit({
      action: 'partner.updated',
      subjectId: user.userName,
    })
    expect(entry).toMatchObject({ details: { changed: ['address', 'contactNo'] } })
    expect(JSON.stringify(entry)).not.toContain(address)
  })

  test('with a logo replaces logo and additional information, also by nothing', async () => {
    const user = await registered()
    await updateWithLogo(user, { logoUrl: 'https://b.example', additionalInfo: { a: [1, null] } })
    expect(await seen(server).partner(user.userName)).toMatchObject({
      logoUrl: 'https://b.example',
      addlInfo: '{"a":[1,null]}',
    })
    await updateWithLogo(user)
    expect(await seen(server).partner(user.userName)).toMatchObject({
      logoUrl: null,
      addlInfo: '[]',
    })
  })

  test('encrypts the e-mail address of a row from before encryption', async () => {
    const user = await registered()
    const email = 'Plain@Partner.example'
    await withRow(server)(user.userName, { emailId: email, emailIdHash: null })
    await update(user)
    const row = await seen(server).partner(user.userName)
    expect(row?.emailIdHash).toBe(emailHash(email))
    expect(await decrypted(row?.emailId)).toBe(email)
  })

  test.each([
    ['without a logo', update],
    ['with a logo', updateWithLogo],
  ])('%s is for the owner and administrators', async (_, change) => {
    const user = await registered()
    const { userName: partnerId } = user
    const before = await seen(server).partner(partnerId)
    expect(await refusalOf(change(people.shop, { partnerId }))).toBe('PMS_PRT_055')
    expect(await refusalOf(change(people.shop, { partnerId: 'unknown' }))).toBe('PMS_PRT_005')
    expect(await refusalOf(change(people.visitor, { partnerId }))).toBe('KER-ATH-403')
    expect(await refusalOf(change(null, { partnerId }))).toBe('KER-ATH-401')
    expect(await refusalOf(change(user, { address: '' }))).toBe('PMS_COR_001')
    expect(await refusalOf(change(user, { contactNumber: '1'.repeat(17) }))).toBe('PMS_COR_001')
    expect(await refusalOf(change(user, { contactNumber: '1'.repeat(11) }))).toBe('PMS_PRT_013')
    expect(await seen(server).partner(partnerId)).toEqual(before)
    const owner = { ...user, userName: user.userName.toUpperCase() }
    expect(await change(owner, { partnerId })).toMatchObject({ partnerId })
    expect(await change(people.admin, { partnerId })).toMatchObject({ partnerId })
  })
})

describe('adding a contact', () => {
  const add = (user: TestUser | null, changes: Record<string, unknown> = {}) =>
    server.call(user, contract.addContact, {
      partnerId: user?.userName ?? 'nobody',
      address: '7 Side Street',
      contactNumber: '5550123',
      emailId: 'desk@partner.example',
      ...changes,
    })

  async function activeUser() {
    const user = freshUser()
    await given(server).activePartner(user, group.name)
    return user
  }

  test('stores it encrypted; the same address again changes it', async () => {
    const user = await activeUser()
    expect(await add(user)).toBe('Contacts details added successfully.')
    const again = { emailId: 'Desk@partner.example', contactNumber: '5550124', is_Active: false }
    expect(await add(user, again)).toBe('Contacts details updated successfully.')
    const contacts = await seen(server).contacts(user.userName)
    expect(contacts).toHaveLength(1)
    expect(contacts[0]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      isActive: false,
      isDeleted: false,
      emailIdHash: emailHash('desk@partner.example'),
      crBy: user.userName,
      updBy: user.userName,
    })
    expect(await decrypted(contacts[0]?.contactNo)).toBe('5550124')
    expect(contacts[0]?.address).not.toContain('Street')
    expect(
      await seen(server).audit({ action: 'contact.added', subjectId: user.userName }),
    ).toHaveLength(1)
    expect(
      await seen(server).audit({ action: 'contact.updated', subjectId: user.userName }),
    ).toMatchObject([{ before: { isActive: true }, after: { isActive: false } }])
  })

  test('makes one contact of two equal calls at once', async () => {
    const user = await activeUser()
    await Promise.all([add(user), add(user), add(user)])
    expect(await seen(server).contacts(user.userName)).toHaveLength(1)
  })

  test('finds a contact from before encryption, also of a deactivated partner', async () => {
    const user = await activeUser()
    await add(user)
    await server.db
      .updateTable('pms.partnerContact')
      .set({ emailId: 'desk@partner.example', emailIdHash: null })
      .where('partnerId', '=', user.userName)
      .execute()
    await withRow(server)(user.userName, { isActive: false })
    await add(user)
    expect(await seen(server).contacts(user.userName)).toHaveLength(1)
  })

  test('refuses bad input, waiting partners, others and nobody', async () => {
    const user = await registered()
    const { userName: partnerId } = user
    expect(await refusalOf(add(user))).toBe('PMS_PMP_016')
    expect(await refusalOf(add(user, { emailId: ' ' }))).toBe('PMS_COR_001')
    expect(await refusalOf(add(user, { emailId: 'desk' }))).toBe('PMS_PRT_012')
    expect(await refusalOf(add(user, { contactNumber: '1'.repeat(11) }))).toBe('PMS_PRT_013')
    expect(await refusalOf(add(user, { partnerId: 'unknown' }))).toBe('PMS_PRT_005')
    expect(await refusalOf(add(people.shop, { partnerId }))).toBe('PMS_PRT_055')
    expect(await refusalOf(add(people.visitor, { partnerId }))).toBe('KER-ATH-403')
    expect(await refusalOf(add(null))).toBe('KER-ATH-401')
    expect(await seen(server).contacts(partnerId)).toEqual([])
  })
})

describe('choosing another policy group', () => {
  const choose = (user: TestUser | null, changes: Record<string, string> = {}) =>
    server.call(user, contract.choosePolicyGroup, {
      partnerId: user?.userName ?? 'nobody',
      policygroupName: otherGroup.name,
      ...changes,
    })

  test('is possible while the partner waits, with history and audit', async () => {
    const user = await registered()
    expect(await choose(user)).toBe('Success')
    expect(await seen(server).partner(user.userName)).toMatchObject({
      policyGroupId: otherGroup.id,
      updBy: user.userName,
    })
    expect(await seen(server).history(user.userName)).toHaveLength(2)
    expect(
      await seen(server).audit({ action: 'partner.policyGroupChosen', subjectId: user.userName }),
    ).toMatchObject([
      { before: { policyGroupId: group.id }, after: { policyGroupId: otherGroup.id } },
    ])
  })

  test('is refused to active partners and to types that take none', async () => {
    const active = freshUser()
    await given(server).activePartner(active, group.name)
    expect(await refusalOf(choose(active))).toBe('PMS_PRT_050')
    const misp = await createdBy(people.admin, 'MISP_Partner')
    expect(await refusalOf(choose(people.admin, { partnerId: misp }))).toBe('PMS_PRT_048')
    expect(await seen(server).partner(misp)).toMatchObject({ policyGroupId: null })
  })

  test('is refused when the type of the partner is no more', async () => {
    const user = await registered()
    const { userName: id } = user
    const gone = { code: 'Gone', partnerDescription: 'Gone', isPolicyRequired: true }
    await server.db
      .insertInto('pms.partnerType')
      .values({ ...gone, isActive: true, crBy: 'test', crDtimes: new Date() })
      .execute()
    await withRow(server)(id, { partnerTypeCode: 'Gone' })
    expect(await choose(user)).toBe('Success')
    await server.pool.query('alter table pms.partner drop constraint fk_part_code')
    await server.db.deleteFrom('pms.partnerType').where('code', '=', 'Gone').execute()
    expect(await refusalOf(choose(user))).toBe('PMS_PRT_010')
  })

  test('is refused for unknown and inactive groups, others and nobody', async () => {
    const user = await registered()
    const { userName: partnerId } = user
    expect(await refusalOf(choose(user, { policygroupName: 'none' }))).toBe('PMS_PRT_002')
    expect(await refusalOf(choose(user, { policygroupName: closedGroup.name }))).toBe('PMS_PMP_023')
    expect(await refusalOf(choose(user, { partnerId: 'unknown' }))).toBe('PMS_PRT_005')
    expect(await refusalOf(choose(people.shop, { partnerId }))).toBe('PMS_PRT_055')
    expect(await refusalOf(choose(people.visitor, { partnerId }))).toBe('KER-ATH-403')
    expect(await refusalOf(choose(null))).toBe('KER-ATH-401')
    expect(await seen(server).history(partnerId)).toHaveLength(1)
  })
})

describe.each([
  ['the address of upstream', contract.linkPolicyGroup],
  ['the documented address', contract.linkPolicyGroupOfPartner],
])('linking a group to a MISP at %s', (_, endpoint) => {
  const link = (user: TestUser | null, partnerId: string, policyGroupId?: string) =>
    server.call(user, endpoint, {
      partnerId,
      ...(policyGroupId === undefined ? {} : { policyGroupId }),
    })

  test('is done once', async () => {
    const misp = await createdBy(people.admin, 'MISP_Partner')
    expect(await link(people.admin, misp, group.id)).toEqual({
      partnerId: misp,
      policyGroupId: group.id,
      policyGroupName: group.name,
    })
    expect(await seen(server).history(misp)).toHaveLength(2)
    expect(
      await seen(server).audit({ action: 'partner.policyGroupChosen', subjectId: misp }),
    ).toHaveLength(1)
    expect(await refusalOf(link(people.admin, misp, otherGroup.id))).toBe('PMS_PRT_049')
  })

  test('lets one of two links at once pass', async () => {
    const misp = await createdBy(people.admin, 'MISP_Partner')
    const links = [group.id, otherGroup.id].map((id) => link(people.admin, misp, id))
    const outcomes = await Promise.allSettled(links)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('is refused to others, for other partners and for unusable groups', async () => {
    const misp = await createdBy(people.admin, 'MISP_Partner')
    const { userName } = await registered()
    const refused = (partnerId: string, groupId?: string, user: TestUser | null = people.admin) =>
      refusalOf(link(user, partnerId, groupId))
    expect(await refused(' ', group.id)).toBe('PMS_CERTIFICATE_ERROR_003')
    expect(await refused(misp)).toBe('PMS_POLICY_ERROR_005')
    expect(await refused(misp, 'x'.repeat(3) + '<>')).toBe('PMS_REQUEST_ERROR_007')
    expect(await refused('unknown', group.id)).toBe('PMS_PRT_005')
    expect(await refused(userName, group.id)).toBe('PMS_PRT_255')
    expect(await refused(misp, 'unknown')).toBe('PMS_PRT_002')
    expect(await refused(misp, closedGroup.id)).toBe('PMS_PMP_023')
    expect(await refused(misp, group.id, people.shop)).toBe('KER-ATH-403')
    expect(await refused(misp, group.id, null)).toBe('KER-ATH-401')
    await withRow(server)(misp, { approvalStatus: 'approved', isActive: false })
    expect(await refused(misp, group.id)).toBe('PMS_PRT_254')
    expect(await seen(server).partner(misp)).toMatchObject({ policyGroupId: null })
  })
})
