import { CompiledQuery } from 'kysely'
import type { Chosen } from './rows-by-kind.ts'

/** Values of the statement of a page that differ from page to page. */
interface Window {
  offset: number
  limit: number
}

/** Which statement: two pages with the same differ by their window alone. */
interface PageStatement {
  /** What is shown of the rows. */
  show: object
  ofKinds: Chosen['ofKinds']
  /** List, order, and how many rows are looked at. */
  key: string
}

/** A statement and its values, but for those of the window, which are the last. */
interface Prepared {
  text: string
  values: readonly unknown[]
}

const known = new WeakMap<object, WeakMap<object, Map<string, Prepared>>>()
const everyKind: Chosen['ofKinds'] = []

function knownFor({ show, ofKinds }: PageStatement): Map<string, Prepared> {
  const shown = known.get(show) ?? new WeakMap<object, Map<string, Prepared>>()
  known.set(show, shown)
  const conditions = ofKinds.length === 0 ? everyKind : ofKinds
  const texts = shown.get(conditions) ?? new Map<string, Prepared>()
  shown.set(conditions, texts)
  return texts
}

/**
 * The statement of a page, made once: making it takes as long as reading its rows. Functions and conditions
 * that are made anew for a call are not met again, and neither is what was made with them.
 */
export function preparedPage<Row>(
  wanted: PageStatement,
  { offset, limit }: Window,
  make: () => CompiledQuery<Row>,
): CompiledQuery<Row> {
  const texts = knownFor(wanted)
  const found = texts.get(wanted.key)
  if (found) return CompiledQuery.raw(found.text, [...found.values, limit, offset])
  const made = make()
  const { sql: text, parameters } = made
  const isWindowLast = parameters.at(-2) === limit && parameters.at(-1) === offset
  if (isWindowLast) texts.set(wanted.key, { text, values: parameters.slice(0, -2) })
  return made
}
