import { readFileSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { launchBrowser } from '../../tests/journeys/browser.ts'
import { median } from '../median.ts'
import { measure, profiles, type Cost, type Profile, type Visit } from './measure.ts'
import { startDemo, type Demo } from './portal.ts'

/*
 * What pages cost in a real browser that has nothing of them yet: the built product with its demo
 * country, medians of some visits, on this machine as it is and as a slow phone on a slow line has
 * it. `npm run bench:web`, with `--keep` to write the table into README.md, `--only <part of a
 * name>`, `--runs 5`, `--profile slow` and `--root <checkout>` for the build of another checkout.
 */

const { values: options } = parseArgs({
  options: {
    keep: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    profile: { type: 'string', default: '' },
    root: { type: 'string', default: fileURLToPath(new URL('../..', import.meta.url)) },
    runs: { type: 'string', default: '5' },
  },
})

type Session = BrowserContextOptions['storageState']

/** Signs in as a person does. @returns the cookies */
async function signIn(browser: Browser, demo: Demo, user: string): Promise<Session> {
  const context = await browser.newContext({ locale: 'en-GB', baseURL: demo.url })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('User name').fill(user)
  await page.getByLabel('Password', { exact: false }).first().fill(demo.passwordOf(user))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('navigation', { name: 'Menu' }).first().waitFor()
  const state = await context.storageState()
  await context.close()
  // The cookies alone: nothing else is kept from an earlier visit.
  return { cookies: state.cookies, origins: [] }
}

const shown = (selector: string) => `document.querySelector('${selector}')?.offsetHeight > 0`
const idle = `!document.querySelector('main [role=status][aria-label]')`
const filled = `${shown('main h1')} && ${shown('main tbody tr')} && ${idle}`

async function visitsOf(browser: Browser, demo: Demo): Promise<(Visit & { name: string })[]> {
  const partner = await signIn(browser, demo, 'north-bank')
  const admin = await signIn(browser, demo, 'registrar')
  const home = `${shown('main h1')} && ${idle} && document.querySelector('main').innerText.length > 150`
  const list = (name: string, path: string, isReady = filled) => ({
    name,
    path,
    session: admin,
    isReady,
  })
  return [
    { name: 'welcome', path: '/welcome', isReady: shown('main h1') },
    { name: 'partner home', path: '/', session: partner, isReady: home },
    { name: 'admin home', path: '/', session: admin, isReady: home },
    list('partners', '/partners'),
    list('policies', '/policies'),
    list('trust store', '/trust-store', `${home} && ${shown('main a[href*="/trust-store/"]')}`),
    list('API keys', '/api-keys'),
  ]
}

async function medianCost(run: () => Promise<Cost>): Promise<Cost> {
  const costs: Cost[] = []
  for (let index = 0; index < Number(options.runs); index += 1) costs.push(await run())
  const of = (member: keyof Cost) => median(costs.map((cost) => cost[member]))
  return {
    kilobytes: of('kilobytes'),
    requests: of('requests'),
    calls: of('calls'),
    firstPaintMs: of('firstPaintMs'),
    readyMs: of('readyMs'),
    blockingMs: of('blockingMs'),
    shift: of('shift'),
    heapMegabytes: of('heapMegabytes'),
  }
}

function lineOf(name: string, profile: Profile, cost: Cost): string {
  const cells = [
    name,
    profile.name,
    cost.kilobytes.toFixed(0),
    cost.requests,
    cost.calls,
    cost.firstPaintMs.toFixed(0),
    cost.readyMs.toFixed(0),
    cost.blockingMs.toFixed(0),
    cost.shift.toFixed(3),
    cost.heapMegabytes.toFixed(1),
  ]
  return `| ${cells.join(' | ')} |`
}

const head = [
  '| page | profile | kB | requests | calls before data | first paint ms | ready ms | blocking ms | CLS | heap MB |',
  '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
]

const begin = '<!-- bench:web -->'
const end = '<!-- end of bench:web -->'

/** Puts the table where the last one is. */
function keep(lines: readonly string[]): void {
  const file = fileURLToPath(new URL('../README.md', import.meta.url))
  const text = readFileSync(file, 'utf8')
  const [before = '', rest = ''] = text.split(begin)
  const [, after = ''] = rest.split(end)
  writeFileSync(file, `${before}${begin}\n\n${lines.join('\n')}\n\n${end}${after}`)
}

/** @returns the lines of the table */
async function measureAll(demo: Demo, browser: Browser): Promise<string[]> {
  const lines = [...head]
  console.log(lines.join('\n'))
  const wanted = (await visitsOf(browser, demo)).filter(({ name }) => name.includes(options.only))
  for (const visit of wanted) {
    for (const profile of profiles.filter(({ name }) => name.includes(options.profile))) {
      const cost = await medianCost(() => measure(browser, demo.url, { visit, profile }))
      const line = lineOf(visit.name, profile, cost)
      console.log(line)
      lines.push(line)
    }
  }
  return lines
}

const loadBefore = loadavg()[0] ?? 0
const demo = await startDemo(options.root)
try {
  const browser = await launchBrowser()
  try {
    const lines = await measureAll(demo, browser)
    const load = `Load of the machine ${loadBefore.toFixed(1)} before, ${(loadavg()[0] ?? 0).toFixed(1)} after.`
    console.log(load)
    if (options.keep) keep([...lines, '', load])
  } finally {
    await browser.close()
  }
} finally {
  await demo.stop()
}
