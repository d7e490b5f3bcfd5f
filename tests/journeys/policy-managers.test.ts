import { afterAll, describe, expect, test } from 'vitest'
import { draft, manager, openPolicyDesk } from './policy-desk.ts'

const desk = await openPolicyDesk()
afterAll(() => desk.close())
const { first, second } = desk

describe('two managers on one draft', () => {
  test('the second sees what the first saved, and loses nothing', async () => {
    await draft(first, 'Shared work')
    await first.follow('Edit draft')
    await first.expectPage('Edit draft')
    await second.visit('/policies?search=Shared')
    await second.follow('Shared work')
    await second.expectPage('Shared work')
    await second.follow('Edit draft')
    await second.expectPage('Edit draft')

    await first.enter({ Description: 'What the first one wrote' })
    await first.press('Save draft')
    await first.expectPage('Shared work')
    await second.enter({ Description: 'What the second one wrote' })
    await second.press('Save draft')
    await second.page.getByText(`${manager} has saved this draft meanwhile`).waitFor()
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

describe('two managers on one policy', () => {
  test('a draft that another publishes goes on as the next version', async () => {
    await draft(first, 'Overtaken')
    await first.follow('Edit draft')
    await first.expectPage('Edit draft')
    await first.enter({ Description: 'Typed before the publication' })
    await second.visit('/policies?search=Overtaken')
    await second.follow('Overtaken')
    await second.press('Publish')
    await second.press('Publish now')
    await second.page.getByText('The policy is published.').waitFor()

    await first.press('Save draft')
    await first.page.getByText(`${manager} has published this draft meanwhile`).waitFor()
    await first.page.getByText('Changed – description').waitFor()
    await first.expectPage('Edit draft')
    await first.press('Copy my document (JSON)')
    const copied = await first.page.evaluate(() => navigator.clipboard.readText())
    expect(JSON.parse(copied)).toHaveProperty('authTokenType')
    await first.press('Go on with mine as the next version')
    await first.expectPage('New version')
    expect(await first.page.getByLabel('Description').inputValue()).toBe(
      'Typed before the publication',
    )
    await first.press('Save draft')
    await first.page.getByText('Version 1.1 is being prepared').waitFor()
  })

  test('a next version that another publishes can be compared, kept and saved anew', async () => {
    await first.follow('Edit next version')
    await first.expectPage('New version')
    await first.enter({ Description: 'Typed while the other published' })
    await second.visit('/policies?search=Overtaken')
    await second.follow('Overtaken')
    await second.press('Publish next version')
    await second.press('Publish now')
    await second.page.getByText('Version 1.1 is active now.').waitFor()

    await first.press('Save draft')
    await first.page.getByText(`${manager} has published another version meanwhile`).waitFor()
    await first.expectPage('New version')
    await first.press('Keep mine as the next version')
    await first.press('Save draft')
    await first.page.getByText('Changed – description').waitFor()
    await first.page.getByText('Typed while the other published').first().waitFor()
  })

  test('a policy that another deactivates leaves what was typed in reach', async () => {
    await first.follow('Edit next version')
    await first.enter({ Description: 'Typed before the end' })
    await second.visit('/policies?search=Overtaken')
    await second.follow('Overtaken')
    await second.press('Deactivate')
    await second.page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click()
    await second.page.getByText('The policy is deactivated.').waitFor()
    await first.press('Save draft')
    await first.page.getByText(`${manager} has deactivated this policy meanwhile`).waitFor()
    await first.expectPage('New version')
    expect(await first.page.getByLabel('Description').inputValue()).toBe('Typed before the end')
    await first.follow('Cancel')
    await first.press('Leave')
    await first.expectPage('Overtaken')
  })
})
