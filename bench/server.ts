import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'
import { given } from '../apps/server/src/testing/given.ts'
import { people, startTestServer } from '../apps/server/src/testing/server.ts'
import { generateApiKey } from '@pmp/contract'

/*
 * The server under measurement, and in the same process the floor: bare Fastify that answers with
 * one prepared SELECT over the same connection pool. Only one of them is asked at a time.
 */

const keysPerPartner = 60
const isEmbedded = process.argv[2] === 'embedded'
if (isEmbedded) delete process.env['TEST_DATABASE_URL']
/** Keys that nobody lists; the look-ups take turns among some of them. */
const otherKeys = Number(process.env['BENCH_KEYS'] ?? (isEmbedded ? 10_000 : 1_000_000))
const lookedUp = 500

const server = await startTestServer()
const ready = await given(server).readyPartner()
for (let index = 0; index < keysPerPartner; index += 1) {
  const wanted = { partnerId: ready.partnerId, policyName: ready.policyName, label: `key ${index}` }
  await server.call(ready.user, generateApiKey, wanted)
}

// Without triggers, because what lists are read from is not measured here; in parts, because no
// statement of a server may take long.
const client = await server.pool.connect()
await client.query('set session_replication_role = replica')
const inPart = 50_000
for (let first = 1; first <= otherKeys; first += inPart) {
  const last = Math.min(first + inPart - 1, otherKeys)
  await client.query(
    `insert into pms.partner_policy (policy_api_key, part_id, policy_id, valid_from_datetime,
       valid_to_datetime, is_active, label, cr_by, cr_dtimes)
     select md5(n::text), $1, $2, now() + n * interval '1 millisecond', now() + interval '9 years',
       true, 'other ' || n, 'bench', now()
     from generate_series($3::int, $4::int) n`,
    [ready.partnerId, ready.policyId, first, last],
  )
}
await client.query('reset session_replication_role')
await client.query('analyze pms.partner_policy')
client.release()
const { rows: asked } = await server.pool.query<{ key: string }>(
  'select md5((1 + n * $1::int)::text) as key from generate_series(0, $2::int - 1) n',
  [Math.floor(otherKeys / lookedUp), lookedUp],
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
floor.get('/keys', async () => {
  const { rows } = await server.pool.query<object>(
    // As wide as a row of the list, and joined from the same tables.
    `select partner.id as "partnerId", key.label as "apiKeyLabel", partner.name as "orgName",
       policy.id as "policyId", policy.name as "policyName", policy.descr as "policyDescription",
       "group".id as "policyGroupId", "group".name as "policyGroupName",
       "group".descr as "policyGroupDescription", key.is_active as status,
       key.cr_dtimes as "createdDateTime", key.valid_to_datetime as "apiKeyExpiryDateTime"
     from pms.partner_policy key join pms.partner partner on partner.id = key.part_id
     join pms.auth_policy policy on policy.id = key.policy_id
     join pms.policy_group "group" on "group".id = policy.policy_group_id
     order by key.cr_dtimes desc, key.policy_api_key limit $1`,
    [50],
  )
  return rows
})
await floor.listen({ host: '127.0.0.1', port: 0 })
const floorPort = (floor.server.address() as AddressInfo).port

const port = Number(new URL(server.url).port)
const token = await server.issuer.tokenFor({ ...people.admin })
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpuMicros: user + system })
})
process.send?.({
  ready: {
    port,
    floorPort,
    token,
    targets: [
      {
        name: `look-up among ${otherKeys} API keys`,
        paths: asked.map(
          ({ key }) => `/v1/partnermanager/partners/${ready.partnerId}/apikey/${key}`,
        ),
        floors: asked.map(({ key }) => `/key/${ready.partnerId}/${key}`),
      },
      {
        name: 'API key list, 50 rows',
        paths: [
          '/v1/partnermanager/partner-api-keys?pageNo=0&pageSize=50&sortFieldName=createdDateTime&sortType=desc',
        ],
        floors: ['/keys'],
      },
    ],
  },
})
