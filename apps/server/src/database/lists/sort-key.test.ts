import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../database.ts'
import { createTestDatabase } from '../testing.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('people expect neither letter case nor accents to decide, on every database', async () => {
  const expected = [
    '',
    '1',
    'A',
    'a',
    'Arzt',
    'arzt',
    'Ärzte',
    'card-print',
    'Éclair',
    'école',
    'MOSIP',
    'Zug',
    'Øre',
    'Άλφα',
    'αλφα',
    'ВАЗ',
    'ваза',
    'Ж',
    'ж',
    'ألف',
    'بيت',
  ] as const
  const { rows } = await sql<{
    word: string
  }>`select word from unnest(${[...expected].toSorted()}::text[]) word
    order by pmp.sort_key(word)`.execute(database.db)
  expect(rows.map(({ word }) => word)).toEqual(expected)
})

test('a text of any length has a bounded place in an order', async () => {
  for (const text of ['x'.repeat(4000), 'ﷺ'.repeat(4000), '😀'.repeat(4000)]) {
    const { rows } = await sql<{ bytes: number }>`
      select octet_length(pmp.sort_key(${text})) as bytes`.execute(database.db)
    expect(rows[0]?.bytes).toBeLessThan(2000)
  }
})
