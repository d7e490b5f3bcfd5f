import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { readConfig } from '../apps/server/src/config.ts'
import { limitsOf } from '../apps/server/src/database/limits.ts'
import { given } from '../apps/server/src/testing/given.ts'
import { people, startTestServer } from '../apps/server/src/testing/server.ts'
import { openFilled } from './lists/databases.ts'

/*
 * The server under measurement, and in the same process the floor: bare Fastify that answers with
 * one prepared SELECT over the same connection pool. Only one of them is asked at a time.
 */

const kind = process.argv[2] === 'embedded' ? 'embedded' : 'postgresql'
/** In each table that a list is read from. */
const filled = 20_000
/** The look-ups take turns among some of so many keys. */
const keys = Number(process.env['BENCH_KEYS'] ?? (kind === 'embedded' ? 10_000 : 1_000_000))
const lookedUp = 500

// With the limits of a server, and so many connections that no request waits for one: their number is
// for the operator to choose, and a lane has half of them at most (decision 28).
const limits = limitsOf(readConfig({}, '/no-env-file'))
const maxConnections = Number(process.env['BENCH_CONNECTIONS'] ?? 32)
const server = await startTestServer({}, await openFilled(kind, filled, { maxConnections, limits }))
// Who measures lets go when it is done, or is gone; the copy of the database goes with the server.
process.once('disconnect', () => void server.close().finally(() => process.exit()))
// As in production: what is kept for a time is asked for anew.
Object.defineProperty(server.clock, 'now', { get: () => new Date() })
const ready = await given(server).readyPartner()

// Without triggers, because the lists shall not have these keys; in parts, because no statement of a
// server may take long.
const client = await server.pool.connect()
await client.query('set session_replication_role = replica')
const inPart = 50_000
for (let first = 1; first <= keys; first += inPart) {
  const last = Math.min(first + inPart - 1, keys)
  await client.query(
    `insert into pms.partner_policy (policy_api_key, part_id, policy_id, valid_from_datetime,
       valid_to_datetime, is_active, label, cr_by, cr_dtimes)
     select md5('asked ' || n), $1, $2, now() + n * interval '1 millisecond', now() + interval '9 years',
       true, 'other ' || n, 'bench', now()
     from generate_series($3::int, $4::int) n`,
    [ready.partnerId, ready.policyId, first, last],
  )
}
await client.query('reset session_replication_role')
await client.query('analyze pms.partner_policy')
client.release()
const { rows: asked } = await server.pool.query<{ key: string }>(
  `select md5('asked ' || 1 + n * $1::int) as key from generate_series(0, $2::int - 1) n`,
  [Math.floor(keys / lookedUp), lookedUp],
)

const floor = Fastify()
floor.get('/key/:partner/:key', async ({ params }) => {
  const { partner, key } = params as { partner: string; key: string }
  const { rows } = await server.pool.query<object>(
    'select policy_id from pms.partner_policy where policy_api_key = $1 and part_id = $2',
    [key, partner],
  )
  return rows[0]
})

/** As wide as the rows of the lists, and joined from the same tables; found by one index. */
const floors = {
  '/keys': `select partner.id as "partnerId", key.label as "apiKeyLabel", partner.name as "orgName",
      policy.id as "policyId", policy.name as "policyName", policy.descr as "policyDescription",
      "group".id as "policyGroupId", "group".name as "policyGroupName",
      "group".descr as "policyGroupDescription", key.is_active as status,
      key.cr_dtimes as "createdDateTime", key.valid_to_datetime as "apiKeyExpiryDateTime"
    from (select policy_api_key, created_at from pmp.api_key_row
      where is_listed and status = 'activated' and partner_type = 'Auth_Partner'
      order by created_at desc limit $1) page
    join pms.partner_policy key using (policy_api_key) join pms.partner on partner.id = key.part_id
    join pms.auth_policy policy on policy.id = key.policy_id
    join pms.policy_group "group" on "group".id = policy.policy_group_id
    order by page.created_at desc`,
  '/partners': `select partner.id as "partnerId", partner.partner_type_code as "partnerType",
      partner.name as "orgName", "group".id as "policyGroupId", "group".name as "policyGroupName",
      partner.email_id as "emailAddress", partner.certificate_alias as "certificateUploadStatus",
      partner.approval_status as status, partner.is_active as "isActive",
      partner.cr_dtimes as "createdDateTime"
    from (select id, created_at from pmp.partner_row
      where partner_type = 'Auth_Partner' and approval_status = 'approved' and is_active
        and has_certificate
      order by created_at desc limit $1) page
    join pms.partner using (id)
    join pms.policy_group "group" on "group".id = partner.policy_group_id
    order by page.created_at desc`,
  '/policies': `select policy.id as "policyId", policy.policy_type as "policyType",
      policy.name as "policyName", policy.descr as "policyDescription", "group".id as "policyGroupId",
      "group".name as "policyGroupName", policy.is_active as status,
      policy.cr_dtimes as "createdDateTime"
    from (select id, created_at from pmp.policy_row
      where is_listed and policy_type = 'Auth' and status = 'activated'
      order by created_at desc limit $1) page
    join pms.auth_policy policy using (id)
    join pms.policy_group "group" on "group".id = policy.policy_group_id
    order by page.created_at desc`,
}
for (const [path, select] of Object.entries(floors)) {
  floor.get(path, async () => (await server.pool.query<object>(select, [50])).rows)
}
await floor.listen({ host: '127.0.0.1', port: 0 })
const floorPort = (floor.server.address() as AddressInfo).port

const list = (name: string, path: string, floorPath: keyof typeof floors) => ({
  name: `${name}, 50 rows`,
  paths: [`${path}?pageNo=0&pageSize=50&sortFieldName=createdDateTime&sortType=desc`],
  floors: [floorPath],
})
const partner = '/v1/partnermanager'
process.on('message', (message) => {
  if (message !== 'cpu') return
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMicros: user + system })
})
process.send?.({
  ready: {
    port: Number(new URL(server.url).port),
    floorPort,
    token: await server.issuer.tokenFor({ ...people.admin }),
    targets: [
      {
        name: `look-up among ${keys} API keys`,
        paths: asked.map(({ key }) => `${partner}/partners/${ready.partnerId}/apikey/${key}`),
        floors: asked.map(({ key }) => `/key/${ready.partnerId}/${key}`),
      },
      list('partners', `${partner}/admin-partners`, '/partners'),
      list('API keys', `${partner}/partner-api-keys`, '/keys'),
      list('policies', '/v1/policymanager/policies/v2', '/policies'),
    ],
  },
})
