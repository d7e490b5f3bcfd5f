import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { circlesOf, importsOf } from './circles.ts'
import { productOf, readCode, root } from './code.ts'
import { castsOf, functionsOf, perThousandLines, suppressionsOf } from './measures.ts'
import { visibleEntries } from './top.ts'

test('npm run metrics prints what the measures say', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'metrics'], { cwd: root })
  const printed = stdout.split('\n')
  const code = readCode()
  const product = productOf(code)
  const casts = product.flatMap(castsOf)
  const suppressions = product.flatMap(suppressionsOf)
  const perThousand = perThousandLines(casts.length, product).toFixed(2)
  const longest = Math.max(...product.map(({ lines }) => lines))
  const parameters = Math.max(...product.flatMap(functionsOf).map(({ parameters: taken }) => taken))
  const starting = (words: string) => printed.find((line) => line.startsWith(words))
  expect(starting('| lines per file')).toMatch(
    new RegExp(`\\| ${product.length} \\|.* ${longest} \\|$`),
  )
  expect(starting('| parameters')).toMatch(new RegExp(` ${parameters} \\|$`))
  expect(printed).toContain(`casts: ${casts.length}, ${perThousand} per 1,000 lines`)
  expect(starting('suppressions: ')).toContain(`: ${suppressions.length} (0 without a reason)`)
  const circles = circlesOf(importsOf(code))
  expect(starting('import circles between files: ')).toContain(`: ${circles.length} (`)
  const atTop = visibleEntries(root)
  expect(printed).toContain(`visible entries at the top: ${atTop.length} (${atTop.join(' ')})`)
})
