import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { OpenDatabase } from '../database.ts'
import { createTestDatabase } from '../testing.ts'
import { findPage, readWindow, type SortedColumn } from './page.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** Two rows without a word, two with the same. */
const given = sql<{ id: number; word: string | null }>`(
  values (1, 'b'), (2, null), (3, 'a'), (4, 'b'), (5, null), (6, 'c'), (7, 'd')
)`.as<'given'>(sql`given(id, word)`)

function all() {
  const matching = database.db.selectFrom(given)
  return { matching, rows: matching.select(['given.id']) }
}

const word = sql.ref('given.word')
const byId: SortedColumn = { column: sql.ref('given.id'), direction: 'asc' }

async function idsAt(order: readonly SortedColumn[], offset: number, limit: number) {
  const { total, data } = await readWindow(all(), [...order, byId], { offset, limit })
  return [total, data.map(({ id }) => id)] as const
}

describe('pages add up to the whole, whichever end they are read from', () => {
  test.each<[string, Omit<SortedColumn, 'column'>, number[]]>([
    ['ascending', { direction: 'asc' }, [3, 1, 4, 6, 7, 2, 5]],
    ['descending', { direction: 'desc' }, [2, 5, 7, 6, 1, 4, 3]],
    ['ascending, those without first', { direction: 'asc', nulls: 'first' }, [2, 5, 3, 1, 4, 6, 7]],
    ['descending, those without last', { direction: 'desc', nulls: 'last' }, [7, 6, 1, 4, 3, 2, 5]],
  ])('%s', async (_, sorted, whole) => {
    const order = [{ column: word, ...sorted }]
    const pages = [0, 2, 4, 6].map(async (offset) => idsAt(order, offset, 2))
    const ids = (await Promise.all(pages)).flatMap(([, page]) => page)
    expect(ids).toEqual(whole)
    expect(await idsAt(order, 0, 100)).toEqual([7, whole])
  })
})

test('behind the last row there is nothing, but the total is told', async () => {
  expect(await idsAt([], 7, 2)).toEqual([7, []])
})

test('a total that is known is not counted', async () => {
  const counted = readWindow({ ...all(), count: async () => 3 }, [byId], { offset: 0, limit: 10 })
  expect(await counted).toEqual({ total: 3, data: [{ id: 1 }, { id: 2 }, { id: 3 }] })
})

test('a V2 list is newest first unless a field is asked for, and an empty page is 0, 0, 0', async () => {
  const order = { columns: { word }, created: byId.column, key: byId.column }
  const page = { pageNo: 0, pageSize: 2 }
  const newest = await findPage({ page }, all(), order)
  expect(newest).toEqual({ pageNo: 0, pageSize: 2, totalResults: 7, data: [{ id: 7 }, { id: 6 }] })
  const sorted = await findPage({ sort: { field: 'word', direction: 'asc' }, page }, all(), order)
  expect(sorted.data).toEqual([{ id: 3 }, { id: 1 }])
  const beyond = await findPage({ page: { pageNo: 9, pageSize: 2 } }, all(), order)
  expect(beyond).toEqual({ pageNo: 0, pageSize: 0, totalResults: 0, data: [] })
})
