import { createPrivateKey, createPublicKey } from 'node:crypto'
import { createTestAuthority } from '@pmp/x509/test-authority'
import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  startTestEsignet,
  type TestEsignet,
} from '../../apps/server/src/esignet/testing-esignet.ts'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { demoPlace, startPortal, type Portal } from './portal.ts'

let esignet: TestEsignet
let place: Awaited<ReturnType<typeof demoPlace>>
let browser: Browser
let portal: Portal
let bank: Person
let admin: Person
/** Everything that the bank's browser sent. */
const sent: string[] = []

/** Approves the bank's other request, for a policy that tells nothing of people. */
async function approvePayments(): Promise<void> {
  const { request } = admin.page
  const asked = await request.get('/v1/partnermanager/partner-policy-requests?status=InProgress')
  const { response } = (await asked.json()) as { response: { data: Record<string, string>[] } }
  const waiting = response.data.find(
    ({ partnerId, policyName }) =>
      `${partnerId} ${policyName}` === 'north-bank Payment confirmation',
  )
  const decided = await request.put(`/v1/partnermanager/partners/policy/${waiting?.['id']}`, {
    data: { requesttime: new Date().toISOString(), request: { status: 'approved' } },
  })
  expect(await decided.json()).toMatchObject({ errors: [] })
}

const publicMembers = new Set(['kty', 'n', 'e', 'use', 'alg', 'kid'])

const bodyOf = (request: Request) => `${request.url()} ${request.postData() ?? ''}`

beforeAll(async () => {
  esignet = await startTestEsignet()
  place = await demoPlace()
  browser = await launchBrowser()
  portal = await startPortal({ ...place.environment, ...esignet.settings })
  bank = await openPerson(browser, portal.url, { acceptDownloads: true })
  admin = await openPerson(browser, portal.url)
  bank.page.on('request', (request) => sent.push(bodyOf(request)))
  await bank.signIn('north-bank', place.passwordOf('north-bank'))
  await bank.atHome()
  await bank.giveConsent()
  await admin.signIn('registrar', place.passwordOf('registrar'))
  await admin.expectHome()
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
  await esignet.stop()
})

const address = (number: number) =>
  bank.page.getByRole('textbox', { name: `Redirect address ${number}`, exact: true })
const keyField = () => bank.page.getByRole('textbox', { name: 'Public key' })
const stateAtEsignet = (person: Person) => person.page.getByRole('region', { name: 'At eSignet' })

