import { CompiledQuery, sql, type RawBuilder, type SqlBool } from 'kysely'
import { expect, test } from 'vitest'
import { preparedPage } from './prepared-pages.ts'

/** Counts how often a statement is made. */
function maker(parameters: (window: { offset: number; limit: number }) => unknown[]) {
  let made = 0
  const show = () => {}
  return {
    ask(
      window: { offset: number; limit: number },
      key = 'newest',
      ofKinds: readonly RawBuilder<SqlBool>[] = [],
    ) {
      return preparedPage({ show, ofKinds, key }, window, () => {
        made += 1
        return CompiledQuery.raw(`statement ${made}`, parameters(window))
      })
    },
    made: () => made,
  }
}

test('pages that differ by their window have one statement, with their own values', () => {
  const { ask, made } = maker(({ offset, limit }) => ['kind', limit, offset])
  ask({ offset: 0, limit: 50 })
  const { sql: text, parameters } = ask({ offset: 100, limit: 25 })
  expect([text, parameters]).toEqual(['statement 1', ['kind', 25, 100]])
  expect(made()).toBe(1)
})

test('another order and other conditions have statements of their own', () => {
  const { ask, made } = maker(({ offset, limit }) => [limit, offset])
  const window = { offset: 0, limit: 50 }
  ask(window)
  ask(window, 'oldest')
  ask(window, 'newest', [sql<SqlBool>`row.status = ${'activated'}`])
  expect(made()).toBe(3)
})

test('a statement whose last values are not those of the window is made each time', () => {
  const { ask, made } = maker(({ offset, limit }) => [limit, offset, 'more'])
  for (const offset of [0, 50]) ask({ offset, limit: 50 })
  expect(made()).toBe(2)
})
