import { createTestAuthority } from '@pmp/x509/test-authority'
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

describe('an administrator governs partners of every type', () => {
  test.each([
    ['ABIS partner', 'national-abis', 'National ABIS'],
    ['Manual adjudication', 'review-office', 'Review Office'],
    ['Online verification partner', 'verify-online', 'Verify Online'],
  ])('creates one of the type %s', async (type, id, organization) => {
    await admin.visit('/partners/new')
    await admin.expectPage('New partner')
    await admin.choose('Partner type', type)
    await admin.press('Create partner')
    await admin.page.getByText('Please fill in this field.').first().waitFor()
    await admin.choose('Policy group', 'Public services')
    await admin.enter({
      'Partner id': id,
      Organisation: organization,
      'E-mail address': `desk@${id}.example`,
      'Phone number': '5550123',
      Address: '1 Ministry Square',
    })
    await admin.press('Create partner')
    await admin.expectPage(`${organization} is created`)
    await admin.follow('Open the partner')
    await admin.expectPage(organization)
    await admin.page.getByText('not active yet').waitFor()
  })

  test('uploads the certificate of one right after creating it, which activates it', async () => {
    const organization = 'Second Review Office'
    const authority = await createTestAuthority({ now: new Date(), organization: 'Ministry CA' })
    for (const { certificate } of [authority.root, authority.intermediate]) {
      await admin.visit('/trust-store/upload')
      await admin.dropFile('ca.pem', certificate.pem)
      await admin.page.getByText('All checks are passed').waitFor()
      await admin.press('Add to trust store')
      await admin.expectPage('Trust store')
    }
    await admin.visit('/partners/new')
    await admin.choose('Partner type', 'Manual adjudication')
    await admin.choose('Policy group', 'Public services')
    await admin.enter({
      'Partner id': 'second-review',
      // Pasted with blanks around; the certificate has none.
      Organisation: ` ${organization} `,
      'E-mail address': 'desk@second-review.example',
      'Phone number': '5550199',
      Address: '2 Ministry Square',
    })
    await admin.press('Create partner')
    await admin.expectPage(`${organization} is created`)
    await admin.follow('Upload certificate')
    await admin.expectPage('Upload certificate')
    const leaf = await authority.issueLeaf({ organization })
    await admin.dropFile('review.der', leaf.certificate.der)
    await admin.page.getByText('All checks are passed').waitFor()
    await admin.press('Submit certificate')
    await admin.expectPage('Your certificate is accepted')
    await admin.visit('/partners/second-review')
    await admin.expectPage(organization)
    await admin.page.getByText('active', { exact: true }).waitFor()
  })

  test('an SDK partner needs nothing, a MISP no policy group', async () => {
    await admin.visit('/partners/new')
    await admin.choose('Partner type', 'MISP')
    expect(await admin.page.getByRole('combobox', { name: 'Policy group' }).count()).toBe(0)
    await admin.choose('Partner type', 'SDK partner')
    await admin.page.getByText('Nothing to create').waitFor()
    await admin.expectPage('New partner')
    expect(await admin.button('Create partner').count()).toBe(0)
  })

  test('what was typed is not lost by leaving', async () => {
    await admin.visit('/partners/new')
    await admin.enter({ 'Partner id': 'half-done' })
    await admin.follow('Audit')
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await admin.expectPage('New partner')
    expect(await admin.page.getByLabel('Partner id').inputValue()).toBe('half-done')
    await admin.follow('Audit')
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click()
    await admin.expectPage('Audit')
  })

  test('a taken id is told at its field, and nothing is lost', async () => {
    await admin.visit('/partners/new')
    await admin.choose('Policy group', 'Public services')
    await admin.enter({
      'Partner id': 'national-abis',
      Organisation: 'Another',
      'E-mail address': 'desk@another.example',
      'Phone number': '5550124',
      Address: '2 Ministry Square',
    })
    await admin.press('Create partner')
    await admin.page.locator('[aria-invalid=true]').first().waitFor()
    await admin.expectPage('New partner')
    expect(await admin.page.getByLabel('Organisation').inputValue()).toBe('Another')
  })

  test('finds a partner with all that belongs to it, and deactivates it', async () => {
    await admin.visit('/partners?orgName=North')
    await admin.expectPage('Partners')
    await admin.follow('North Bank')
    await admin.expectPage('North Bank')
    await admin.page.getByRole('link', { name: 'Account opening' }).waitFor()
    await admin.page.getByRole('tab', { name: 'API keys' }).click()
    await admin.page.getByRole('cell', { name: 'Branches' }).waitFor()
    await admin.expectPage('North Bank')
    await admin.press('Deactivate')
    const dialog = admin.page.getByRole('dialog', { name: 'Deactivate North Bank?' })
    await dialog.getByText(/\d API keys? stops? working/).waitFor()
    await dialog.getByText('Branches').waitFor()
    await admin.expectPage('North Bank')
    await dialog.getByRole('button', { name: 'Deactivate North Bank' }).click()
    await admin.page.getByText('North Bank is deactivated.').waitFor()
    await admin.page.getByText('deactivated', { exact: true }).first().waitFor()
    // Its keys ended with it.
    await admin.page
      .getByRole('row', { name: /Branches/ })
      .getByText('deactivated')
      .waitFor()
    await admin.expectPage('North Bank')
  })
})
