import type { Endpoint } from '@pmp/contract'
import { z } from 'zod'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase } from '../../apps/server/src/database/testing.ts'
import { fill } from './databases.ts'
import { serverOn, type MeasuredServer } from './measured-server.ts'
import { isSearch, lists, pageSize, requestsOf, type Asked } from './requests.ts'

/*
 * Every list of the contract, by each sort and filter: pages add up to the total that each of them tells,
 * a sort leaves nothing out and is the same from both ends, and a filter finds what it says.
 */

let server: MeasuredServer
beforeAll(async () => {
  const database = await createTestDatabase()
  await fill(database.pool, 400)
  server = await serverOn(database)
})
afterAll(() => server.close())

type Row = Readonly<Record<string, unknown>>

/** Pages without a total; and what is found all at once. */
const isPaged = ({ path, list, request }: Endpoint) =>
  (list ?? request) !== undefined && path !== '/ftpchipdetail/search'

/** All pages of a request, put together. */
async function wholeOf(asked: Asked): Promise<{ rows: Row[]; totals: number[] }> {
  const rows: Row[] = []
  const totals: number[] = []
  for (let page = 0; ; page += 1) {
    const answer = await server.ask({ ...asked, page }, 'administrator')
    if (answer.refused) throw new Error(`${asked.name}: ${answer.refused}`)
    rows.push(...answer.rows)
    if (answer.rows.length > 0) totals.push(answer.total)
    if (!isPaged(asked.endpoint) || answer.rows.length < pageSize) return { rows, totals }
  }
}

const sorted = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).toSorted()

type Holds = (value: unknown) => boolean

const partOf =
  (text: string): Holds =>
  (value) =>
    typeof value === 'string' && value.toLowerCase().includes(text.toLowerCase())
const equal =
  (text: string): Holds =>
  (value) =>
    JSON.stringify(value).replaceAll('"', '').toLowerCase() === text.toLowerCase()
/** Instants of some answers have an offset, of others none. */
const instantOf = (text: string) => Date.parse(`${text.replace(/(Z|[+-]\d\d:?\d\d)$/, '')}Z`)
const between =
  (from: string, till: string): Holds =>
  (value) =>
    typeof value === 'string' &&
    instantOf(value) >= Date.parse(from) &&
    instantOf(value) <= Date.parse(till)

const Filter = z.object({
  columnName: z.string(),
  type: z.string(),
  value: z.string().default(''),
  fromValue: z.string().default(''),
  toValue: z.string().default(''),
})

/** What a V1 filter says of the column that it names. */
function holdsBy({ type, value, fromValue, toValue }: z.output<typeof Filter>): Holds {
  if (type === 'between') return between(fromValue, toValue)
  return type === 'contains' ? partOf(value) : equal(value)
}

/** What is wrong with the answers to a request; the rows of the whole list are given. */
async function faultsOf(asked: Asked, all: readonly Row[]): Promise<string[]> {
  const { rows, totals } = await wholeOf(asked)
  const isCounted = !isPaged(asked.endpoint) || totals.every((total) => total === rows.length)
  const isWhole = !asked.name.startsWith('by ') || isSame(rows, all)
  return [
    ...(isCounted ? [] : [`${asked.name}: ${rows.length} rows, told ${totals.join()}`]),
    ...(isWhole ? [] : [`${asked.name}: ${rows.length} rows instead of ${all.length}`]),
  ]
}

const isSame = (one: readonly Row[], other: readonly Row[]) =>
  JSON.stringify(sorted(one)) === JSON.stringify(sorted(other))

/** The contract does not say by which columns a V1 search is sorted; contact data has no order. */
const isRefusal = (error: Error) =>
  error.message.includes('PMS-MSD') || error.message.includes('encrypted')

/** The same, where the request may be refused. */
const faultsUnlessRefused = (asked: Asked, all: readonly Row[]) =>
  faultsOf(asked, all).catch((error: Error) => (isRefusal(error) ? [] : [error.message]))

describe.each(lists.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
  '%s',
  (_, endpoint) => {
    const wholeList = async () => (await wholeOf({ name: 'whole', endpoint, given: {} })).rows

    test('has the rows that it counts, in each order and by each filter', async () => {
      const all = await wholeList()
      const faults: string[] = []
      for (const asked of requestsOf(endpoint, all.slice(0, pageSize))) {
        if (!asked.place) faults.push(...(await faultsUnlessRefused(asked, all)))
      }
      expect(faults).toEqual([])
    })

    test.runIf(endpoint.list)('is the same from both ends', async () => {
      const faults: string[] = []
      for (const field of endpoint.list?.sortFields ?? []) {
        if (field === 'emailAddress') continue
        const from = (sortType: string) =>
          wholeOf({ name: field, endpoint, given: { sortFieldName: field, sortType } })
        const [rising, falling] = [await from('asc'), await from('desc')]
        const isReversed = JSON.stringify(falling.rows) === JSON.stringify(rising.rows.toReversed())
        if (!isReversed) faults.push(field)
      }
      expect(faults).toEqual([])
    })

    test.runIf(isSearch(endpoint))('finds by a filter what it says, in any order', async () => {
      const all = await wholeList()
      const requests = requestsOf(endpoint, all.slice(0, pageSize))
      const sorts = requests.flatMap(({ given }) => (given['sort'] ? [given['sort']] : []))
      const filters = requests.flatMap(({ given }) =>
        z.array(Filter).catch([]).parse(given['filters']),
      )
      const faults: string[] = []
      for (const [index, filter] of filters.entries()) {
        const isShown = all.some((row) => (row[filter.columnName] ?? null) !== null)
        const expected = all.filter((row) => holdsBy(filter)(row[filter.columnName]))
        for (const sort of isShown ? [[], sorts[index % sorts.length]] : []) {
          const name = JSON.stringify(filter)
          const answer = await wholeOf({
            name,
            endpoint,
            given: { filters: [filter], sort },
          }).catch(() => undefined)
          // Ranges of what upstream keeps as SQL timestamps are ignored (common.md 8.3).
          const isIgnored = filter.type === 'between' && answer?.rows.length === all.length
          if (answer && !isIgnored && !isSame(answer.rows, expected)) faults.push(name)
        }
      }
      expect(faults).toEqual([])
    })
  },
)
