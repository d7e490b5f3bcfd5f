import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiKeySearch, findSearchedKeys } from '../../features/api-keys/search-queries.ts'
import { findAuditEntries } from '../../features/audit/queries.ts'
import { findPolicyRequests } from '../../features/policy-requests/queries.ts'
import type { OpenDatabase } from '../database.ts'
import { createTestDatabase } from '../testing.ts'
import { readSearch } from './search.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('pages far from both ends add up to the whole', async () => {
  await sql`insert into pms.policy_group (id, name, descr, user_id, is_active, cr_by, cr_dtimes)
    values ('far', 'Far', 'd', 'u', true, 'x', now())`.execute(database.db)
  await sql`insert into pms.auth_policy (id, policy_group_id, name, descr, policy_file_id, policy_type,
      version, policy_schema, valid_from_date, valid_to_date, is_active, cr_by, cr_dtimes)
    values ('far', 'far', 'Far', 'd', '{}', 'Auth', '1', 's', now(), now(), true, 'x', now())`.execute(
    database.db,
  )
  await sql`insert into pms.partner (id, name, user_id, partner_type_code, approval_status,
      is_active, cr_by, cr_dtimes)
    values ('far', 'Far', 'u', 'Auth_Partner', 'approved', true, 'x', now())`.execute(database.db)
  await sql`insert into pms.partner_policy_request (id, part_id, policy_id, request_datetimes,
      request_detail, status_code, cr_by, cr_dtimes)
    select 'far' || n, 'far', 'far',
      now(), 'Reason ' || n % 7, case when n % 3 > 0 then 'approved' else 'rejected' end, 'x', now()
    from generate_series(1, 4000) n`.execute(database.db)
  const idsOf = async (sort: { field: 'requestDetail' | 'status'; direction: 'asc' | 'desc' }) => {
    const ids: string[] = []
    for (let pageNo = 0; pageNo < 9; pageNo += 1) {
      const asked = { sort, page: { pageNo, pageSize: 450 } }
      const wanted = { filters: {}, searched: [], partnerIds: 'all' } as const
      const { data, totalResults } = await findPolicyRequests(database.db, wanted, asked)
      expect(totalResults).toBeGreaterThanOrEqual(4000)
      ids.push(...data.map(({ id }) => id))
    }
    return ids
  }
  for (const field of ['requestDetail', 'status'] as const) {
    const rising = await idsOf({ field, direction: 'asc' })
    expect(new Set(rising).size).toBe(rising.length)
    expect(rising.length).toBeGreaterThanOrEqual(4000)
    expect(await idsOf({ field, direction: 'desc' })).toEqual(rising.toReversed())
  }
})

interface Asked {
  filters?: object[]
  sort?: { sortField: string; sortType: string }[]
}

/** The labels of every page of a V1 search; each page tells the same total. */
async function labelsOf(asked: Asked, total: number): Promise<string[]> {
  const labels: string[] = []
  for (let pageStart = 0; pageStart * 450 < total; pageStart += 1) {
    const search = readSearch(apiKeySearch, { ...asked, pagination: { pageStart, pageFetch: 450 } })
    const { data, totalRecord } = await findSearchedKeys(database.db, undefined, search)
    expect(totalRecord).toBe(total)
    labels.push(...(data ?? []).map(({ label }) => label))
  }
  return labels
}

test('a V1 search that most rows meet, or few, gives them all in order', async () => {
  await sql`insert into pms.partner_policy (policy_api_key, part_id, policy_id, valid_from_datetime,
      is_active, cr_by, cr_dtimes, label)
    select 'k' || n, 'far', 'far', now() + n * interval '1 second', n % 3 > 0, case when n % 50 > 0 then 'Many' else 'few' end,
      '2026-01-01'::timestamp + n * interval '1 hour', n % 7 || ' ' || n
    from generate_series(1, 5000) n`.execute(database.db)
  const plain = async (where: ReturnType<typeof sql>, order: ReturnType<typeof sql>) => {
    const { rows } = await sql<{ label: string }>`select label from pms.partner_policy
      where ${where} order by ${order}, policy_api_key collate "C"`.execute(database.db)
    return rows.map(({ label }) => label)
  }
  const by = (value: string) => ({ columnName: 'crBy', type: 'equals', value })
  const between = {
    columnName: 'crDtimes',
    type: 'between',
    fromValue: '2026-01-03T05:30:00Z',
    toValue: '2026-07-20T07:00:00.000Z',
  }
  const narrowed = [
    [[], sql`is_deleted is not true`],
    [[by('many')], sql`cr_by = 'Many'`],
    [[by('FEW')], sql`cr_by = 'few'`],
    [
      [{ columnName: 'crBy', type: 'in', values: ['few', 'Many', 'none'] }],
      sql`cr_by in ('few', 'Many')`,
    ],
    [[{ columnName: 'isDeleted', type: 'equals', value: 'FALSE' }], sql`is_deleted = false`],
    [[between], sql`cr_dtimes between '2026-01-03T05:30:00' and '2026-07-20T07:00:00'`],
    [
      [by('many'), between],
      sql`cr_by = 'Many'
      and cr_dtimes between '2026-01-03T05:30:00' and '2026-07-20T07:00:00'`,
    ],
  ] as const
  const orders = [
    // Nothing but the key.
    [[], sql`policy_id collate "C"`],
    [[{ sortField: 'label', sortType: 'asc' }], sql`label collate "C"`],
    [[{ sortField: 'crBy', sortType: 'asc' }], sql`cr_by collate "C"`],
    [[{ sortField: 'crDtimes', sortType: 'ASC' }], sql`cr_dtimes`],
  ] as const
  for (const [filters, where] of narrowed) {
    for (const [sort, order] of orders) {
      // A span without an order is given by its instant.
      const isOfSpan = sort.length === 0 && filters.length === 1 && filters[0] === between
      const expected = await plain(where, isOfSpan ? sql`cr_dtimes` : order)
      const asked = { filters: [...filters], sort: [...sort] }
      expect(await labelsOf(asked, expected.length)).toEqual(expected)
    }
  }
})

test('audit entries between the ends of a long trail are those of their place', async () => {
  await sql`insert into pmp.audit_entry (at, actor, actor_roles, action, outcome)
    select '2026-01-01'::timestamp + n % 40 * interval '7 hours', 'a' || n, '',
      case when n % 4 > 0 then 'partner.registered' else 'x' end,
      case when n % 3 > 0 then 'success' else 'refused' end
    from generate_series(1, 6000) n`.execute(database.db)
  const { rows } = await sql<{ id: number; outcome: string }>`
    select id, outcome from pmp.audit_entry order by at, id`.execute(database.db)
  for (const outcome of [undefined, 'refused'] as const) {
    const ids = rows.filter((row) => !outcome || row.outcome === outcome).map(({ id }) => id)
    for (const direction of ['asc', 'desc'] as const) {
      const found: number[] = []
      for (let pageNo = 0; pageNo * 500 < ids.length; pageNo += 1) {
        const asked = { sort: { field: 'at' as const, direction }, page: { pageNo, pageSize: 500 } }
        const { data, totalResults } = await findAuditEntries(database.db, { outcome }, asked)
        expect(totalResults).toBe(ids.length)
        found.push(...data.map(({ id }) => id))
      }
      expect(found).toEqual(direction === 'asc' ? ids : ids.toReversed())
    }
  }
})
