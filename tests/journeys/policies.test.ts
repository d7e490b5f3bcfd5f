import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import type english from '../../apps/web/src/i18n/eng.json'
import { openPerson } from './person.ts'
import { draft, group, jsonOf, openPolicyDesk, sound } from './policy-desk.ts'

const desk = await openPolicyDesk()
afterAll(() => desk.close())
const { first, second } = desk

/** The whole life of a policy; each test goes on where the one before ended. */
describe('the life of a policy', () => {
  test('begins from a template', async () => {
    await first.visit('/policies/new')
    await first.choose('Template', 'e-KYC with the usual attributes')
    await first.page.getByText('These attributes are shared: full name').waitFor()
    await first.choose('Policy group', group)
    await first.enter({ Name: '  Car   rental ', Description: 'Know who rents a car' })
    await first.expectPage('New policy')
  })

  test('another beginning keeps the words, and asks before it replaces the document', async () => {
    await first.choose('Template', 'One-time password, no data')
    await first.page.getByText('No personal attribute is shared.').waitFor()
    await jsonOf(first).fill('{ "authTokenType": "policy" }')
    await first.choose('Type', 'Data share')
    await first.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(await jsonOf(first).innerText()).toContain('"policy"')
    await first.choose('Type', 'Data share')
    await first.press('Begin anew')
    await first.page.getByText('The partner fetches the data from a share').waitFor()
    await first.choose('Type', 'Authentication')
    await first.page.getByText('No personal attribute is shared.').waitFor()
    expect(await first.page.getByLabel('Description').inputValue()).toBe('Know who rents a car')
    await first.expectPage('New policy')
  })

  test('what is too long or holds other characters is said before it is sent', async () => {
    const names = Array.from({ length: 200 }, (_, index) => ({ attributeName: `name${index}` }))
    await jsonOf(first).fill(sound.replace('[{"attributeName":"fullName"}]', JSON.stringify(names)))
    await first.page.getByText('It is longer than 5,120 characters.').waitFor()
    await first.enter({ Name: 'Cars <new>' })
    await first.press('Save draft')
    await first.page.getByText('Only letters, digits, blanks').waitFor()
    await first.enter({ Name: '  Car   rental ' })
    await first.expectPage('New policy')
  })

  test('a wrong document is explained at its line and not saved', async () => {
    await jsonOf(first).fill('{\n  "authTokenType": "Partner",\n  "allowedAuthTypes": []\n}')
    await first.page.getByText('The document cannot be saved yet').first().waitFor()
    await first.page
      .getByText('not allowed here; use "random", "partner" and "policy"')
      .first()
      .waitFor()
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
    await first.expectHome()
  })

  test('is published, and prepared anew while it stays active', async () => {
    await first.visit('/policies?search=Car')
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

  test('before one ends that partners use, the dialog says what stops with it', async () => {
    await first.visit('/policies?search=Account')
    await first.follow('Account opening')
    await first.expectPage('Account opening')
    await first.press('Deactivate')
    const dialog = first.page.getByRole('dialog')
    await dialog.getByText('1 approved request ends').waitFor()
    await dialog.getByText(/\d API keys? stops? working/).waitFor()
    await dialog.getByText('North Bank').first().waitFor()
    await first.expectPage('Account opening')
    const confirm = dialog.getByRole('button', { name: 'Deactivate Account opening' })
    expect(await confirm.isEnabled()).toBe(true)
    await dialog.getByRole('button', { name: 'Keep active' }).click()
    await dialog.waitFor({ state: 'hidden' })
  })
})

describe('policy groups and lists', () => {
  test('a policy is cloned into another group, where names are unique', async () => {
    await first.visit('/policies?search=Account')
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
    await first.visit('/policy-groups?search=Public')
    await first.expectPage('Policy groups')
    await first.follow('Public services')
    await first.expectPage('Public services')
    await first.press('Deactivate')
    const dialog = first.page.getByRole('dialog')
    await dialog.getByText('1 draft', { exact: false }).waitFor()
    await first.expectPage('Public services')
    expect(await dialog.getByRole('button', { name: 'Deactivate' }).isDisabled()).toBe(true)
  })

  test('an edited group keeps the status that others gave it', async () => {
    await first.visit('/policies')
    await first.follow('Policy groups')
    await first.expectPage('Policy groups')
    await first.press('New policy group')
    await first.enter({ Name: 'Short-lived', Description: 'For this journey' })
    // A dialog asks before it closes on what was typed, and Escape closes the question first.
    const question = first.page.getByText('Leave without saving?')
    await first.page.keyboard.press('Escape')
    await question.waitFor()
    await first.expectUsable()
    await first.page.keyboard.press('Escape')
    await question.waitFor({ state: 'hidden' })
    // Back asks in the same way; whoever stays goes on where they were.
    await first.page.goBack()
    await question.waitFor()
    await first.page.keyboard.press('Escape')
    await question.waitFor({ state: 'hidden' })
    const description = first.page.getByRole('textbox', { name: 'Description' })
    await description.and(first.page.locator(':focus')).waitFor()
    await first.press('Create')
    await first.visit('/policy-groups?search=Short-lived')
    await first.follow('Short-lived')
    await first.press('Edit')
    await first.enter({ Description: 'Changed later' })
    await second.visit('/policy-groups?search=Short-lived')
    await second.follow('Short-lived')
    await second.press('Deactivate')
    await second.page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
    await second.page.getByText('The policy group Short-lived is deactivated.').waitFor()
    await first.press('Save')
    await first.page.getByText('The policy group Short-lived is saved.').waitFor()
    await first.page.getByText('deactivated', { exact: true }).waitFor()
    await first.expectPage('Short-lived')
  })

  test('filters are chips, and boxes say what applies', async () => {
    const { page } = first
    await draft(first, 'Shared work')
    await first.visit('/policies?status=draft&policyName=Shared')
    await page.getByRole('link', { name: 'Shared work' }).waitFor()
    await first.expectPage('Policies')
    await first.press('Remove the filter Status: draft')
    await page.waitForURL((url) => !url.search.includes('status'))
    await first.press('Filter')
    await page.getByLabel('Description', { exact: true }).fill('journey')
    await page.getByLabel('Name', { exact: true }).fill('Sha')
    await page.waitForURL(/policyDescription=journey/)
    expect(page.url()).toContain('policyName=Sha')
    await first.press('Remove the filter Name: Sha')
    await page.waitForURL((url) => !url.search.includes('policyName'))
    await first.press('Filter')
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('')
    await first.expectPage('Policies')
  })

  test('a view is saved and found again, its rows exported', async () => {
    await first.visit('/policies?status=draft')
    await first.expectPage('Policies')
    await first.press('View')
    await first.page.getByRole('checkbox', { name: 'Id' }).check()
    await first.expectPage('Policies')
    await first.page.keyboard.press('Escape')
    await first.press('View')
    await first.press('Save this view')
    await first.enter({ 'Name of the view': 'Open drafts' })
    await first.press('Save')
    await first.page.getByText('The view Open drafts is saved.').waitFor()
    await first.visit('/policies')
    await first.press('View')
    await first.press('Open drafts')
    await first.page.waitForURL(/status=draft/)
    await first.page.getByRole('columnheader', { name: 'Id' }).waitFor()

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
    await first.page.waitForURL(/search=Account/)
    const links = first.page.getByRole('link', { name: 'Account opening' })
    await links.nth(1).waitFor()
    const moveDown = async () => {
      await links.first().focus()
      await first.page.keyboard.press('ArrowDown')
      return links.nth(1).evaluate((link) => link === document.activeElement)
    }
    // The rows are made anew when the search is answered, and then nothing has the focus.
    await expect.poll(moveDown).toBe(true)
    await first.page.keyboard.press('Enter')
    await first.expectPage('Account opening')
  })
})

describe('the same pages in other languages', () => {
  test.each([
    ['fr-FR', 'fr', 'ltr'],
    ['ar', 'ar', 'rtl'],
  ])('%s', async (locale, lang, direction) => {
    const texts = textsOf(lang)
    const person = await openPerson(desk.browser, desk.url, {
      locale,
      colorScheme: 'dark',
      storageState: await first.page.context().storageState(),
      viewport: { width: 375, height: 800 },
    })
    const { page } = person
    async function expectFine() {
      await person.expectUsable()
      const isWide = await page.evaluate(
        () => document.documentElement.scrollWidth > window.innerWidth,
      )
      expect(isWide).toBe(false)
    }
    await person.visit('/policies?search=Account&status=activated')
    await page.getByRole('heading', { level: 1, name: texts['policies.menu'] }).waitFor()
    const root = page.locator('html')
    expect(await root.getAttribute('lang')).toMatch(new RegExp(`^${lang}`))
    expect(await root.getAttribute('dir')).toBe(direction)
    await expectFine()
    await person.follow('Account opening')
    await page.getByRole('heading', { level: 2, name: texts['policies.versions'] }).waitFor()
    await expectFine()
    await person.press(texts['policies.deactivate'])
    await page.getByRole('dialog').getByText('North Bank').first().waitFor()
    await expectFine()
    await person.press(texts['deactivation.keep'])

    await person.visit('/policies/new?type=DataShare')
    await page.getByRole('heading', { level: 1, name: texts['policies.new'] }).waitFor()
    await page.getByText(texts['policies.summary.encryption.all']).waitFor()
    await expectFine()
    await page.getByRole('textbox', { name: texts['policies.json'] }).fill('{')
    await page.getByText(texts['policies.notJson']).waitFor()
    await person.press(texts['policies.save'])
    await page.getByText(texts['forms.required']).first().waitFor()
    // The first wrong field has the focus, and its choices are open.
    await page.keyboard.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'hidden' })
    await expectFine()

    await person.visit('/policy-groups?search=Public')
    await person.press(texts['groups.new'])
    await page.getByRole('dialog').waitFor()
    await expectFine()
    await person.press(texts['actions.cancel'])
    await person.follow('Public services')
    await page.getByRole('heading', { level: 1, name: 'Public services' }).waitFor()
    await page.getByRole('link', { name: 'Account opening' }).waitFor()
    await expectFine()
    expect(person.problems).toEqual([])
    await person.close()
  })
})

function textsOf(lang: string) {
  const code = lang === 'ar' ? 'ara' : 'fra'
  const file = new URL(`../../apps/web/src/i18n/${code}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as Record<keyof typeof english, string>
}
