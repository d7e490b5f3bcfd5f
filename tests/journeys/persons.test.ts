import { signUp, userNamePattern } from '@pmp/contract'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestIssuer, type TestIssuer } from '../../apps/server/src/identity/testing.ts'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { demoPlace, freshPlace, startPortal, type Portal } from './portal.ts'
import { adminPassword } from './prepare.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

const password = 'a long enough sentence'

/** Creates an account of the embedded provider, as the sign-up page does. */
async function signUpAs(portal: Portal, userName: string) {
  expect(userName).toMatch(userNamePattern)
  const response = await fetch(`${portal.url}/v1/portal${signUp.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      request: {
        userName,
        password,
        givenName: 'Amina',
        familyName: 'Diallo',
        organizationName: 'Harbour Bank',
        partnerType: 'Auth_Partner',
        emailId: `${userName}@bank.example`,
        phoneNumber: '5550123',
        address: '1 Quay',
        langCode: 'eng',
      },
    }),
  })
  const { errors } = (await response.json()) as { errors: { errorCode: string }[] }
  return errors[0]?.errorCode ?? 'done'
}

describe('with the embedded provider', () => {
  let place: Awaited<ReturnType<typeof demoPlace>>
  let portal: Portal
  let admin: Person

  beforeAll(async () => {
    place = await demoPlace()
    portal = await startPortal(place.environment)
    admin = await openPerson(browser, portal.url)
    await admin.signIn('admin', adminPassword)
    await admin.expectHome()
  })
  afterAll(async () => {
    await portal.stop()
    await place.remove()
  })

  test('a partner that an administrator creates belongs to whoever is invited', async () => {
    await admin.visit('/partners/new')
    await admin.choose('Partner type', 'Authentication partner')
    await admin.choose('Policy group', 'Public services')
    await admin.enter({
      'Partner id': 'harbour-bank',
      Organisation: 'Harbour Bank',
      'E-mail address': 'desk@harbour.example',
      'Phone number': '5550123',
      Address: '1 Quay',
    })
    await admin.press('Create partner')
    await admin.expectPage('Harbour Bank is created')
    expect(await signUpAs(portal, 'harbour-bank')).toBe('PMP_004')
    await admin.press('Invite the owner of harbour-bank')
    await admin.press('Make the link')
    const link = await admin.page.getByRole('group', { name: 'Invitation link' }).innerText()
    await admin.expectUsable()
    await admin.press('Done')

    expect(await signUpAs(portal, 'amina')).toBe('done')
    const owner = await openPerson(browser, portal.url)
    const sent: string[] = []
    owner.page.on('request', (request) => sent.push(request.url()))
    await owner.visit(link)
    await owner.expectPage('You are invited')
    await owner.press('Sign in')
    await owner.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await owner.enter({ 'User name': 'amina', Password: password })
    await owner.press('Sign in')
    await owner.expectPage('You are invited')
    await owner.press('Accept')
    await owner.atHome()
    await owner.page.getByText('Harbour Bank').first().waitFor()
    const [, token = ''] = link.split('#')
    expect(sent.filter((url) => new URL(url).hash === '' && url.includes(token))).toEqual([])
    expect(sent.filter((url) => url.includes(Buffer.from(token).toString('base64')))).toEqual([])
    await owner.close()
  })

  test('and the administrator sees the owner, and withdraws the name', async () => {
    await admin.visit('/partners/harbour-bank')
    await admin.expectPage('Harbour Bank')
    await admin.page.getByText('invitation', { exact: true }).waitFor()
    await admin.visit('/approvals/people/owners?userId=harbour')
    await admin.expectPage('Owners')
    await admin.press('Withdraw harbour-bank from its owner')
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
    await admin.page.getByText('harbour-bank has no owner any more').waitFor()
    await admin.visit('/approvals/people/unclaimed?partnerId=harbour')
    await admin.expectPage('Partners without owner')
    await admin.button('Invite the owner of harbour-bank').waitFor()
    expect(admin.problems).toEqual([])
  })
})

describe('with another provider, a stranger registers a taken name', () => {
  let issuer: TestIssuer
  let place: Awaited<ReturnType<typeof freshPlace>>
  let portal: Portal

  beforeAll(async () => {
    issuer = await startTestIssuer()
    place = await freshPlace()
    portal = await startPortal({ ...place.environment, OIDC_ISSUER: issuer.issuer })
  })
  afterAll(async () => {
    await portal.stop()
    await place.remove()
    await issuer.close()
  })

  /** Somebody whom the provider has signed in. */
  async function signedIn(userName: string, role: string, sub: string = crypto.randomUUID()) {
    const email = `${sub}@id.example`
    const token = await issuer.tokenFor({ userName, roles: [role], email, claims: { sub } })
    const person = await openPerson(browser, portal.url)
    const cookie = { name: 'Authorization', value: token, url: portal.url }
    await person.page.context().addCookies([cookie])
    return { ...person, token }
  }

  async function register(token: string, partnerId: string) {
    const response = await fetch(`${portal.url}/v1/partnermanager/partners`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({
        requesttime: new Date().toISOString(),
        request: {
          partnerId,
          organizationName: 'River Works',
          address: '1 Quay',
          contactNumber: '5550123',
          emailId: 'desk@river.example',
          partnerType: 'Device_Provider',
        },
      }),
    })
    const { errors } = (await response.json()) as { errors: { errorCode: string }[] }
    expect(errors).toEqual([])
  }

  test('of a reference partner: it waits for its owner, and nothing can be registered', async () => {
    const stranger = await signedIn('mpartner-default-auth', 'AUTH_PARTNER')
    await stranger.visit('/')
    await stranger.expectHome()
    await stranger.page
      .getByText('A partner named mpartner-default-auth waits for its owner')
      .waitFor()
    expect(await stranger.button(/Register/).count()).toBe(0)
    await stranger.close()
  })

  test('of a person: every page says so, until an administrator hands the name over', async () => {
    const owner = await signedIn('river-works', 'DEVICE_PROVIDER')
    await register(owner.token, 'river-works')
    const stranger = await signedIn('river-works', 'DEVICE_PROVIDER', 'the-other-one')
    const refusal = stranger.page.getByText('The name river-works belonged to somebody else')
    for (const path of ['/', '/certificates', '/profile']) {
      await stranger.visit(path)
      await refusal.waitFor()
      await stranger.expectUsable()
    }

    const admin = await signedIn('registrar', 'PARTNER_ADMIN')
    await admin.visit('/')
    await admin.expectHome()
    await admin.page
      .getByRole('listitem')
      .filter({ hasText: 'river-works' })
      .getByRole('link')
      .click()
    await admin.expectPage('Waiting people')
    await admin.press('Hand over river-works')
    await admin.expectUsable()
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Hand over' }).click()
    await admin.page.getByText('river-works has been handed over').waitFor()

    await stranger.visit('/')
    await stranger.page.getByText('River Works').first().waitFor()
    await owner.visit('/')
    await owner.page.getByText('The name river-works belonged to somebody else').waitFor()
    expect([...stranger.problems, ...owner.problems, ...admin.problems]).toEqual([])
  })

  test('and a list hands many over, with a result for each', async () => {
    const admin = await signedIn('registrar', 'PARTNER_ADMIN')
    await admin.visit('/approvals/people')
    await admin.expectPage('Waiting people')
    await admin.press('Hand over many')
    await admin.enter({
      'Names and persons': 'mpartner-default-print,printer\nnobody-here,somebody',
    })
    await admin.expectUsable()
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Hand over' }).click()
    const results = admin.page.getByRole('dialog', { name: 'What was handed over' })
    await results.getByText('Handed over', { exact: true }).waitFor()
    await results.getByText('nobody-here').waitFor()
    await admin.expectUsable()
    await admin.close()
  })
})
