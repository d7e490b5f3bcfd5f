import { existsSync } from 'node:fs'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page } from 'playwright-core'
import { expect } from 'vitest'

const debian = '/usr/bin/chromium'

/** What keeps a headless browser quiet and local; none of it weakens web security. */
const quiet = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Debian's Chromium if it is installed, else the one that came with npm. */
export async function launchBrowser(): Promise<Browser> {
  if (existsSync(debian)) return chromium.launch({ executablePath: debian, args: quiet })
  // The package only unpacks its libraries when it believes to be on its usual host.
  process.env['AWS_EXECUTION_ENV'] = 'AWS_Lambda_nodejs22.x'
  process.env['AWS_LAMBDA_JS_RUNTIME'] = 'nodejs22.x'
  const { default: bundled } = await import('@sparticuz/chromium')
  const executablePath = await bundled.executablePath()
  return chromium.launch({ executablePath, args: [...quiet, '--headless=shell'] })
}

/** Fails with the rule, the impact and the first element of every accessibility violation. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const found = violations.map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes[0]?.html}`)
  expect(found, `accessibility of ${page.url()}`).toEqual([])
}
