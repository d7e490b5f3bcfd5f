import * as contract from '@pmp/contract'
import type { CallOf } from '@pmp/contract'
import { readCertificate } from '@pmp/x509'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../durations.ts'
import { freshUser, given, refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer, type TestUser } from '../../testing/server.ts'

type Asked = CallOf<typeof contract.listExpiringCertificates>

let server: TestServer
let partner: Awaited<ReturnType<ReturnType<typeof given>['activePartner']>>
const user = freshUser()

beforeAll(async () => {
  server = await startTestServer()
  const { name } = await given(server).policyGroup()
  partner = await given(server).activePartner(user, name)
})
afterAll(() => server.close())

const list = (asked: Partial<Asked> = {}, by: TestUser | null = people.admin) =>
  server.call(by, contract.listExpiringCertificates, { days: 3650, expiredDays: 0, ...asked })
const count = (asked: Partial<Asked> = {}, by: TestUser | null = people.admin) =>
  server.call(by, contract.countExpiringCertificates, { days: 3650, expiredDays: 0, ...asked })

describe('certificates that end within a span', () => {
  test('are those of the trust store and both of each active partner, soonest first', async () => {
    const { data, totalResults } = await list({ partner: partner.partnerId })
    const owner = { partnerId: partner.partnerId, organizationName: partner.organizationName }
    const uploaded = partner.leaf.certificate
    expect(totalResults).toBe(2)
    expect(data).toMatchObject([
      { ...owner, kind: 'signed', domain: 'AUTH' },
      { ...owner, kind: 'uploaded', validTill: uploaded.notAfter },
    ])
    const stored = await server.call(people.admin, contract.readPartnerCertificate, {
      partnerId: partner.partnerId,
    })
    expect(data[0]?.validTill).toEqual(readCertificate(stored.certificateData).notAfter)
  })

  test('leave out what ends later, and the certificates of the platform', async () => {
    const { intermediate } = partner.authority
    const { data } = await list({ domain: 'AUTH', kind: 'intermediate' })
    expect(data).toMatchObject([
      {
        kind: 'intermediate',
        issuedTo: intermediate.certificate.subject.formatted,
        validTill: intermediate.certificate.notAfter,
        partnerId: null,
      },
    ])
    expect((await list({ kind: 'root' })).data).toEqual([])
    expect((await list({ days: 300 })).data).toEqual([])
  })

  test('come in pages, in both orders', async () => {
    const all = await list({ pageNo: 0, pageSize: 100 })
    const turned = await list({
      sortFieldName: 'validTill',
      sortType: 'desc',
      pageNo: 0,
      pageSize: 100,
    })
    expect(turned.data).toEqual(all.data.toReversed())
    const pages = await Promise.all([0, 1, 2].map((pageNo) => list({ pageNo, pageSize: 1 })))
    expect(pages.flatMap(({ data }) => data)).toEqual(all.data.slice(0, 3))
    expect(pages.map(({ totalResults }) => totalResults)).toEqual([3, 3, 3])
  })

  test('that have expired are shown when asked for', async () => {
    const { now } = server.clock
    server.clock.now = new Date(partner.leaf.certificate.notAfter.getTime() + 5 * dayMs)
    const asked = { partner: partner.organizationName.toUpperCase(), days: 1 }
    const without = await list(asked)
    const within = await list({ ...asked, expiredDays: 10 })
    server.clock.now = now
    expect(without.data).toEqual([])
    expect(within.data.map(({ kind }) => kind)).toEqual(['uploaded'])
  })

  test('are counted by month, without gaps', async () => {
    const months = await count({ partner: partner.partnerId, days: 1000 })
    const monthOf = (date: Date) => date.toISOString().slice(0, 7)
    const ends = monthOf(partner.leaf.certificate.notAfter)
    expect(months[0]?.month).toBe(monthOf(server.clock.now))
    expect(months.find(({ month }) => month === ends)).toMatchObject({ uploaded: 1, root: 0 })
    expect(months.reduce((sum, { signed }) => sum + signed, 0)).toBe(1)
    expect(months.length).toBeGreaterThanOrEqual(33)
    expect(new Set(months.map(({ month }) => month)).size).toBe(months.length)
  })

  test('are for administrators, within ten years', async () => {
    for (const ask of [list, count]) {
      expect(await refusalOf(ask({}, user))).toBe('KER-ATH-403')
      expect(await refusalOf(ask({}, null))).toBe('KER-ATH-401')
    }
    for (const path of ['expiring', 'expiring/months']) {
      const url = `/v1/portal/certificates/${path}?days=4000`
      expect((await server.send(people.admin, 'GET', url)).status).toBe(400)
    }
  })

  test('of a deactivated partner do not matter any more', async () => {
    const { name } = await given(server).policyGroup()
    const other = await given(server).activePartner(freshUser(), name)
    const { partnerId } = other
    expect((await list({ partner: partnerId })).totalResults).toBe(2)
    await server.call(people.admin, contract.changePartnerStatus, {
      partnerId,
      status: 'De-Active',
    })
    expect((await list({ partner: partnerId })).totalResults).toBe(0)
  })
})

describe('the end of a MOSIP-signed certificate', () => {
  test.each([
    ['before 2050', 3650],
    ['from 2050 on', 3650 * 3],
  ])('is found %s, whoever wrote the row', async (_, days) => {
    const { certificate } = await partner.authority.issueLeaf({ days })
    await sql`insert into keymgr.partner_cert_store (cert_id, cert_subject, cert_issuer, issuer_id,
      signed_cert_data) values (${`by-hand-${days}`}, 's', 'i', 'x', ${certificate.pem})`.execute(
      server.db,
    )
    const found = await server.db
      .selectFrom('pmp.signedCertificate')
      .select('notAfter')
      .where('certId', '=', `by-hand-${days}`)
      .executeTakeFirst()
    expect(found?.notAfter).toEqual(certificate.notAfter)
  })

  test('that cannot be read is no end, and what is deleted has none', async () => {
    const ends = () =>
      server.db
        .selectFrom('pmp.signedCertificate')
        .selectAll()
        .where('certId', '=', 'odd')
        .execute()
    await sql`insert into keymgr.partner_cert_store (cert_id, cert_subject, cert_issuer, issuer_id,
      signed_cert_data) values ('odd', 's', 'i', 'x', 'damaged')`.execute(server.db)
    expect(await ends()).toEqual([])
    await sql`update keymgr.partner_cert_store
      set signed_cert_data = ${partner.leaf.certificate.pem} where cert_id = 'odd'`.execute(
      server.db,
    )
    expect(await ends()).toMatchObject([{ notAfter: partner.leaf.certificate.notAfter }])
    await sql`delete from keymgr.partner_cert_store where cert_id = 'odd'`.execute(server.db)
    expect(await ends()).toEqual([])
  })
})
