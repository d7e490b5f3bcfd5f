import { readFileSync } from 'node:fs'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { freshPlace, startPortal, type Portal } from './portal.ts'

const adminPassword = 'a-long-enough-password'
const group = 'Banking and payments'

let browser: Browser
let place: Awaited<ReturnType<typeof freshPlace>>
let portal: Portal
let first: Person
let second: Person

beforeAll(async () => {
  place = await freshPlace()
  browser = await launchBrowser()
  portal = await startPortal({ ...place.environment, ADMIN_PASSWORD: adminPassword }, ['--demo'])
  first = await openPerson(browser, portal.url, { acceptDownloads: true })
  second = await openPerson(browser, portal.url)
  for (const person of [first, second]) {
    await person.signIn('admin', adminPassword)
    await person.expectPage(/Welcome/)
  }
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

const sound = JSON.stringify({
  authTokenType: 'policy',
  allowedAuthTypes: [{ authType: 'otp', mandatory: false }],
  allowedKycAttributes: [{ attributeName: 'fullName' }],
})

const jsonOf = ({ page }: Person) => page.getByRole('textbox', { name: 'Document (JSON)' })

/** A draft in the demo's group of banks; leaves the person on its page. */
async function draft(person: Person, name: string): Promise<void> {
  await person.visit('/policies/new')
  await person.expectPage('New policy')
  await person.choose('Policy group', group)
  await person.enter({ Name: name, Description: `${name}, for a journey` })
  await person.press('Save draft')
  await person.expectPage(name)
}

/** The whole life of a policy; each test goes on where the one before ended. */
describe('the life of a policy', () => {
  test('begins from a template', async () => {
    await first.visit('/policies/new')
    await first.choose('Template', 'e-KYC with the usual attributes')
    await first.page.getByText('These attributes are shared: full name').waitFor()
    await first.choose('Policy group', group)
    await first.enter({ Name: 'Car rental', Description: 'Know who rents a car' })
    await first.expectPage('New policy')
  })

  test('a wrong document is explained at its line and not saved', async () => {
    await jsonOf(first).fill('{\n  "authTokenType": "Partner",\n  "allowedAuthTypes": []\n}')
    await first.page.getByText('The document cannot be saved yet').first().waitFor()
    await first.page.getByText('not allowed here').first().waitFor()
    await first.page.locator('.cm-lint-marker-error').first().waitFor()
    await first.expectPage('New policy')
    await first.press('Save draft')
    await first.page.getByRole('alert').getByText('The document cannot be saved yet').waitFor()
    await first.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from('[1]') })
    await first.page.getByText('This file is not a JSON object of a policy.').waitFor()
    await jsonOf(first).fill(sound)
    await first.press('Save draft')
    await first.expectPage('Car rental')
  })

  test('the editor suggests what the schema knows', async () => {
    await first.follow('Edit draft')
    await first.expectPage('Edit draft')
    await jsonOf(first).fill('{\n  "authTokenType": \n}')
    await jsonOf(first).press('ArrowUp')
    await jsonOf(first).press('End')
    await jsonOf(first).press('Control+Space')
    await first.page.getByRole('option', { name: '"policy"' }).waitFor()
    await first.page.keyboard.press('Escape')
    await first.follow('Home')
    await first.press('Leave')
    await first.expectPage(/Welcome/)
  })

  test('is published, and prepared anew while it stays active', async () => {
    await first.visit('/policies?policyName=Car')
    await first.follow('Car rental')
    await first.expectPage('Car rental')
    await first.press('Publish')
    await first.press('Publish now')
    await first.page.getByText('The policy is published.').waitFor()
    await first.follow('New version')
    await first.expectPage('New version')
    await first.enter({ Version: '2.0' })
    await first.page.getByLabel('Demographic data').check()
    await first.press('Save draft')
    await first.page.getByText('Version 2.0 is being prepared').waitFor()
    await first.page.getByText('Added – allowedAuthTypes › demo').first().waitFor()
    await first.expectPage('Car rental')
    await first.press('Publish next version')
    await first.page.getByRole('dialog').getByText('No partner uses this policy.').waitFor()
    await first.press('Publish now')
    await first.page.getByText('Version 2.0 is active now.').waitFor()
    await first.expectPage('Car rental')
  })

  test('its versions can be compared', async () => {
    await first.page
      .getByRole('button', { name: /^Compare with now/ })
      .last()
      .click()
    const dialog = first.page.getByRole('dialog')
    await dialog.getByText('Changed – version: from "1.1" to "2.0"').waitFor()
    await dialog.getByRole('button', { name: 'Line by line' }).click()
    await dialog.getByText('+     "authType": "demo",').waitFor()
    await first.expectPage('Car rental')
    await first.page.keyboard.press('Escape')
  })

  test('ends when it is deactivated', async () => {
    await first.press('Deactivate')
    await first.page.getByRole('dialog').getByText('No partner uses this policy.').waitFor()
    await first.page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
    await first.page.getByText('The policy is deactivated.').waitFor()
    await first.page.getByText('deactivated', { exact: true }).first().waitFor()
    await first.expectPage('Car rental')
  })

  test('one that partners use cannot end, and the dialog says why', async () => {
    await first.visit('/policies?policyName=Account')
    await first.follow('Account opening')
    await first.expectPage('Account opening')
    await first.press('Deactivate')
    const dialog = first.page.getByRole('dialog')
    await dialog.getByText('1 approved request').waitFor()
    await dialog.getByText('North Bank').waitFor()
    await first.expectPage('Account opening')
    expect(await dialog.getByRole('button', { name: 'Deactivate' }).isDisabled()).toBe(true)
  })
})

