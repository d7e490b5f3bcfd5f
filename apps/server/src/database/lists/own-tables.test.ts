import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../database.ts'
import { createTestDatabase } from '../testing.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function rowsOf(query: ReturnType<typeof sql>): Promise<unknown[]> {
  return (await query.execute(database.db)).rows
}

/** Tables of our own that are their own rows, and their kinds. */
const own = {
  'pmp.audit_entry': 'outcome, action',
  'pmp.outbox_message': 'kind, topic, state',
  'pmp.organization_name_request': 'status',
  'pmp.person': 'bound_how',
  'pmp.arrival': 'meets',
  'pmp.mapping_change': 'status',
}

test('lists of our own tables have the totals of their rows', async () => {
  await sql`insert into pmp.outbox_message (id, kind, topic, ordering_key, payload, created_at,
      available_at, attempts)
    select gen_random_uuid(), 'mail', 'otp', n, '{}', now(), now(), 0 from generate_series(1, 9) n`.execute(
    database.db,
  )
  await sql`update pmp.outbox_message set delivered_at = now(), outcome = 'refused'
    where ordering_key < '4'`.execute(database.db)
  await sql`update pmp.outbox_message set delivered_at = now(), outcome = 'delivered'
    where ordering_key = '9'`.execute(database.db)
  await sql`insert into pmp.audit_entry (at, actor, actor_roles, action, outcome)
    values (now(), 'Ä', '', 'partner.registered', 'success'), (now(), 'a', '', 'x', 'refused')`.execute(
    database.db,
  )
  await sql`insert into pmp.organization_name_request (id, partner_id, previous_name, new_name, reason,
      status, requested_by, requested_at)
    values ('n1', 'a1', 'x', 'y', 'z', 'InProgress', 'u', now())`.execute(database.db)
  await sql`update pmp.organization_name_request set status = 'approved'`.execute(database.db)
  await sql`insert into pms.partner (id, name, user_id, partner_type_code, approval_status, is_active,
      cr_by, cr_dtimes)
    values ('a1', 'A', 'u', 'Auth_Partner', 'approved', true, 'x', now())`.execute(database.db)
  await sql`insert into pms.partner_policy_request (id, part_id, policy_id, request_datetimes,
      request_detail, status_code, cr_by, cr_dtimes)
    values ('r1', 'a1', 'p1', now(), 'd', 'approved', 'x', now())`.execute(database.db)
  await sql`insert into pmp.mapping_change (id, request_id, reason, wanted, previous, status,
      requested_by, requested_at)
    values ('m1', 'r1', 'z', '{}', '{}', 'InProgress', 'u', now())`.execute(database.db)
  await sql`update pmp.mapping_change set status = 'rejected'`.execute(database.db)
  await sql`insert into pmp.person (issuer, sub, user_id, bound_how, bound_by, bound_at)
    values ('i', 's', 'u', 'invited', 'x', now())`.execute(database.db)
  await sql`insert into pmp.arrival (issuer, sub, user_name, is_email_verified, meets, arrived_at)
    values ('i', 's', 'u', true, 'person', now()), ('j', 's', 'u', true, 'person', now())`.execute(
    database.db,
  )
  await sql`update pmp.arrival set meets = 'partner' where issuer = 'j'`.execute(database.db)
  for (const [table, kind] of Object.entries(own)) {
    const [rows, counts] = [sql.table(table), sql.table(`${table}_count`)]
    const counted = await rowsOf(sql`select ${sql.raw(kind)}, count(*) as total from ${rows}
      group by ${sql.raw(kind)} order by ${sql.raw(kind)}`)
    expect(counted).not.toEqual([])
    expect(
      await rowsOf(sql`select ${sql.raw(kind)}, sum(total)::int8 as total from ${counts}
        group by ${sql.raw(kind)} having sum(total) <> 0 order by ${sql.raw(kind)}`),
    ).toEqual(counted)
  }
})
