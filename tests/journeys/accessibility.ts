import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules that hold for every page. */
export const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const options: RunOptions = {
  runOnly: tags,
  // Every rule runs; of those that pass, only the names come back.
  resultTypes: ['violations'],
}

/** Resolves when nothing moves any more: half-way through a fade, colours are not those of the page. */
const stillness = `(async () => {
  const frame = () => new Promise(requestAnimationFrame)
  const moves = ({ playState, effect }) =>
    playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime)
  for (let still = 0; still < 3; still += 1) {
    await frame()
    if (document.getAnimations().some(moves)) still = -1
  }
})()`

/**
 * What axe finds in a page. In the page itself and with one copy of
 * axe per document: a blank page for each look costs five times as much and finds the same.
 */
export async function lookForBarriers(page: Page): Promise<AxeResults> {
  // A frame would need a copy of its own.
  expect(page.frames()).toHaveLength(1)
  await page.evaluate(stillness)
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source)
  return page.evaluate(`axe.run(document, ${JSON.stringify(options)})`)
}

/** Fails with the rule, the impact and the first element of every accessibility violation. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await lookForBarriers(page)
  const found = violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes[0]?.html}`)
  expect(found, `accessibility of ${page.url()}`).toEqual([])
}
