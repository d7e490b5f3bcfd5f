import {
  bodyOf,
  listCertificateGenerations,
  readReply,
  uploadCaCertificate,
  urlOf,
} from '@pmp/contract'
import { createTestAuthority, type TestAuthority } from '@pmp/x509/test-authority'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dayMs } from '../../apps/server/src/durations.ts'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { adminPassword } from './prepare.ts'
import { clockAhead, demoPlace, startPortal, type Portal } from './portal.ts'

const handoverDays = 20

let browser: Browser
let place: Awaited<ReturnType<typeof demoPlace>>
let portal: Portal
let authority: TestAuthority
let admin: Person
let bank: Person

beforeAll(async () => {
  place = await demoPlace()
  browser = await launchBrowser()
  portal = await startPortal(place.environment)
  authority = await createTestAuthority({ now: new Date(), organization: 'National CA' })
  await everybodySignsIn()
  for (const { certificate } of [authority.root, authority.intermediate]) {
    const call = { certificateData: certificate.pem, partnerDomain: 'AUTH' }
    const reply = await admin.page.request.post(urlOf(uploadCaCertificate, call), {
      data: bodyOf(uploadCaCertificate, call, new Date()),
    })
    readReply(uploadCaCertificate, reply.status(), await reply.json())
  }
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

async function everybodySignsIn(): Promise<void> {
  admin = await openPerson(browser, portal.url)
  await admin.signIn('admin', adminPassword)
  await admin.expectHome()
  bank = await openPerson(browser, portal.url)
  await bank.signIn('north-bank', place.passwordOf('north-bank'))
  await bank.atHome()
}

/** What the field for a time takes: an instant in the browser's time zone, to the minute. */
function inDays(person: Person, days: number): Promise<string> {
  const at = Date.now() + days * dayMs
  return person.page.evaluate(
    `new Date(${at} - new Date(${at}).getTimezoneOffset() * 60000).toISOString().slice(0, 16)`,
  )
}

async function schedule(person: Person, days: number): Promise<void> {
  const leaf = await authority.issueLeaf({ organization: 'North Bank', days: 900 })
  await person.follow('Upload a new certificate')
  await person.page.getByLabel('From a time that I choose').check()
  await person.enter({ 'Used from': await inDays(person, days) })
  await person.dropFile('next.pem', leaf.certificate.pem)
  await person.page.getByText('All checks are passed').waitFor()
  await person.expectPage('Upload a new certificate')
  await person.press('Schedule certificate')
  await person.page.getByText('The next certificate is scheduled').waitFor()
}

/** The entries of the timeline that stand so. */
const entries = (person: Person, status: string) =>
  person.page.getByRole('listitem').filter({ has: person.page.getByText(status, { exact: true }) })

/** What the server tells of the partner's certificates; asked without loading a page each time. */
async function statesOfGenerations(): Promise<string> {
  const path = urlOf(listCertificateGenerations, { partnerId: 'north-bank' })
  return (await bank.page.request.get(path)).text()
}

/** Each test goes on where the one before ended. */
describe('a certificate is renewed with overlap', () => {
  test('the next one is scheduled, and the one in use stays', async () => {
    await bank.giveConsent()
    await bank.visit('/certificates')
    await bank.expectPage('Certificates')
    await schedule(bank, handoverDays)
    await bank.expectPage('Certificate history')
    expect(await entries(bank, 'scheduled').count()).toBe(1)
    expect(await entries(bank, 'in use').count()).toBe(1)
  })

  test('it is cancelled, and the one in use stays', async () => {
    await bank.press('Cancel the schedule')
    const dialog = bank.page.getByRole('dialog')
    await dialog.getByText('The certificate in use stays.').waitFor()
    await bank.expectUsable()
    await dialog.getByRole('button', { name: 'Cancel the schedule' }).click()
    await bank.page.getByText('The next certificate is cancelled.').waitFor()
    await entries(bank, 'cancelled').waitFor()
    expect(await entries(bank, 'scheduled').count()).toBe(0)
    expect(await entries(bank, 'in use').count()).toBe(1)
  })

  test('an administrator schedules it again for the partner, and sees for whom', async () => {
    await admin.visit('/partners/north-bank')
    await admin.expectPage('North Bank')
    await admin.follow('Certificate history')
    await admin.page.getByText('You act for North Bank').waitFor()
    await admin.expectPage('Certificate history')
    await schedule(admin, handoverDays)
    expect(await entries(admin, 'scheduled').innerText()).toContain('Uploaded by admin')
  })

  test('a time after the end of the one in use is refused, and nothing is lost', async () => {
    await bank.visit('/certificates/upload')
    await bank.page.getByLabel('From a time that I choose').check()
    await bank.page.getByText('It takes the place of the certificate').waitFor()
    await bank.enter({ 'Used from': await inDays(bank, 400) })
    const leaf = await authority.issueLeaf({ organization: 'North Bank', days: 900 })
    await bank.dropFile('next.pem', leaf.certificate.pem)
    await bank.press('Schedule certificate')
    await bank.page.getByText('so that there is no gap').waitFor()
    expect(await bank.page.getByLabel('Used from').inputValue()).toBe(await inDays(bank, 400))
  })

  test('its time comes: it is in use, and its MOSIP-signed file can be taken', async () => {
    expect(await portal.stop()).toBe(0)
    portal = await startPortal({
      ...place.environment,
      ...clockAhead((handoverDays + 1) * dayMs),
    })
    await everybodySignsIn()
    // The schedule ticks once a minute.
    await expect
      .poll(statesOfGenerations, { timeout: 200_000, interval: 500 })
      .toContain('"replaced"')
    await bank.visit('/certificates/history')
    await entries(bank, 'in use').waitFor()
    expect(await entries(bank, 'scheduled').count()).toBe(0)
    expect(await entries(bank, 'in use').innerText()).toContain('Uploaded by admin')
    expect(await entries(bank, 'replaced').count()).toBe(1)
    await bank.expectPage('Certificate history')
    await entries(bank, 'in use')
      .getByRole('button', { name: /^Download/ })
      .click()
    const taken = bank.page.waitForEvent('download')
    await bank.page.getByRole('menuitem', { name: 'MOSIP-signed certificate' }).click()
    expect((await taken).suggestedFilename()).toMatch(/^north-bank-\d+-mosip-signed\.cer$/)
  }, 240_000)
})

describe('an organisation is renamed', () => {
  const newName = 'North Bank PLC'

  test('the partner asks', async () => {
    await bank.visit('/profile')
    await bank.follow('Organisation name')
    await bank.expectPage('Organisation name')
    await bank.press('Send request')
    await bank.page.getByText('Please fill in this field.').first().waitFor()
    await bank.enter({ 'New name': newName, 'Reason for the change': 'We became a company' })
    await bank.press('Send request')
    await bank.page.getByText('Your request is sent.').waitFor()
    await bank.page.getByRole('button', { name: 'Withdraw request' }).waitFor()
    await bank.expectPage('Organisation name')
  })

  test('the administrator reads what follows and approves', async () => {
    await admin.visit('/approvals')
    await admin.expectPage(/decisions are waiting/)
    await admin.follow('Name changes')
    await admin.expectPage('Name changes')
    await admin.press(`Review the new name ${newName}`)
    const dialog = admin.page.getByRole('dialog')
    await dialog.getByText('We became a company').waitFor()
    await admin.press('Reject')
    await dialog.getByText('Please tell the partner why.').waitFor()
    await admin.expectUsable()
    await dialog.getByRole('button', { name: 'Approve' }).click()
    await admin.page.getByText('The request is approved.').waitFor()
    await admin.visit('/partners/north-bank')
    await admin.expectPage(newName)
  })

  test('the partner has the name, and is told what its next certificate must carry', async () => {
    await bank.visit('/certificates/history')
    await bank.page.getByText(`the next certificate must carry ${newName} (O)`).waitFor()
    await bank.expectPage('Certificate history')
    expect([...bank.problems, ...admin.problems]).toEqual([])
  })

  test('in Arabic from right to left, dark, at 375 px', async () => {
    const context = {
      locale: 'ar',
      colorScheme: 'dark',
      viewport: { width: 375, height: 740 },
      storageState: await bank.page.context().storageState(),
    } as const
    const reader = await openPerson(browser, portal.url, context)
    for (const path of ['/certificates', '/certificates/history', '/organization-name']) {
      await reader.visit(path)
      await reader.expectPage(/./)
      const isWider = await reader.page.evaluate(
        'document.documentElement.scrollWidth > window.innerWidth',
      )
      expect([path, isWider]).toEqual([path, false])
    }
    await reader.close()
  })
})
