import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { adminPassword } from './prepare.ts'
import { demoPlace, startPortal, type Portal } from './portal.ts'

let browser: Browser
let place: Awaited<ReturnType<typeof demoPlace>>
let portal: Portal
let admin: Person
let bank: Person

beforeAll(async () => {
  place = await demoPlace()
  browser = await launchBrowser()
  portal = await startPortal(place.environment)
  admin = await openPerson(browser, portal.url)
  await admin.signIn('admin', adminPassword)
  await admin.expectHome()
  bank = await openPerson(browser, portal.url)
  await bank.signIn('north-bank', place.passwordOf('north-bank'))
  await bank.atHome()
  await bank.giveConsent()
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

const question = 'Would this be accepted now?'

/** The checks as they are shown, the first of them first. */
const checksOf = ({ page }: Person) =>
  page.getByRole('list', { name: 'Checks' }).getByRole('listitem').allInnerTexts()

describe('whether a call would be accepted now', () => {
  test('is told of a key from its page, without its value', async () => {
    await bank.visit('/api-keys')
    await bank.follow('Branches')
    await bank.expectPage('Branches')
    await bank.follow(question)
    await bank.page.getByText('It would be accepted now').waitFor()
    await bank.expectPage(question)
    expect(await checksOf(bank)).toHaveLength(12)
  })

  test('is told of a value, findings first; another’s partner is not there', async () => {
    await bank.visit('/acceptance')
    await bank.expectPage(question)
    await bank.press('Check')
    await bank.page.getByText('Please fill in this field.').waitFor()
    await bank.enter({ 'The key itself': 'not-a-key' })
    await bank.press('Check')
    await bank.page.getByText('It would be refused now').waitFor()
    const [first] = await checksOf(bank)
    expect(first).toContain('It is an API key of this partner')
    expect(first).toContain('This partner has none of that value.')
    expect(bank.page.url()).not.toContain('not-a-key')
    await bank.expectPage(question)
    await bank.page.getByText('OIDC client', { exact: true }).click()
    await bank.enter({ 'Client id': 'nobody' })
    await bank.press('Check')
    await bank.page.getByText('It is an OIDC client of this partner').waitFor()
  })
})

describe('what hangs on a partner', () => {
  test('is told before it is deactivated, and ends with it', async () => {
    await admin.visit('/partners?orgName=North')
    await admin.follow('North Bank')
    await admin.expectPage('North Bank')
    await admin.press('Deactivate')
    const dialog = admin.page.getByRole('dialog', { name: 'Deactivate North Bank?' })
    const stopping = dialog.getByRole('list', { name: 'What stops with it' })
    await stopping.getByText(/\d API keys? stops? working/).waitFor()
    await stopping.getByText('Branches').waitFor()
    await stopping.getByText('ID authentication and eSignet are told at once').waitFor()
    await admin.expectUsable()
    await dialog.getByRole('button', { name: 'Keep active' }).click()
    await dialog.waitFor({ state: 'hidden' })

    await admin.press('Deactivate')
    await dialog.getByRole('button', { name: 'Deactivate North Bank' }).click()
    await admin.page.getByText('North Bank is deactivated.').waitFor()
    await admin.visit('/api-keys?status=deactivated')
    await admin.follow('Branches')
    await admin.expectPage('Branches')
    await admin.follow(question)
    await admin.page.getByText('It would be refused now').waitFor()
    const texts = (await checksOf(admin)).join('\n')
    expect(texts).toContain('The key is active')
    expect(texts).toContain('It was deactivated.')
    await admin.expectPage(question)
  })
})
