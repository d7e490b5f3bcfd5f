import { describe, expect, test } from 'vitest'
import { circlesOf, featuresOf, importsOf, modulesOf } from './circles.ts'
import { generated, productOf, readCode } from './code.ts'

const code = readCode()
const product = productOf(code)
const imports = importsOf(code)

/** Product files of these paths that import one of those. */
function importing(files: RegExp, wanted: RegExp): string[] {
  return product
    .filter(({ path }) => files.test(path))
    .filter(({ path }) => [...(imports.get(path) ?? [])].some((other) => wanted.test(other)))
    .map(({ path }) => path)
}

describe('imports flow one way', () => {
  test('rules know neither database nor HTTP', () => {
    expect(importing(/\/rules\.ts$/, /\/(database|http)\/|\/queries\.ts$/)).toEqual([])
  })

  test('only routes, and what serves a file, know HTTP', () => {
    const queries = /apps\/server\/src\/(database\/|features\/(?!.*\/(routes|serve-[a-z-]+)\.ts$))/
    expect(importing(queries, /apps\/server\/src\/http\//)).toEqual([])
  })

  test('the certificate engine knows no feature', () => {
    expect(importing(/\/certificate-engine\//, /apps\/server\/src\/features\//)).toEqual([])
  })

  test('packages know no application', () => {
    expect(importing(/^packages\//, /^apps\//)).toEqual([])
  })

  test('the product knows no test', () => {
    expect(importing(/./, /\.test\.tsx?$|^tests\//)).toEqual([])
  })

  test('features of the web do not import each other', () => {
    const others = [...featuresOf(imports, 'web')].filter(([, needed]) => needed.size > 0)
    expect(others).toEqual([])
  })

  test('every import of the repository meets a file', () => {
    const paths = new Set(code.map(({ path }) => path))
    const lost = [...imports].flatMap(([from, needed]) =>
      [...needed]
        .filter((path) => /\.tsx?$/.test(path) && !paths.has(path))
        .map((path) => `${from} → ${path}`),
    )
    expect(lost.filter((line) => !line.endsWith(generated))).toEqual([])
  })
})

describe('no circle', () => {
  test('between files, types included', () => {
    expect(circlesOf(imports)).toEqual([])
  })

  test('between features of the server', () => {
    expect(circlesOf(featuresOf(imports, 'server'))).toEqual([])
  })

  test('and a circle would be found', () => {
    const graph = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c', 'd'])],
      ['c', new Set(['a'])],
      ['d', new Set(['e'])],
      ['e', new Set<string>()],
    ])
    expect(circlesOf(graph)).toEqual([['a', 'b', 'c']])
  })
})

describe('SQL', () => {
  test('is nowhere in http/', () => {
    const http = product.filter(({ path }) => path.startsWith('apps/server/src/http/'))
    const wrong = http.filter((file) => modulesOf(file).some((name) => /^(kysely|pg)\b/.test(name)))
    expect(wrong.map(({ path }) => path)).toEqual([])
  })
})
