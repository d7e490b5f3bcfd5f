import { sql } from 'kysely'
import { given } from '../apps/server/src/testing/given.ts'
import { people, startTestServer, type TestServer } from '../apps/server/src/testing/server.ts'
import type { FlatList } from './flat-list.ts'

/** Policies that one statement inserts. */
const part = 5000

const list = (query: Record<string, string | number> = {}) => {
  const asked = new URLSearchParams({ pageNo: '0', pageSize: '10' })
  for (const [name, value] of Object.entries(query)) asked.set(name, String(value))
  return `/v1/policymanager/policies/v2?${asked}`
}

/** A V1 search instead of the V2 list. */
const search = (sortField: string, sortType: 'asc' | 'desc', narrowed: object = {}) => ({
  path: '/v1/policymanager/policies/search',
  body: JSON.stringify({
    request: {
      policyType: 'ALL',
      filters: [],
      sort: [{ sortField, sortType }],
      pagination: { pageStart: 0, pageFetch: 10 },
      ...narrowed,
    },
  }),
})

const byName = { sortFieldName: 'policyName', sortType: 'asc' }
const lastPage = (total: number) => ({ pageNo: total / 10 - 1 })
const needle = { columnName: 'name', type: 'contains', value: 'needle' }

const requests: FlatList['requests'] = {
  'first page': () => list(),
  'last page': (total) => list(lastPage(total)),
  'first page by name': () => list(byName),
  'last page by name': (total) => list({ ...lastPage(total), ...byName }),
  'by group name': () => list({ sortFieldName: 'policyGroupName', sortType: 'desc' }),
  'by status': () => list({ sortFieldName: 'status', sortType: 'asc' }),
  'of a type and status': () => list({ policyType: 'Auth', status: 'draft' }),
  'of a type': () => list({ policyType: 'DataShare' }),
  'of a type, by name': () => list({ policyType: 'DataShare', ...byName }),
  'of a rare type': () => list({ policyType: 'MISP' }),
  'of a rare type, by name': () => list({ policyType: 'MISP', ...byName }),
  'of a rare type and status': () => list({ policyType: 'MISP', status: 'activated' }),
  'with a word in the id': () => list({ policyId: 'needle' }),
  'with a word in the name': () => list({ policyName: 'needle' }),
  'with a word, by name': () => list({ policyName: 'needle', ...byName }),
  'with a word anywhere': () => list({ search: 'needle' }),
  'V1 search by name': () => search('name', 'asc'),
  'V1 search, newest first': () => search('crDtimes', 'desc'),
  'V1 search of a rare type': () => search('crDtimes', 'desc', { policyType: 'misp' }),
  'V1 search with a word': () => search('name', 'asc', { filters: [needle] }),
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

export const policyList: FlatList = {
  title: 'Policy list',
  sizes: { few: 1000, many: 100_000 },
  reader: people.policyManager,
  requests,
  serverWith,
}
