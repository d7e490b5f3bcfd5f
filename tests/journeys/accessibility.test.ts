import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectAccessible, lookForBarriers, tags } from './accessibility.ts'
import { launchBrowser } from './browser.ts'

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await launchBrowser()
  page = await browser.newPage()
})
afterAll(() => browser.close())

const pageWith = (content: string, style = '') =>
  page.setContent(`<!doctype html><html lang="en"><title>A page</title><style>${style}</style>
    <main><h1>A page</h1>${content}</main></html>`)

/** The check of the journeys finds what it is there for. */
test.each([
  ['label', '<input>'],
  ['button-name', '<button></button>'],
  ['image-alt', '<img src="data:,">'],
  ['color-contrast', '<p style="color: #aaa">Pale</p>'],
  [
    'target-size',
    '<button style="width:9px;height:9px;padding:0;font-size:1px">a</button>'.repeat(2),
  ],
  ['aria-required-attr', '<span role="checkbox" aria-label="a" tabindex="0"></span>'],
  ['heading-order', '<h4>Too deep</h4>'],
  ['region', '</main><p>Beside everything</p><main hidden>'],
  ['scrollable-region-focusable', '<div style="overflow:auto;height:9px"><p>a<p>b<p>c</div>'],
])('finds a breach of %s', async (rule, content) => {
  await pageWith(content)
  const { violations } = await lookForBarriers(page)
  expect(violations.map(({ id }) => id)).toEqual([rule])
  await expect(expectAccessible(page)).rejects.toThrow('accessibility of about:blank')
})

test('looks again at a page that has changed since', async () => {
  await pageWith('<p>Fine</p>')
  await expectAccessible(page)
  await page.evaluate('document.querySelector("p").replaceWith(document.createElement("button"))')
  await expect(expectAccessible(page)).rejects.toThrow('accessibility of about:blank')
})

test('looks at every rule of its tags', async () => {
  await pageWith('<p>Fine</p>')
  const results = await lookForBarriers(page)
  const lists = [results.violations, results.passes, results.incomplete, results.inapplicable]
  const seen = new Set(lists.flat().map(({ id }) => id))
  const known = await page.evaluate<{ ruleId: string; tags: string[] }[]>(
    `axe.getRules(${JSON.stringify(tags)})`,
  )
  const unseen = known.filter(({ ruleId }) => !seen.has(ruleId))
  // axe leaves out what it calls unripe or outdated.
  const isLeftOut = (tag: string) => tag === 'experimental' || tag === 'deprecated'
  expect(unseen.filter((rule) => !rule.tags.some(isLeftOut))).toEqual([])
  expect(seen.size).toBeGreaterThan(85)
})

test('waits for what fades in', async () => {
  await pageWith(
    '<p>Soon here</p>',
    'p { animation: fade 0.4s } @keyframes fade { from { opacity: 0 } }',
  )
  await expect(expectAccessible(page)).resolves.toBeUndefined()
})
