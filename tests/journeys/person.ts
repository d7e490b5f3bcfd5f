import { readFileSync } from 'node:fs'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { expectAccessible } from './accessibility.ts'

/** A person at a browser of their own. Everything is found by role and name. */
export async function openPerson(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
) {
  const context = await browser.newContext({ locale: 'en-GB', baseURL: url, ...options })
  // For what never comes; a busy machine is not the page's fault.
  context.setDefaultTimeout(60_000)
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  // The build gives each page the texts it names; one that it lacks is told on the console.
  page.on('console', (line) => {
    if (line.text().includes('MISSING_TRANSLATION')) problems.push(line.text())
  })
  return { ...actionsOf(page), page, problems, close: () => context.close() }
}

export type Person = Awaited<ReturnType<typeof openPerson>>

function actionsOf(page: Page) {
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' })

  /** Where something is filled in: in a dialog where one is open. */
  async function openPlace() {
    const dialog = page.getByRole('dialog')
    return (await dialog.count()) > 0 ? dialog : page
  }

  /** Types into fields, found by their labels; into those of a dialog where one is open. */
  async function enter(fields: Record<string, string>): Promise<void> {
    const place = await openPlace()
    for (const [label, value] of Object.entries(fields)) {
      await place
        .getByLabel(label, { exact: true })
        .or(place.getByLabel(`${label} *`, { exact: true }))
        .first()
        .fill(value)
    }
  }

  /** Waits for a page by its heading, and checks that everybody can use it. */
  async function expectPage(heading: string | RegExp): Promise<void> {
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    await page.getByRole('status', { name: 'Loading' }).first().waitFor({ state: 'hidden' })
    await expectAccessible(page)
  }

  async function choose(label: string, option: string): Promise<void> {
    const place = await openPlace()
    await place.getByRole('combobox', { name: label }).click()
    await page.getByRole('option', { name: option, exact: true }).click()
  }

  /** Waits for the home page, whose title says what waits there. */
  async function atHome(): Promise<void> {
    await page.waitForURL((url) => url.pathname === '/')
    await page.getByRole('navigation', { name: 'Menu' }).waitFor()
    await page.getByRole('heading', { level: 1 }).waitFor()
  }

  return {
    button,
    atHome,
    async expectHome(): Promise<void> {
      await atHome()
      await expectPage(/./)
    },
    enter,
    expectPage,
    /** Whether everybody can use the page that is shown. */
    expectUsable: () => expectAccessible(page),
    choose,
    press: (name: string | RegExp) => button(name).first().click(),
    follow: (name: string | RegExp) => page.getByRole('link', { name }).first().click(),
    visit: (path: string) => page.goto(path),

    /** Drops a certificate file onto the page. */
    async dropFile(name: string, content: string | Uint8Array): Promise<void> {
      const buffer = Buffer.from(content)
      await page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'application/x-x509-ca-cert', buffer })
    },

    /** Presses what saves a file, and reads it. */
    async saved(name: string | RegExp): Promise<{ name: string; text: string }> {
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        button(name).first().click(),
      ])
      return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
    },

    /** Gives the consent that a partner is asked for once, before anything else can be done. */
    async giveConsent(): Promise<void> {
      const consent = page.getByRole('dialog')
      await consent.getByRole('checkbox').check()
      await consent.getByRole('button', { name: 'Continue' }).click()
      await consent.waitFor({ state: 'hidden' })
    },

    async signIn(userName: string, password: string): Promise<void> {
      await page.goto('/')
      await button('Sign in').click()
      await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
      await enter({ 'User name': userName, Password: password })
      await button('Sign in').click()
    },
  }
}
