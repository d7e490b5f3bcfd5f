import * as contract from '@pmp/contract'
import { exactFilter, filter, flagParameter, type Endpoint } from '@pmp/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'

/*
 * Every order, alone and with every filter, of the lists that are read from row tables: the same rows
 * as a plain sort and a plain filter of everything give.
 */

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
  await fill()
})
afterAll(() => server.close())

const words = [
  'Ärzte',
  'arzt',
  'ARZT',
  'Zug',
  'Éclair',
  'école',
  'Ж',
  'ж',
  'بيت',
  'MOSIP',
  'a_b\\c',
]

async function fill(): Promise<void> {
  const word = sql`(${words}::text[])[1 + n % 11]`
  const statements = [
    sql`insert into pms.policy_group (id, name, descr, user_id, is_active, cr_by, cr_dtimes)
      select 'g' || n, ${word} || n, 'd', 'u', true, 'x', now() from generate_series(1, 6) n`,
    sql`insert into pms.auth_policy (id, policy_group_id, name, descr, policy_file_id, policy_type,
        version, policy_schema, valid_from_date, valid_to_date, is_active, cr_by, cr_dtimes)
      select 'p' || n, case when n < 12 then 'g' || 1 + n % 6 end, ${word}, 'd', '{}', 'Auth', '1', 's',
        now(), now(), true, 'x', now() from generate_series(1, 13) n`,
    sql`insert into pms.partner (id, name, user_id, partner_type_code, approval_status, is_active,
        certificate_alias, policy_group_id, is_deleted, cr_by, cr_dtimes)
      select (${words}::text[])[1 + n % 7] || n, ${word}, 'u',
        case when n % 3 > 0 then 'Auth_Partner' else 'MISP_Partner' end,
        case when n % 5 > 0 then 'approved' else 'InProgress' end, n % 4 > 0, case when n % 3 = 0 then 'c' end,
        case when n % 7 > 0 then 'g' || 1 + n % 6 end, n % 17 = 0, 'x', now() - n % 9 * interval '1 day'
      from generate_series(1, 60) n`,
    sql`insert into pms.partner_policy (policy_api_key, part_id, policy_id, valid_from_datetime,
        is_active, cr_by, cr_dtimes, label)
      select 'k' || n, (${words}::text[])[1 + n % 7] || n, 'p' || 1 + n % 13, now(), n % 4 > 0, 'x',
        now() - n % 8 * interval '1 day', ${word} from generate_series(1, 60) n`,
    sql`insert into pms.partner_policy_request (id, part_id, policy_id, request_datetimes,
        request_detail, status_code, cr_by, cr_dtimes)
      select 'r' || n, (${words}::text[])[1 + n % 7] || n, 'p' || 1 + n % 13, now(), ${word},
        (array['InProgress', 'approved', 'Activated', 'rejected'])[1 + n % 4], 'x',
        now() - n % 8 * interval '1 day' from generate_series(1, 60) n`,
    sql`insert into pms.misp_license (misp_license_id, misp_id, license_key, license_key_name, policy_id,
        valid_from_date, valid_to_date, is_active, is_deleted, cr_by, cr_dtimes)
      select 'l' || n, case when n % 9 > 0 then (${words}::text[])[1 + n % 7] || n else 'gone' end, 'k' || n,
        case when n % 5 > 0 then ${word} end, case when n % 13 > 0 then 'p' || 1 + n % 13 end, now(),
        case when n % 6 > 0 then now() + n % 7 * interval '1 day' end, n % 4 > 0, n % 17 = 0, 'x',
        now() - n % 8 * interval '1 day' from generate_series(1, 60) n`,
  ]
  for (const statement of statements) await statement.execute(server.db)
}

type Value = string | number | boolean | null
type Row = Record<string, Value>

/** The member of a row that a field or a filter is about, where it has another name. */
const members: Record<string, string> = { requestDetail: 'partnerComment' }
const memberOf = (name: string) => members[name] ?? name

const lists = [
  contract.listApiKeys,
  contract.listPolicyRequests,
  contract.listAdminPartners,
  contract.listMispLicences,
]

async function pageOf(list: Endpoint, query: Row): Promise<{ totalResults: number; data: Row[] }> {
  const asked = new URLSearchParams(
    Object.entries(query).map(([name, value]) => [name, String(value)]),
  )
  const address = `${contract.basePaths[list.service]}${list.path}?${asked.toString()}`
  const { body } = await server.send(people.admin, 'GET', address)
  return (body as { response: { totalResults: number; data: Row[] } }).response
}

/** Small pages, put together. @throws {Error} when a page tells another total than there are rows */
async function wholeOf(list: Endpoint, query: Row): Promise<Row[]> {
  const rows: Row[] = []
  const totals = new Set<number>()
  for (let isAll = false; !isAll;) {
    const pageNo = rows.length / 25
    const { data, totalResults } = await pageOf(list, { ...query, pageNo, pageSize: 25 })
    rows.push(...data)
    isAll = data.length < 25
    // An empty page tells no total (common.md 10.4).
    if (data.length > 0) totals.add(totalResults)
  }
  if (rows.length === 0 ? totals.size > 0 : [...totals].join() !== String(rows.length)) {
    throw new Error(`${JSON.stringify(query)} gave ${rows.length} rows of ${[...totals].join()}`)
  }
  return rows
}

const folded = (text: string) =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
const byCodePoint = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0)

/** As people sort: texts without letter case and accents; truths first; what is not there last. */
function compare(one: Value = null, other: Value = null): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  if (typeof one === 'boolean') return Number(other) - Number(one)
  const [left, right] = [String(one), String(other)]
  return byCodePoint(folded(left), folded(right)) || byCodePoint(left, right)
}

const fieldsOf = ({ list }: Endpoint) =>
  (list?.sortFields ?? []).filter((field) => field !== 'emailAddress')

/** What a filter is given, and which rows it finds. */
function filtersOf(list: Endpoint, rows: readonly Row[]): [Row, (row: Row) => boolean][] {
  return Object.entries(list.query?.shape ?? {}).flatMap(([name, schema]) => {
    if (name === 'emailAddress') return []
    const member = memberOf(name)
    const values = [...new Set(rows.map((row) => row[member]).filter((value) => value != null))]
    if (schema === filter) {
      const parts = values.slice(0, 4).map((value) => String(value).slice(0, 3))
      return [...parts, 'zzz'].map((part): [Row, (row: Row) => boolean] => [
        { [name]: part },
        (row) =>
          String(row[member] ?? '')
            .toLowerCase()
            .includes(part.toLowerCase()),
      ])
    }
    if (schema !== exactFilter && schema !== flagParameter) return []
    return values.map((value): [Row, (row: Row) => boolean] => [
      { [name]: value },
      (row) => row[member] === value,
    ])
  })
}

describe.each(lists.map((list) => [list.path, list] as const))('%s', (_path, list: Endpoint) => {
  test.each(fieldsOf(list))('in the order of %s, with every filter', async (field) => {
    const rising = await wholeOf(list, { sortFieldName: field, sortType: 'asc' })
    const falling = await wholeOf(list, { sortFieldName: field, sortType: 'desc' })
    expect(rising.length).toBeGreaterThan(25)
    expect(falling).toEqual(rising.toReversed())
    const values = rising.map((row) => row[memberOf(field)])
    expect(values).toEqual(values.toSorted(compare))
    for (const [query, isFound] of filtersOf(list, rising)) {
      const found = await wholeOf(list, { ...query, sortFieldName: field, sortType: 'asc' })
      expect([query, found]).toEqual([query, rising.filter(isFound)])
    }
  })
})