describe('an authentication partner has people sign in to its service', () => {
  let saved: { name: string; text: string }
  let clientId = ''

  test('everything that is wrong is told at once, beside its field, and nothing is sent', async () => {
    await bank.visit('/oidc-clients')
    await bank.expectPage('OIDC clients')
    await bank.page.getByText('There is no OIDC client yet').waitFor()
    await bank.follow('New OIDC client')
    await bank.expectPage('New OIDC client')
    // The only approved policy is chosen, and what it grants is told.
    const preview = bank.page.getByRole('complementary', { name: 'Preview' })
    await preview.getByText('Date of birth').waitFor()
    await preview.getByText('One-time password').waitFor()
    const before = sent.length

    await bank.press('Create client')
    expect(await bank.page.getByText('Please fill in this field.').count()).toBe(4)
    await bank.expectUsable()
    const focused = await bank.page.evaluate(() =>
      document.activeElement?.getAttribute('data-path'),
    )
    expect(focused).toMatch(/name$/)
    expect(sent.slice(before).filter((request) => request.includes('/oidc-clients'))).toEqual([])
  })

  test('addresses are judged row by row', async () => {
    await address(1).fill('https://north-bank.example/signed-in')
    await address(1).blur()
    await bank.page.getByText('does not know the top-level domain “example”').waitFor()
    await bank.press('Add address')
    await address(2).fill('http://bank.example.org/app/*')
    await address(2).blur()
    await bank.page.getByText('The * lets people be sent').waitFor()
    await bank.press('Change it to https')
    expect(await address(2).inputValue()).toBe('https://bank.example.org/app/*')
    await bank.press('Add address')
    await address(3).fill('https://bank.example.org/app/*')
    await address(3).blur()
    await bank.page.getByText('This is the same as address 2.').waitFor()
    await bank.expectUsable()
    await bank.press('Remove redirect address 1')
    await bank.press('Remove redirect address 2')
    expect(await address(1).inputValue()).toBe('https://bank.example.org/app/*')
    await address(1).fill('https://bank.example.org/signed-in')
    expect(await bank.page.getByText('The * lets').count()).toBe(0)
  })

  test('a private key is refused where it is pasted', async () => {
    await keyField().fill(
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----',
    )
    await bank.page.getByText('This holds a private key').waitFor()
    await keyField().fill('{"kty":"EC","crv":"P-256","x":"AQAB","y":"AQAB"}')
    await bank.page.getByText('does not take keys of this kind').waitFor()
    await bank.expectUsable()
    expect(sent.filter((request) => request.includes('PRIVATE KEY'))).toEqual([])
  })

  test('a key is taken out of a certificate', async () => {
    const authority = await createTestAuthority({ now: new Date(), organization: 'North Bank' })
    const { certificate } = await authority.issueLeaf({ organization: 'North Bank', days: 90 })
    await keyField().fill(certificate.pem)
    await bank.page.getByText('Taken out of a certificate').waitFor()
    await bank.page.getByText('Not used by another client').waitFor()
    await bank.expectUsable()
    const numbers = createPublicKey(certificate.pem).export({ format: 'jwk' })
    const asked = sent.filter((request) => request.includes('/oidc-client-keys/check'))
    expect(asked.at(-1)).toContain(numbers.n)
    expect(asked.at(-1)).not.toContain('CERTIFICATE')
  })

  test('a pair is made in the browser, and its private half saved there once', async () => {
    await bank.page.getByRole('radio', { name: 'Make a pair in this browser' }).check()
    await bank.press('Make key pair')
    await bank.page.getByText('Save the private key now').waitFor()
    await bank.expectUsable()
    await bank.enter({
      Name: 'North Bank online',
      'Address of the logo': 'https://bank.example.org/logo.png',
    })
    await bank.press('Names in other languages')
    await bank.enter({
      'Name in French': 'Banque du Nord en ligne',
      'Name in Arabic': 'بنك الشمال',
    })
    await bank.press('Create client')
    await bank.page.getByText('Save the private key first').waitFor()

    saved = await bank.saved('Save private key')
    await bank.page.getByText('this page no longer has it').waitFor()
    expect(await bank.button('Save private key').count()).toBe(0)
    await bank.page.getByText('Not used by another client').waitFor()
    await bank.expectUsable()
  })

  test('what was typed survives somebody who is about to leave', async () => {
    await bank.follow('OIDC clients')
    await bank.page.getByRole('dialog').getByText('would be lost').waitFor()
    await bank.press('Cancel')
    expect(await bank.page.getByLabel('Name *').inputValue()).toBe('North Bank online')
  })

  test('the client is registered at eSignet while its maker looks on', async () => {
    esignet.mood = 'silent'
    await bank.press('More settings')
    await bank.choose('Why people sign in', 'To link an account')
    await bank.enter({
      'Title for all other languages': 'Link your account',
      'Consent lasts (minutes)': '9',
    })
    await bank.press('Create client')
    await bank.page.getByText('Give a whole number of minutes from').waitFor()
    await bank.expectUsable()
    await bank.enter({ 'Consent lasts (minutes)': '60' })
    await bank.press('Create client')
    await bank.expectPage('North Bank online')
    await stateAtEsignet(bank).getByText('being registered').waitFor()
    await bank.expectUsable()
    clientId = new URL(bank.page.url()).pathname.split('/').at(-1) ?? ''

    esignet.mood = 'well'
    esignet.release()
    await admin.visit(`/oidc-clients/${clientId}`)
    await admin.expectPage('North Bank online')
    await stateAtEsignet(admin)
      .getByText('being registered')
      .or(stateAtEsignet(admin).getByText('People can sign in.'))
      .first()
      .waitFor()
    const again = admin.button('Try again now')
    if (await again.isVisible()) await again.click()
    await stateAtEsignet(bank).getByText('eSignet holds the client').waitFor()
    await bank.expectUsable()
  })

  test('nothing private left the browser, and what eSignet has is what was saved', () => {
    const key = createPrivateKey(saved.text)
    const { d, p, q, dp, dq, qi, n } = key.export({ format: 'jwk' })
    const everything = [...sent, JSON.stringify(esignet.received)].join('\n')
    for (const secret of [d, p, q, dp, dq, qi, saved.text]) {
      expect(everything).not.toContain(String(secret))
    }
    expect(everything).toContain(String(n))
    const bodies = sent.filter((request) => request.includes('"publicKey"'))
    expect(bodies.length).toBeGreaterThan(1)
    for (const body of bodies) {
      const { publicKey } = JSON.parse(body.slice(body.indexOf('{'))).request
      expect(Object.keys(publicKey).filter((member) => !publicMembers.has(member))).toEqual([])
    }
    expect(createPublicKey(key).export({ format: 'jwk' }).n).toBe(n)
    const stored = [...esignet.clients.values()][0]
    expect(stored).toMatchObject({
      status: 'ACTIVE',
      key: n,
      members: {
        clientNameLangMap: { fra: 'Banque du Nord en ligne', ara: 'بنك الشمال' },
        redirectUris: ['https://bank.example.org/signed-in'],
        userClaims: ['name', 'birthdate'],
        additionalConfig: {
          purpose: { type: 'link', title: { '@none': 'Link your account' } },
          consent_expire_in_mins: 60,
        },
      },
    })
  })

  test('its key, names and settings are told in words, and its id is copied whole', async () => {
    await bank.page.getByText('RSA public key, 2,048 bits').waitFor()
    await bank.page.getByText('Banque du Nord en ligne').waitFor()
    await bank.page.getByText('To link an account').waitFor()
    await bank.page.getByText('Thumbprint (SHA-256)').waitFor()
    await bank.page.getByText('Show as JWK').click()
    await bank.page.getByRole('group', { name: 'Public key as JWK' }).waitFor()
    await bank.expectUsable()
    await bank.follow('OIDC clients')
    await bank.expectPage('OIDC clients')
    const row = bank.page.getByRole('row', { name: /North Bank online/ })
    expect(await row.innerText()).toMatch(/Active\s+Registered/)
    expect(
      await row.getByRole('button', { name: 'Copy the client ID of North Bank online' }).count(),
    ).toBe(1)
    expect(await row.getByTitle(clientId).count()).toBe(1)
  })

  test('what eSignet refuses late is told beside its field, in the reader’s language', async () => {
    await bank.follow('North Bank online')
    await bank.follow('Edit')
    await bank.expectPage('Edit North Bank online')
    await address(1).fill('https://bank.example.org/back')
    await bank.enter({ Name: 'North Bank' })
    esignet.refuseNext = [
      {
        errorCode: 'invalid_redirect_uri',
        errorMessage: 'request.redirectUris[0]: invalid_redirect_uri',
      },
      { errorCode: 'invalid_uri', errorMessage: 'request.logoUri: invalid_uri' },
    ]
    await bank.press('Save')
    await bank.expectPage('North Bank')
    await bank.page.getByText('What eSignet refused').waitFor()
    await bank.page.getByText('Redirect address 1: eSignet does not take this address').waitFor()
    await bank.expectUsable()
    await bank.follow('Correct it')
    await bank.expectPage('Edit North Bank')
    await bank.page.getByText('eSignet does not take the address of the logo.').waitFor()
    expect(await address(1).getAttribute('aria-invalid')).toBe('true')
    await address(1).fill('https://bank.example.org/home')
    await bank.page.getByText('eSignet does not take this address').waitFor({ state: 'hidden' })
    await bank.enter({ 'Address of the logo': 'https://bank.example.org/new.png' })
    await bank.press('Save')
    await bank.expectPage('North Bank')
    await stateAtEsignet(bank).getByText('eSignet holds the client').waitFor()
    expect([...esignet.clients.values()][0]).toMatchObject({
      members: { clientName: 'North Bank', redirectUris: ['https://bank.example.org/home'] },
    })
  })

  test('it is deactivated for good, here at once and at eSignet', async () => {
    await bank.press('Deactivate')
    await bank.page.getByRole('dialog').waitFor()
    await bank.expectUsable()
    await bank.page
      .getByRole('dialog')
      .getByRole('button', { name: 'Deactivate North Bank' })
      .click()
    await stateAtEsignet(bank).getByText('Nobody can sign in').waitFor()
    await bank.expectUsable()
    expect([...esignet.clients.values()][0]).toMatchObject({ status: 'INACTIVE' })
    expect(await bank.page.getByRole('link', { name: 'Edit' }).count()).toBe(0)
    expect(await bank.button('Deactivate').count()).toBe(0)
  })

  test('a policy that tells nothing of people is refused before anything is sent', async () => {
    await approvePayments()
    await bank.visit('/oidc-clients/new')
    await bank.expectPage('New OIDC client')
    await bank.choose('Policy', 'Payment confirmation')
    const preview = bank.page.getByRole('complementary', { name: 'Preview' })
    await preview.getByText('Nothing: this policy allows no data').waitFor()
    const before = sent.length
    await bank.press('Create client')
    await bank.page.getByText('allows no data that eSignet can pass on. Choose another').waitFor()
    await bank.expectUsable()
    expect(sent.slice(before).filter((request) => request.includes('"request"'))).toEqual([])
    await bank.choose('Policy', 'Account opening')
    await preview.getByText('Date of birth').waitFor()
  })

  test('the administrator finds it among those of all partners', async () => {
    await admin.visit('/oidc-clients?status=INACTIVE&orgName=North')
    await admin.expectPage('OIDC clients')
    await admin.page.getByRole('cell', { name: 'North Bank', exact: true }).first().waitFor()
    expect(await admin.page.getByRole('link', { name: 'New OIDC client' }).count()).toBe(0)
    await admin.follow('North Bank')
    await admin.expectPage('North Bank')
    await admin.page.getByText('Nobody can sign in').waitFor()
    expect([...bank.problems, ...admin.problems]).toEqual([])
  })
})
