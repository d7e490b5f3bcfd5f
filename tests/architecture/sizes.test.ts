import { describe, expect, test } from 'vitest'
import { codeFileOf, productOf, readCode } from './code.ts'
import { castsOf, functionsOf, perThousandLines, suppressionsOf } from './measures.ts'

const code = readCode()
const product = productOf(code)
const functions = product.flatMap(functionsOf)

/** The size that 95 of 100 do not pass. */
function most(values: readonly number[]): number {
  const ordered = values.toSorted((left, right) => left - right)
  return ordered[Math.ceil(0.95 * ordered.length) - 1] ?? 0
}

const named = (found: typeof functions) => found.map(({ at, name }) => `${at} ${name}`)

describe('sizes', () => {
  test('no file is longer than 400 lines, and 95 of 100 have at most 250', () => {
    expect(product.filter(({ lines }) => lines > 400).map(({ path }) => path)).toEqual([])
    expect(most(product.map(({ lines }) => lines))).toBeLessThanOrEqual(250)
  })

  test('no function has more than 60 lines, no component more than 120', () => {
    const long = functions.filter(({ isComponent, lines }) => lines > (isComponent ? 120 : 60))
    expect(named(long)).toEqual([])
  })

  test('95 of 100 functions have at most 40 lines, components at most 80', () => {
    const linesOf = (components: boolean) =>
      functions.filter(({ isComponent }) => isComponent === components).map(({ lines }) => lines)
    expect(most(linesOf(false))).toBeLessThanOrEqual(40)
    expect(most(linesOf(true))).toBeLessThanOrEqual(80)
  })

  test('no function takes more than three parameters', () => {
    const many = named(functions.filter(({ parameters }) => parameters > 3))
    expect(many).toEqual([])
  })

  test('nothing is nested deeper than three levels', () => {
    expect(named(functions.filter(({ nesting }) => nesting > 3))).toEqual([])
  })
})

describe('the compiler and the linter are overruled', () => {
  test('at most once in two thousand lines by a cast', () => {
    const casts = product.flatMap(castsOf)
    expect(perThousandLines(casts.length, product)).toBeLessThanOrEqual(0.5)
  })

  test('by a cast only beside its reason', () => {
    const bare = product.flatMap(castsOf).filter(({ hasReason }) => !hasReason)
    const listed = bare.map(({ at, text }) => `${at} ${text}`)
    expect(listed).toEqual([])
  })

  test('by a comment only with its reason', () => {
    const bare = code.flatMap(suppressionsOf).filter(({ hasReason }) => !hasReason)
    const listed = bare.map(({ at, text }) => `${at} ${text}`)
    expect(listed).toEqual([])
  })
})

describe('what counts as a cast', () => {
  const castsIn = (text: string) => castsOf(codeFileOf('a.ts', text)).map((cast) => cast.text)

  test.each([
    'const a: Row = JSON.parse(text)',
    'const a: Row = await response.json().catch(() => ({}))',
    'let a: Row; a = JSON.parse(text)',
    'const read = (): Row => JSON.parse(text)',
    'function read(): Row { return JSON.parse(text) }',
    'write(JSON.parse(text))',
    'const rows = query.$castTo<Row>()',
    'const a = b as Row',
    'const a = b!',
  ])('%s', (text) => {
    expect(castsIn(text)).toHaveLength(1)
  })

  test.each([
    'const a: unknown = JSON.parse(text)',
    'const a: unknown = await response.json().catch(() => undefined)',
    'let a: unknown; try { a = JSON.parse(text) } catch {}',
    'const read = (): unknown => JSON.parse(text)',
    'function read(): unknown { return JSON.parse(text) }',
    'const a = Row.parse(JSON.parse(text))',
    'const a = Row.parse(await response.json())',
    'const a = b as const',
  ])('not %s', (text) => {
    expect(castsIn(text)).toEqual([])
  })
})

test('a suppression says why in its own words, not in a comment that happens to stand above', () => {
  const [above, inside] = suppressionsOf(
    codeFileOf(
      'a.ts',
      '// Why not.\n// oxlint-disable-next-line rule\na()\n// oxlint-disable-next-line rule -- because\n',
    ),
  )
  expect([above?.hasReason, inside?.hasReason]).toEqual([false, true])
})
