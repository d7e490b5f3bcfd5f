import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findPolicyRequests } from '../../features/policy-requests/queries.ts'
import type { OpenDatabase } from '../database.ts'
import { createTestDatabase } from '../testing.ts'

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