describe('two managers on one draft', () => {
  test('the second sees what the first saved, and loses nothing', async () => {
    await draft(first, 'Shared work')
    await first.follow('Edit draft')
    await first.expectPage('Edit draft')
    await second.visit('/policies?policyName=Shared')
    await second.follow('Shared work')
    await second.expectPage('Shared work')
    await second.follow('Edit draft')
    await second.expectPage('Edit draft')

    await first.enter({ Description: 'What the first one wrote' })
    await first.press('Save draft')
    await first.expectPage('Shared work')
    await second.enter({ Description: 'What the second one wrote' })
    await second.press('Save draft')
    await second.page.getByText('admin has saved this draft meanwhile').waitFor()
    await second.page.getByText('What the first one wrote').waitFor()
    await second.expectPage('Edit draft')
    expect(await second.page.getByLabel('Description').inputValue()).toBe(
      'What the second one wrote',
    )
    await second.press('Keep mine and replace the saved one')
    await second.press('Save draft')
    await second.expectPage('Shared work')
    await second.page.getByText('What the second one wrote').first().waitFor()
  })
})

describe('policy groups and lists', () => {
  test('a policy is cloned into another group, where names are unique', async () => {
    await first.visit('/policies?policyName=Account')
    await first.follow('Account opening')
    await first.press('Clone')
    await first.choose('Policy group', group)
    await first.press('Create the clone')
    await first.page.getByText('A policy with this name or id exists already.').waitFor()
    await first.choose('Policy group', 'Public services')
    await first.press('Create the clone')
    await first.page.getByText('Account opening is a draft in Public services now.').waitFor()
    await first.expectPage('Account opening')
  })

  test('a group with policies says what stands in the way of its end', async () => {
    await first.visit('/policy-groups?name=Public')
    await first.expectPage('Policy groups')
    await first.follow('Public services')
    await first.expectPage('Public services')
    await first.press('Deactivate')
    const dialog = first.page.getByRole('dialog')
    await dialog.getByText('1 draft', { exact: false }).waitFor()
    await first.expectPage('Public services')
    expect(await dialog.getByRole('button', { name: 'Deactivate' }).isDisabled()).toBe(true)
  })

  test('a view is saved and found again, its rows exported', async () => {
    await first.visit('/policies?status=draft')
    await first.expectPage('Policies')
    await first.press('Columns')
    await first.page.getByRole('checkbox', { name: 'Id' }).check()
    await first.expectPage('Policies')
    await first.page.keyboard.press('Escape')
    await first.press('Saved views')
    await first.press('Save this view')
    await first.enter({ 'Name of the view': 'Open drafts' })
    await first.press('Save')
    await first.page.getByText('The view Open drafts is saved.').waitFor()
    await first.visit('/policies')
    await first.press('Saved views')
    await first.press('Open drafts')
    await first.page.waitForURL(/status=draft/)
    await first.page.getByRole('columnheader', { name: 'Id' }).waitFor()

    await first.press('Export')
    const saved = first.page.waitForEvent('download')
    await first.press('CSV')
    const file = await saved
    expect(file.suggestedFilename()).toBe('policies.csv')
    const text = readFileSync(await file.path(), 'utf8')
    expect(text).toMatch(/^\uFEFF"Name","Type","Policy group","Created","Status","Id"\r\n/)
    expect(text).toContain('"Shared work","Authentication","Banking and payments"')
    expect(text).not.toContain('"active"')
    const book = first.page.waitForEvent('download')
    await first.press('Excel (XLSX)')
    expect((await book).suggestedFilename()).toBe('policies.xlsx')
    await first.page.keyboard.press('Escape')
  })

  test('rows are reached with the keyboard', async () => {
    await first.visit('/policies')
    await first.expectPage('Policies')
    await first.page.keyboard.press('/')
    await first.page.keyboard.type('Account')
    await first.page.waitForURL(/policyName=Account/)
    const links = first.page.getByRole('link', { name: 'Account opening' })
    await links.nth(1).waitFor()
    await links.first().focus()
    await first.page.keyboard.press('ArrowDown')
    expect(await links.nth(1).evaluate((link) => link === document.activeElement)).toBe(true)
    await first.page.keyboard.press('Enter')
    await first.expectPage('Account opening')
  })
})

describe('the same pages in other languages', () => {
  test.each([
    ['fr-FR', 'fr', 'ltr', 'Politiques', 'Historique'],
    ['ar', 'ar', 'rtl', 'السياسات', 'السجل'],
  ])('%s', async (locale, lang, direction, title, history) => {
    const person = await openPerson(browser, portal.url, {
      locale,
      colorScheme: 'dark',
      storageState: await first.page.context().storageState(),
      viewport: { width: 375, height: 800 },
    })
    await person.visit('/policies?policyName=Account')
    await person.page.getByRole('heading', { level: 1, name: title }).waitFor()
    const root = person.page.locator('html')
    expect(await root.getAttribute('lang')).toMatch(new RegExp(`^${lang}`))
    expect(await root.getAttribute('dir')).toBe(direction)
    await person.expectUsable()
    await person.follow('Account opening')
    await person.page.getByRole('heading', { level: 2, name: history }).waitFor()
    await person.expectUsable()
    const isWide = await person.page.evaluate(
      () => document.documentElement.scrollWidth > window.innerWidth,
    )
    expect(isWide).toBe(false)
    expect(person.problems).toEqual([])
    await person.close()
  })
})
