import { createTestAuthority } from '@pmp/x509/test-authority'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { adminPassword } from './prepare.ts'
import { freshPlace, startPortal, type Portal } from './portal.ts'

const bankPassword = 'seven-green-bottles'
const organization = 'Harbour Bank'
/** Holds no other role, unlike the first administrator. */
const policyManager = {
  userName: 'policy-desk',
  firstName: 'Paula',
  lastName: 'Desk',
  contactNo: '5550100',
  emailID: 'policy@id.example',
  role: 'POLICYMANAGER',
  userPassword: 'ten-quiet-policies',
}

let browser: Browser
let place: Awaited<ReturnType<typeof freshPlace>>
let portal: Portal
let authority: Awaited<ReturnType<typeof createTestAuthority>>
let admin: Person
let manager: Person
let bank: Person

beforeAll(async () => {
  place = await freshPlace()
  browser = await launchBrowser()
  portal = await startPortal({ ...place.environment, ADMIN_PASSWORD: adminPassword })
  authority = await createTestAuthority({ now: new Date(), organization: 'National CA' })
  admin = await openPerson(browser, portal.url)
  manager = await openPerson(browser, portal.url)
  bank = await openPerson(browser, portal.url)
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

/** The whole main job; each test goes on where the one before ended. */
describe('a relying party gets from sign-up to a working API key', () => {
  test('the administrator puts the CA into the trust store', async () => {
    await admin.signIn('admin', adminPassword)
    await admin.expectHome()
    for (const { certificate } of [authority.root, authority.intermediate]) {
      await admin.visit('/trust-store/upload')
      await admin.dropFile('ca.pem', certificate.pem)
      await admin.page.getByText('All checks are passed').waitFor()
      await admin.expectPage('Upload CA certificate')
      await admin.press('Add to trust store')
      await admin.expectPage('Trust store')
    }
    await admin.press('Below National CA Root CA')
    await admin.page.getByRole('link', { name: 'National CA Intermediate CA' }).waitFor()
    await admin.follow('Show as list')
    await admin.expectPage('Trust store as list')
    expect(await admin.page.getByRole('row').count()).toBe(3)
  })

  test('the policy manager makes a group and publishes a policy', async () => {
    const created = await admin.page.request.post('/v1/partnermanager/users', {
      data: { requesttime: new Date().toISOString(), request: policyManager },
    })
    expect(await created.json()).toMatchObject({ errors: [], response: { userId: 'policy-desk' } })
    await manager.signIn('policy-desk', policyManager.userPassword)
    await manager.expectHome()
    await manager.visit('/policy-groups')
    await manager.expectPage('Policy groups')
    await manager.press('New policy group')
    await manager.enter({ Name: 'Banks', Description: 'Banks and payment services' })
    await manager.press('Create')
    await manager.page.getByRole('cell', { name: 'Banks', exact: true }).waitFor()

    await manager.visit('/policies/new')
    await manager.expectPage('New policy')
    await manager.choose('Policy group', 'Banks')
    await manager.enter({ Name: 'Account opening', Description: 'Know who opens an account' })
    await manager.page.getByLabel('Biometrics – face').check()
    await manager.page
      .getByRole('combobox', { name: 'Attributes that may be shared' })
      .fill('fullName')
    await manager.page.keyboard.press('Enter')
    await manager.page.getByText('These attributes are shared: full name.').waitFor()
    await manager.press('Save draft')
    await manager.expectPage('Account opening')
    await manager.press('Publish')
    await manager.press('Publish now')
    await manager.page.getByText('active', { exact: true }).first().waitFor()
    await manager.expectPage('Account opening')
  })

  test('the bank signs up, signs in and registers', async () => {
    await bank.visit('/welcome')
    await bank.expectPage('Partner with the national identity system')
    await bank.follow('Create an account')
    await bank.expectPage('Create an account')
    await bank.enter({
      Organisation: organization,
      Address: '1 Harbour Road',
      'Phone number': '5550199',
      'Given name': 'Hanna',
      'Family name': 'Harbour',
      'E-mail address': 'hanna@harbour-bank.example',
      'User name': 'harbour-bank',
      Password: bankPassword,
    })
    await bank.press('Create account')
    await bank.page.getByText('Your account is ready').waitFor()
    await bank.signIn('harbour-bank', bankPassword)
    await bank.expectHome()
    await bank.choose('Policy group', 'Banks')
    await bank.press('Register')
    await bank.page.getByRole('dialog').waitFor()
    await bank.expectHome()
    await bank.giveConsent()
    const next = bank.page.locator('[aria-current=step]')
    expect(await next.innerText()).toContain('Certificate')
  })

  test('a wrong certificate is explained and not stored', async () => {
    await bank.follow('Upload certificate')
    await bank.expectPage('Upload certificate')
    await bank.dropFile('notes.pem', 'These are my notes.')
    await bank.page.getByText('The file cannot be read as a certificate').waitFor()

    const foreign = await authority.issueLeaf({ organization: 'Another Bank', days: 100 })
    await bank.dropFile('foreign.pem', foreign.certificate.pem)
    await bank.page.getByText('They must be equal to the letter').waitFor()
    await bank.page.getByText('The certificate ends too soon').waitFor()
    await bank.expectPage('Upload certificate')
    expect(await bank.button('Submit certificate').isDisabled()).toBe(true)
  })

  test('the right one enters the trust chain', async () => {
    const leaf = await authority.issueLeaf({ organization })
    await bank.dropFile('harbour.pem', leaf.certificate.pem)
    await bank.page.getByText('All checks are passed').waitFor()
    await bank.expectPage('Upload certificate')
    await bank.press('Submit certificate')
    await bank.expectPage('Your certificate is accepted')
    expect(await bank.page.getByLabel('MOSIP-signed certificate').innerText()).toContain(
      'BEGIN CERTIFICATE',
    )
  })

  test('it asks for the policy', async () => {
    await bank.visit('/policy-requests/new')
    await bank.expectPage('Request a policy')
    // The only policy of the group is chosen already, and what it shares is shown.
    await bank.page.getByText('1 of 17 attributes').waitFor()
    await bank.expectPage('Request a policy')
    await bank.press('Continue')
    await bank.press('Continue')
    await bank.page.getByText('Please fill in this field.').waitFor()
    await bank.enter({ 'What do you need it for?': 'Check customers when they open an account' })
    await bank.press('Continue')
    await bank.expectPage('Request a policy')
    await bank.press('Send request')
    await bank.expectPage('Account opening')
    await bank.page.getByText('Waiting for the partner administrator').waitFor()
    await bank.visit('/')
    await bank.page.getByText('The partner administrator must act now.').waitFor()
  })

  test('the administrator sees what is asked and approves', async () => {
    await admin.visit('/approvals')
    await admin.expectPage('1 decision is waiting')
    await admin.follow(organization)
    await admin.expectPage(`${organization} wants to use Account opening`)
    await admin.page.getByText('Check customers when they open an account').waitFor()
    await admin.page.getByRole('radio', { name: 'Reject' }).click()
    await admin.press('Reject')
    await admin.page.getByText('Please tell the partner why.').waitFor()
    await admin.page.getByRole('radio', { name: 'Approve' }).click()
    await admin.press('Approve')
    await admin.page.getByText('The request is approved.').waitFor()
  })

  test('the bank generates a key that is shown once and that the look-up knows', async () => {
    await bank.visit('/api-keys/new')
    await bank.expectPage('Generate API key')
    await bank.choose('Policy', 'Account opening')
    await bank.enter({ Label: 'Branches' })
    await bank.press('Generate')
    const dialog = bank.page.getByRole('dialog')
    const apiKey = await dialog.getByRole('group', { name: 'API key' }).innerText()
    expect(apiKey.trim()).toMatch(/^[0-9a-f]{32}$/)
    await bank.expectPage('Generate API key')
    expect(await dialog.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true)
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await bank.expectPage('Branches')
    expect(await bank.page.content()).not.toContain(apiKey.trim())

    const path = `/v1/partnermanager/partners/harbour-bank/apikey/${apiKey.trim()}`
    const answer = await admin.page.request.get(path)
    expect(await answer.json()).toMatchObject({
      response: { partnerID: 'harbour-bank', policyId: expect.stringMatching(/^\d+$/) },
      errors: [],
    })
    const stranger = await bank.page.request.get(path)
    expect(stranger.status()).toBe(403)
  })

  test('home, audit and outbox tell what has happened', async () => {
    await bank.visit('/')
    await bank.page.getByRole('heading', { level: 1, name: 'Everything is set up.' }).waitFor()
    await bank.expectHome()
    await admin.visit('/audit')
    await admin.page.getByText('apiKey.generated').first().waitFor()
    await admin.expectPage('Audit')
    await admin.enter({ Who: 'harbour' })
    await admin.press('Filter')
    await admin.page.getByLabel('What', { exact: true }).fill('apikey.generated')
    await admin.page.getByText('1 entry', { exact: true }).waitFor()
    await admin.choose('Outcome', 'refused')
    await admin.page.getByText('Nothing found').waitFor()
    await admin.choose('Outcome', 'done')
    await admin.page.getByLabel('From', { exact: true }).fill('2100-01-01T00:00')
    await admin.page.getByText('Nothing found').waitFor()
    await admin.page.keyboard.press('Escape')
    await admin.press('Clear filters')
    await admin.press('Who')
    await admin.page.locator('th[aria-sort=ascending]', { hasText: 'Who' }).waitFor()
    await admin.expectPage('Audit')
    await admin.visit('/outbox')
    await admin.page.getByText('APIKEY_APPROVED').first().waitFor()
    await admin.expectPage('Outbox')
    await admin.enter({ Topic: 'apikey_approved' })
    await admin.press('Filter')
    await admin.choose('Kind', 'Event')
    await admin.choose('Status', 'waiting')
    await admin.page.getByText('1 entry', { exact: true }).waitFor()
    await admin.page.keyboard.press('Escape')
    await admin.page.getByText('Show', { exact: true }).click()
    await admin.page.getByText('"apiKeyId": "••••••••"').waitFor()
    await bank.visit('/profile')
    await bank.expectPage(/./)
    const problems = [admin, manager, bank].flatMap((person) => person.problems)
    expect(problems).toEqual([])
  })
})

describe('the same pages for everybody', () => {
  test('a wrong password is refused in plain words', async () => {
    const visitor = await openPerson(browser, portal.url)
    await visitor.signIn('harbour-bank', 'not-the-password')
    await visitor.page.getByText('User name or password is wrong.').waitFor()
    await visitor.expectPage('Sign in')
    await visitor.close()
  })

  test('Arabic runs from right to left, dark, at 375 px', async () => {
    const context = {
      locale: 'ar',
      colorScheme: 'dark',
      viewport: { width: 375, height: 740 },
    } as const
    const reader = await openPerson(browser, portal.url, context)
    await reader.visit('/welcome')
    await reader.page.getByRole('button', { name: 'تسجيل الدخول' }).click()
    await reader.page.locator('input[autocomplete=username]').fill('harbour-bank')
    await reader.page.locator('input[autocomplete=current-password]').fill(bankPassword)
    await reader.page.locator('button[type=submit]').click()
    await reader.page.waitForURL((url) => url.pathname === '/')
    await reader.page.getByRole('heading', { level: 1 }).waitFor()
    const html = reader.page.locator('html')
    expect([await html.getAttribute('dir'), await html.getAttribute('lang')]).toEqual(['rtl', 'ar'])
    const isWider = await reader.page.evaluate(
      'document.documentElement.scrollWidth > window.innerWidth',
    )
    expect(isWider).toBe(false)
    for (const path of ['/', '/certificates', '/policy-requests', '/api-keys']) {
      await reader.visit(path)
      await reader.expectPage(/./)
    }
    await reader.close()
  })

  test('signing out ends the session here and at the identity provider', async () => {
    await bank.visit('/')
    await bank.press(/Account/)
    await bank.page.getByRole('menuitem', { name: 'Sign out' }).click()
    await bank.expectPage('Partner with the national identity system')
    await bank.press('Sign in')
    await bank.expectPage('Sign in')
  })
})
