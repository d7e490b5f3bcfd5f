import { resolve } from 'node:path'
import { circlesOf, featuresOf, importsOf } from './circles.ts'
import { productOf, readCode, root } from './code.ts'
import {
  castsOf,
  functionsOf,
  perThousandLines,
  suppressionsOf,
  type FunctionSize,
} from './measures.ts'
import { visibleEntries } from './top.ts'

/** `npm run metrics [folder]`: sizes, casts, suppressions and circles of this checkout or another. */
const top = resolve(process.argv[2] ?? root)
const code = readCode(top)
const product = productOf(code)
const tests = code.filter(({ isTest }) => isTest)
const functions = product.flatMap(functionsOf)

function spread(name: string, values: readonly number[]): string {
  const ordered = values.toSorted((left, right) => left - right)
  const share = (part: number) => ordered[Math.ceil(part * ordered.length) - 1] ?? 0
  return `| ${name} | ${ordered.length} | ${share(0.5)} | ${share(0.95)} | ${share(1)} |`
}

const linesOf = (sizes: readonly FunctionSize[]) => sizes.map(({ lines }) => lines)
const casts = product.flatMap(castsOf)
const suppressions = product.flatMap(suppressionsOf)
const testSuppressions = tests.flatMap(suppressionsOf)
const imports = importsOf(code, top)
const unreasoned = (found: typeof suppressions) => found.filter(({ hasReason }) => !hasReason)

function circles(name: string, groups: string[][]): string[] {
  const members = groups.reduce((sum, group) => sum + group.length, 0)
  return [
    `${name}: ${groups.length} (${members} members)`,
    ...groups.map((group) => `  ${group.map((path) => path.replace('/src/', '/')).join(' · ')}`),
  ]
}

console.log(
  [
    '| product code | count | median | 95 of 100 | most |',
    '| --- | --- | --- | --- | --- |',
    spread(
      'lines per file',
      product.map(({ lines }) => lines),
    ),
    spread('lines per function', linesOf(functions.filter(({ isComponent }) => !isComponent))),
    spread('lines per component', linesOf(functions.filter(({ isComponent }) => isComponent))),
    spread(
      'parameters',
      functions.map(({ parameters }) => parameters),
    ),
    spread(
      'nesting',
      functions.map(({ nesting }) => nesting),
    ),
    spread(
      'lines per test file',
      tests.map(({ lines }) => lines),
    ),
    '',
    `lines: product ${product.reduce((sum, { lines }) => sum + lines, 0)}, tests ${tests.reduce((sum, { lines }) => sum + lines, 0)}`,
    `casts: ${casts.length}, ${perThousandLines(casts.length, product).toFixed(2)} per 1,000 lines`,
    `suppressions: ${suppressions.length} (${unreasoned(suppressions).length} without a reason), in tests ${testSuppressions.length} (${unreasoned(testSuppressions).length})`,
    ...circles('import circles between files', circlesOf(imports)),
    ...circles('circles between server features', circlesOf(featuresOf(imports, 'server'))),
    ...circles('circles between web features', circlesOf(featuresOf(imports, 'web'))),
    `visible entries at the top: ${visibleEntries(top).length} (${visibleEntries(top).join(' ')})`,
  ].join('\n'),
)
