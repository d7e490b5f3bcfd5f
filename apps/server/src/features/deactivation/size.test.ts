import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inBatches } from '../../database/holder.ts'
import { given } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { deactivations, numbersOf } from './testing.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const deactivate = deactivations(() => server)
const many = 10_000

async function withManyKeys() {
  const ready = await given(server).readyPartner()
  const { partnerId, policyId } = ready
  await sql`
    insert into pms.partner_policy (policy_api_key, part_id, policy_id, valid_from_datetime,
      valid_to_datetime, is_active, label, cr_by, cr_dtimes)
    select md5(${partnerId} || n), ${partnerId}, ${policyId},
      now() at time zone 'UTC' + n * interval '1 microsecond', '2100-01-01', true, 'branch ' || n,
      'registrar', now() at time zone 'UTC' + n * interval '1 microsecond'
    from generate_series(1, ${many}::integer) n`.execute(server.db)
  return ready
}

async function countsOf(partnerId: string) {
  const { rows } = await sql<{ keys: number; events: number; orders: number; entries: number }>`
    select
      (select count(*) from pms.partner_policy where part_id = ${partnerId} and is_active) as keys,
      (select count(*) from pmp.outbox_message
        where ordering_key = ${partnerId} and topic = 'APIKEY_UPDATED') as events,
      (select count(distinct payload->'event'->'data'->'apiKeyData'->>'apiKeyId')
        from pmp.outbox_message
        where ordering_key = ${partnerId} and topic = 'APIKEY_UPDATED') as orders,
      (select count(*) from pmp.audit_entry
        where subject_id = ${partnerId} and action = 'apiKey.deactivated') as entries`.execute(
    server.db,
  )
  return rows[0]
}

test(`a partner with ${many} keys is previewed and ends with all of them`, async () => {
  const { partnerId } = await withManyKeys()
  const preview = await deactivate.preview(people.admin, { kind: 'partner', id: partnerId })
  expect(numbersOf(preview)).toEqual({ apiKey: { count: many, stops: true } })
  const [keys] = preview.dependents
  expect(keys?.first).toHaveLength(10)
  expect(keys?.first[0]).toMatchObject({ name: 'branch 1', partnerId })
  await deactivate.partner(partnerId)
  expect(await countsOf(partnerId)).toEqual({ keys: 0, events: many, orders: many, entries: many })
})

test('however many there are, some hundred are dealt with at a time', async () => {
  const waiting = Array.from({ length: many }, (_, n) => n)
  const batches: number[] = []
  const ended = await inBatches(
    async (limit) => waiting.slice(0, limit),
    async (rows) => {
      batches.push(rows.length)
      waiting.splice(0, rows.length)
    },
  )
  expect(ended).toBe(many)
  expect(Math.max(...batches)).toBeLessThanOrEqual(500)
  expect(batches).toHaveLength(many / 500)
})
