import { sql } from 'kysely'
import { given } from '../apps/server/src/testing/given.ts'
import { people, startTestServer, type TestServer } from '../apps/server/src/testing/server.ts'

/*
 * Whether the policy list costs the same over many policies as over few: each request against a
 * server with 1,000 and one with 100,000 policies, in turns, in the same run.
 */

const sizes = { few: 1000, many: 100_000 }
/** Policies that one statement inserts. */
const part = 5000
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 60)

interface Call {
  query?: Record<string, string | number>
  /** A V1 search instead of the V2 list. */
  search?: { type?: string; filters?: object[]; sort?: [string, 'asc' | 'desc'] }
}

const byName = { sortFieldName: 'policyName', sortType: 'asc' }
const lastPage = (total: number) => ({ pageNo: total / 10 - 1 })
const needle = { columnName: 'name', type: 'contains', value: 'needle' }

const requests: Record<string, (total: number) => Call> = {
  'first page': () => ({}),
  'last page': (total) => ({ query: lastPage(total) }),
  'first page by name': () => ({ query: byName }),
  'last page by name': (total) => ({ query: { ...lastPage(total), ...byName } }),
  'by group name': () => ({ query: { sortFieldName: 'policyGroupName', sortType: 'desc' } }),
  'by status': () => ({ query: { sortFieldName: 'status', sortType: 'asc' } }),
  'of a type and status': () => ({ query: { policyType: 'Auth', status: 'draft' } }),
  'of a type': () => ({ query: { policyType: 'DataShare' } }),
  'of a type, by name': () => ({ query: { policyType: 'DataShare', ...byName } }),
  'of a rare type': () => ({ query: { policyType: 'MISP' } }),
  'of a rare type, by name': () => ({ query: { policyType: 'MISP', ...byName } }),
  'of a rare type and status': () => ({ query: { policyType: 'MISP', status: 'activated' } }),
  'with a word in the id': () => ({ query: { policyId: 'needle' } }),
  'with a word in the name': () => ({ query: { policyName: 'needle' } }),
  'with a word, by name': () => ({ query: { policyName: 'needle', ...byName } }),
  'with a word anywhere': () => ({ query: { search: 'needle' } }),
  'V1 search by name': () => ({ search: { sort: ['name', 'asc'] } }),
  'V1 search, newest first': () => ({ search: { sort: ['crDtimes', 'desc'] } }),
  'V1 search of a rare type': () => ({ search: { type: 'misp', sort: ['crDtimes', 'desc'] } }),
  'V1 search with a word': () => ({ search: { filters: [needle], sort: ['name', 'asc'] } }),
}

async function serverWith(total: number): Promise<TestServer> {
  const server = await startTestServer()
  for (let index = 0; index < 20; index += 1) await given(server).policyGroup(`Group ${index}`)
  // In parts, each well below the time limit of a statement.
  for (let first = 1; first <= total; first += part) await insertPart(server, total, first)
  await server.pool.query('vacuum analyze pms.auth_policy')
  return server
}

/** Policies from a number on. */
async function insertPart(server: TestServer, total: number, first: number): Promise<void> {
  await sql`
    insert into pms.auth_policy (id, policy_group_id, name, descr, policy_file_id, policy_type,
      version, policy_schema, valid_from_date, valid_to_date, is_active, cr_by, cr_dtimes)
    select case when n % (${total}::int / 20) = 0 then 'needle-' else 'bench-' end || n, g.id,
      case when n % (${total}::int / 20) = 0 then 'needle ' else 'policy ' end || n, 'measured',
      '{}', case when n % (${total}::int / 24) = 2 then 'MISP' when n % 3 = 0 then 'DataShare'
        else 'Auth' end, '1.0',
      case n % 4 when 0 then null else 'schema' end, now(), now() + interval '200 years',
      n % 4 > 1, 'bench', timestamp '2026-01-01' + n * interval '1 minute'
    from generate_series(${first}::int, least(${first + part - 1}::int, ${total}::int)) n
    join (select id, row_number() over (order by id) - 1 as place from pms.policy_group
      where name like 'Group %') g on g.place = n % 20`.execute(server.db)
}

async function timeOf(server: TestServer, token: string, call: Call): Promise<number> {
  const startedAt = performance.now()
  const response = await answerTo(server, token, call)
  const body = (await response.json()) as { response: { data: unknown[] | null } | null }
  const ended = performance.now()
  if (body.response?.data?.length !== 10) throw new Error(`${JSON.stringify(call)}: no full page`)
  return ended - startedAt
}

function answerTo({ url }: TestServer, token: string, { query, search }: Call) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  if (!search) {
    const asked = new URLSearchParams({ pageNo: '0', pageSize: '10' })
    for (const [name, value] of Object.entries(query ?? {})) asked.set(name, String(value))
    return fetch(`${url}/v1/policymanager/policies/v2?${asked}`, { headers })
  }
  const { type = 'ALL', filters = [], sort } = search
  const request = {
    policyType: type,
    filters,
    sort: sort ? [{ sortField: sort[0], sortType: sort[1] }] : [],
    pagination: { pageStart: 0, pageFetch: 10 },
  }
  const body = JSON.stringify({ request })
  return fetch(`${url}/v1/policymanager/policies/search`, { method: 'POST', headers, body })
}

function median(times: number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}

/** Prints the ratios for one kind of database. */
export async function benchPolicyList(database: 'embedded' | 'postgresql'): Promise<void> {
  const url = process.env['TEST_DATABASE_URL']
  if (database === 'embedded') delete process.env['TEST_DATABASE_URL']
  const servers = { few: await serverWith(sizes.few), many: await serverWith(sizes.many) }
  console.log(`\nPolicy list, ${database}: ${sizes.many} policies against ${sizes.few}`)
  console.log('| request | few ms | many ms | ratio |')
  console.log('| --- | --- | --- | --- |')
  for (const [name, callOf] of Object.entries(requests)) {
    const times = { few: [] as number[], many: [] as number[] }
    for (let round = -10; round < rounds; round += 1) {
      for (const size of ['few', 'many'] as const) {
        const server = servers[size]
        const token = await server.issuer.tokenFor({ ...people.policyManager })
        const time = await timeOf(server, token, callOf(sizes[size]))
        if (round >= 0) times[size].push(time)
      }
    }
    const [few, many] = [median(times.few), median(times.many)]
    console.log(`| ${name} | ${few.toFixed(2)} | ${many.toFixed(2)} | ${(many / few).toFixed(2)} |`)
  }
  await servers.few.close()
  await servers.many.close()
  if (url) process.env['TEST_DATABASE_URL'] = url
}
