import { createTestAuthority, type TestAuthority } from '@pmp/x509/test-authority'
import { issueCrl } from '@pmp/x509'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hourMs } from '../../apps/server/src/durations.ts'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { adminPassword } from './prepare.ts'
import { demoPlace, startPortal, type Portal } from './portal.ts'

let browser: Browser
let place: Awaited<ReturnType<typeof demoPlace>>
let portal: Portal
let authority: TestAuthority
let admin: Person

beforeAll(async () => {
  place = await demoPlace()
  browser = await launchBrowser()
  portal = await startPortal(place.environment)
  authority = await createTestAuthority({ now: new Date(), organization: 'Harbour CA' })
  admin = await openPerson(browser, portal.url)
  await admin.signIn('admin', adminPassword)
  await admin.expectHome()
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

async function openIntermediate() {
  await admin.visit('/trust-store?search=harbour')
  await admin.expectPage('Trust store')
  await admin.follow('Harbour CA Intermediate CA')
  await admin.expectPage('Harbour CA Intermediate CA')
}

/** Drops a certificate for a CA below the intermediate and waits for the checks. */
async function dropBelow(text: string | RegExp) {
  const { certificate } = await authority.issueLeaf({
    commonName: 'Harbour Sub CA',
    days: 900,
    basicConstraints: { ca: true },
    keyUsage: ['keyCertSign'],
  })
  await admin.visit('/trust-store/upload')
  await admin.dropFile('sub-ca.pem', certificate.pem)
  await admin.page.getByText(text).first().waitFor()
  await admin.expectPage('Upload CA certificate')
}

describe('an administrator revokes an intermediate CA', () => {
  test('it is found in the tree of its domain', async () => {
    for (const { certificate } of [authority.root, authority.intermediate]) {
      await admin.visit('/trust-store/upload')
      await admin.dropFile('ca.pem', certificate.pem)
      await admin.page.getByText('All checks are passed').waitFor()
      await admin.press('Add to trust store')
      await admin.expectPage('Trust store')
    }
    const below = admin.button('Below Harbour CA Root CA')
    await below.focus()
    await admin.page.keyboard.press('ArrowRight')
    const link = admin.page.getByRole('link', { name: 'Harbour CA Intermediate CA' })
    await link.waitFor()
    await admin.page.keyboard.press('ArrowDown')
    await admin.page.keyboard.press('Enter')
    await admin.expectPage('Harbour CA Intermediate CA')
    await admin.page.getByText('No authority, no partner certificate').waitFor()
    await dropBelow('All checks are passed')
  })

  test('a list of the authority is stored and shown', async () => {
    await openIntermediate()
    const { intermediate } = authority
    const list = await issueCrl({
      issuer: intermediate.certificate,
      signingKey: intermediate.privateKey,
      thisUpdate: new Date(Date.now() - hourMs),
      nextUpdate: new Date(Date.now() + 48 * hourMs),
      crlNumber: 41n,
      revoked: [
        { serialNumber: '1234', revokedAt: new Date(Date.now() - hourMs), reason: 'superseded' },
      ],
    })
    await admin.press('Upload a list')
    await admin.page.locator('input[type=file]').setInputFiles({
      name: 'ca.crl',
      mimeType: 'application/pkix-crl',
      buffer: Buffer.from(list.der),
    })
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Upload a list' }).click()
    await admin.page.getByText('it names one certificate').waitFor()
    await admin.page.getByText('41', { exact: true }).waitFor()
    await admin.expectPage('Harbour CA Intermediate CA')
  })

  test('with a reason, and then nothing below it is accepted: the page says why', async () => {
    await admin.press('Revoke')
    const dialog = admin.page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await dialog.getByText('Please fill in this field.').waitFor()
    await admin.choose('Reason', 'On hold while it is looked into')
    await admin.enter({ Remark: 'A backup tape is missing' })
    await admin.expectUsable()
    await dialog.getByRole('button', { name: 'Revoke' }).click()
    await admin.page.getByText('This certificate is on hold').waitFor()
    await admin.expectPage('Harbour CA Intermediate CA')
    await dropBelow('This file cannot be accepted')
    await admin.page.getByText('Neither it nor an issuer of it is revoked').waitFor()
    await admin.visit('/trust-store?state=revoked')
    await admin.page.getByRole('link', { name: 'Harbour CA Intermediate CA' }).waitFor()
    await admin.expectPage('Trust store')
  })

  test('until the hold is lifted', async () => {
    await openIntermediate()
    await admin.press('Lift the hold')
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Lift the hold' }).click()
    await admin.page.getByText('is lifted').waitFor()
    await dropBelow('All checks are passed')
    expect(admin.problems).toEqual([])
  })
})

describe('an administrator revokes the certificate of a partner', () => {
  test('and it is in our list, at the address that the trust store shows', async () => {
    await admin.visit('/partners?orgName=North')
    await admin.follow('North Bank')
    await admin.expectPage('North Bank')
    await admin.press('Revoke')
    await admin.choose('Reason', 'The organisation has changed')
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await admin.page.getByText('This certificate is revoked').waitFor()
    await admin.expectPage('North Bank')
    await admin.visit('/trust-store')
    const address = await admin.page.getByRole('group', { name: 'Address of the list' }).innerText()
    const answer = await fetch(address)
    expect(answer.headers.get('content-type')).toBe('application/pkix-crl')
    await admin.page.getByText('Revoked certificates').waitFor()
    expect(admin.problems).toEqual([])
  })
})

test('the tree can be used in Arabic and on a phone', async () => {
  const reader = await openPerson(browser, portal.url, {
    locale: 'ar',
    viewport: { width: 375, height: 800 },
  })
  await reader.page.goto('/')
  await reader.page.getByRole('button').first().waitFor()
  await reader.page.context().addCookies(await admin.page.context().cookies())
  await reader.visit('/trust-store')
  await reader.page.getByRole('heading', { level: 1, name: 'مخزن الثقة' }).waitFor()
  const toggle = reader.button('تحت Harbour CA Root CA')
  await toggle.focus()
  await reader.page.keyboard.press('ArrowLeft')
  await reader.page.getByRole('link', { name: 'Harbour CA Intermediate CA' }).waitFor()
  await reader.expectUsable()
  const width = await reader.page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(375)
  await reader.close()
})
