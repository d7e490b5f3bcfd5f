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
if (process.argv[2] === 'embedded') delete process.env['TEST_DATABASE_URL']

const server = await startTestServer()
const ready = await given(server).readyPartner()
const keys: string[] = []
for (let index = 0; index < keysPerPartner; index += 1) {
  const wanted = { partnerId: ready.partnerId, policyName: ready.policyName, label: `key ${index}` }
  keys.push((await server.call(ready.user, generateApiKey, wanted)).apiKey)
}

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
const key = keys[0] ?? ''
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
        name: 'look-up by API key',
        path: `/v1/partnermanager/partners/${ready.partnerId}/apikey/${key}`,
        floor: `/key/${ready.partnerId}/${key}`,
      },
      {
        name: 'API key list, 50 rows',
        path: '/v1/partnermanager/partner-api-keys?pageNo=0&pageSize=50&sortFieldName=createdDateTime&sortType=desc',
        floor: '/keys',
      },
    ],
  },
})
