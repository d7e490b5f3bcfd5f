import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { adminPassword } from './prepare.ts'
import { demoPlace, startPortal, type Portal } from './portal.ts'

let browser: Browser
let place: Awaited<ReturnType<typeof demoPlace>>
let portal: Portal
let admin: Person
beforeAll(async () => {
  place = await demoPlace()
  browser = await launchBrowser()
  portal = await startPortal(place.environment)
  admin = await openPerson(browser, portal.url)
  await admin.signIn('admin', adminPassword)
  await admin.expectHome()
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

const isOffline = (offline: boolean) => admin.page.context().setOffline(offline)

test('a page whose code cannot be loaded says so inside the shell, and comes once it can', async () => {
  await isOffline(true)
  await admin.follow('Policies')
  await admin.expectPage('That did not work')
  const alert = admin.page.getByRole('alert')
  expect(await alert.innerText()).toContain('This page could not be loaded.')
  const failed = admin.page.waitForEvent('requestfailed', (request) =>
    request.url().endsWith('/healthz'),
  )
  await admin.press('Try again')
  await failed
  expect(await alert.innerText()).toContain('This page could not be loaded.')
  await admin.page.getByRole('navigation', { name: 'Menu' }).first().waitFor()
  await isOffline(false)
  await admin.press('Try again')
  await admin.expectPage('Policies')
})

test('a search that cannot be loaded says so above the page, which stays', async () => {
  await isOffline(true)
  await admin.page.keyboard.press('Control+k')
  await admin.page.getByText('This could not be loaded.').waitFor()
  await admin.expectPage('Policies')
  await isOffline(false)
  await admin.press('Try again')
  await admin.page.getByText('This could not be loaded.').waitFor({ state: 'hidden' })
  await admin.expectPage('Policies')
  await admin.page.keyboard.press('Control+k')
  await admin.page.getByRole('dialog', { name: 'Search or jump to' }).waitFor()
  await admin.expectUsable()
  await admin.page.keyboard.press('Escape')
})

test('a change without a connection fails at once, and what was typed stays', async () => {
  await admin.visit('/policy-groups')
  await admin.expectPage('Policy groups')
  await admin.press('New policy group')
  await admin.enter({ Name: 'Ferries', Description: 'Ships and harbours' })
  await isOffline(true)
  await admin.press('Create')
  await admin.page.getByText('The portal cannot be reached.').first().waitFor()
  expect(await admin.page.getByLabel('Name').first().inputValue()).toBe('Ferries')
  await isOffline(false)
  await admin.press('Create')
  await admin.page.getByText('Ferries').first().waitFor()
  expect(admin.problems).toEqual([])
})
