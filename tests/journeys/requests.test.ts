import { createTestAuthority } from '@pmp/x509/test-authority'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { demoPlace, startPortal, type Portal } from './portal.ts'
import { adminPassword } from './prepare.ts'

const organization = 'Card Print House'
const policy = 'Digital identity card'

let browser: Browser
let place: Awaited<ReturnType<typeof demoPlace>>
let portal: Portal
let admin: Person
/** A credential partner of the demo, whose request lacks extractors and credential type. */
let printer: Person

beforeAll(async () => {
  place = await demoPlace()
  browser = await launchBrowser()
  portal = await startPortal(place.environment)
  admin = await openPerson(browser, portal.url)
  printer = await openPerson(browser, portal.url)
  await admin.signIn('registrar', place.passwordOf('registrar'))
  await admin.expectHome()
  await printer.signIn('card-print', place.passwordOf('card-print'))
  await printer.expectHome()
  await printer.giveConsent()
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

/** What another module is told; it asks as an administrator here. */
async function told(path: string): Promise<{ response: unknown; errors: unknown }> {
  const answer = await admin.page.request.get(`/v1/partnermanager${path}`)
  return (await answer.json()) as { response: unknown; errors: unknown }
}

const idIn = ({ page }: Person) => new URL(page.url()).pathname.split('/').at(-1) ?? ''

/** Opens a request of the queue that the address shows. */
async function openWaiting(name: string, wish: string) {
  await admin.visit('/approvals')
  await admin.expectPage(/decisions? (is|are) waiting/)
  const line = admin.page.getByRole('listitem').filter({ hasText: wish }).filter({ hasText: name })
  await line.getByRole('link').click()
  await admin.expectPage(name)
}

async function offer(name: string, biometric: string, version: string) {
  await admin.press('Offer an extractor')
  await admin.enter({ Name: name, Provider: 'mock', Version: version })
  await admin.choose('Biometric', biometric)
  await admin.press('Offer')
}

describe('a credential partner gets its policy', () => {
  test('an administrator offers extractors', async () => {
    await admin.visit('/extractors')
    await admin.expectPage('Bio extractors')
    await offer('Mock face', 'Face', '1.1-long-one')
    await admin.page.getByText('At most 8 characters are allowed.').waitFor()
    await admin.expectUsable()
    await admin.enter({ Version: '1.1' })
    await admin.press('Offer')
    await admin.page.getByText('Mock face is offered now.').waitFor()
    await offer('Mock fingers', 'Fingers', '2.0')
    await admin.page.getByText('Mock fingers is offered now.').waitFor()
    await offer('Mock face', 'Face', '1.2')
    await admin.page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).waitFor()
    await admin.expectUsable()
    await admin.press('Cancel')
    await admin.press('Leave')
    await admin.press('Offer no longer: Mock fingers')
    await admin.expectUsable()
    await admin.press('Remove Mock fingers')
    await admin.page.getByText('The extractor is not offered any more.').waitFor()
    await offer('Fine fingers', 'Fingers', '3.0')
    await admin.page.getByText('Fine fingers is offered now.').waitFor()
    await admin.expectPage('Bio extractors')
  })

  test('who decides is told why it cannot be approved, and asks for more', async () => {
    await openWaiting(organization, 'wants to use')
    await admin.page.getByText('It cannot be approved as it is').waitFor()
    await admin.page.getByText('must name its bio extractors').waitFor()
    expect(await admin.page.getByRole('radio', { name: 'Approve' }).isDisabled()).toBe(true)
    await admin.press('Ask for more information')
    await admin.page.keyboard.type('Which biometrics are printed?')
    await admin.press('Ask the partner')
    await admin.page.getByText('The partner must answer now.').waitFor()
    await admin.expectUsable()
  })

  test('the partner answers and completes the request', async () => {
    await printer.visit('/policy-requests')
    await printer.page.getByText('It is your turn.').waitFor()
    await printer.expectPage('Policy requests')
    await printer.follow(policy)
    await printer.expectPage(`${policy}: request of ${organization}`)
    await printer.page.getByText('Which biometrics are printed?').waitFor()
    await printer.press('Ask for these extractors')
    await printer.page.getByText('Please fill in this field.').first().waitFor()
    await printer.choose('Face', 'Mock face · mock 1.1')
    await printer.expectUsable()
    await printer.press('Ask for these extractors')
    await printer.page.getByText('The extractors are part of the request now.').waitFor()
    await printer.choose('Credential type', 'Digital UIN card')
    await printer.press('Ask for this type')
    await printer.page.getByText('The credential type is part of the request now.').waitFor()
    await printer.enter({ 'Your answer': 'The face only' })
    await printer.press('Send answer')
    await printer.page.getByText('The administrator must act now.').waitFor()
    await printer.expectPage(policy)
  })

  test('it is refused with a reason, by keyboard', async () => {
    await openWaiting(organization, 'wants to use')
    await admin.page.getByText('The face only').waitFor()
    await admin.page.keyboard.press('r')
    await admin.page.getByRole('textbox', { name: `Reason for ${organization}` }).waitFor()
    await admin.press(/^Reject/)
    await admin.page.getByText('Please tell the partner why.').waitFor()
    await admin.page.keyboard.type('Name the regions')
    await admin.press(/^Reject/)
    await admin.page.getByText('The request is rejected.').waitFor()
    await admin.expectPage(/wants to use/)
  })

  test('the partner takes it up with a new one, which shows the old one', async () => {
    await printer.page.reload()
    await printer.page.getByText('Name the regions').first().waitFor()
    await printer.press('Take it up')
    const dialog = printer.page.getByRole('dialog')
    await dialog.getByText('It was rejected for this reason:').waitFor()
    await dialog.getByText('Name the regions').waitFor()
    await printer.expectUsable()
    await printer.enter({ 'What do you need it for?': 'Cards of the north and the east' })
    await printer.press('Send request')
    await dialog.waitFor({ state: 'hidden' })
    await printer.page.getByText('This request takes up one that was rejected.').waitFor()
    await printer.expectPage(policy)
  })

  test('of two who decide the slower one learns who was faster', async () => {
    const requestId = idIn(printer)
    const second = await openPerson(browser, portal.url)
    await second.signIn('admin', adminPassword)
    await second.expectHome()
    await second.visit(`/policy-requests/${requestId}`)
    await second.expectPage(organization)
    await openWaiting(organization, 'wants to use')
    await admin.page.getByText('Its request for Digital identity card was rejected').waitFor()
    await admin.page.keyboard.press('a')
    await admin.page.keyboard.press('Enter')
    await admin.page.getByText('The request is approved.').waitFor()
    await second.press(/^Approve/)
    await second.page.getByText('Somebody was faster').waitFor()
    await second.page.getByText(/^registrar ·/).waitFor()
    await second.expectUsable()
    await second.close()
  })

  test('other modules are told what is in force', async () => {
    await printer.page.reload()
    await printer.page.getByText('In force').waitFor()
    const type = await told('/partners/card-print/credentialtype/euin/policies')
    expect(type).toMatchObject({ response: { policyName: policy }, errors: [] })
    const { policyId } = type.response as { policyId: string }
    expect(await told(`/partners/card-print/bioextractors/${policyId}`)).toMatchObject({
      response: {
        extractors: [
          {
            attributeName: 'photo',
            biometric: 'face',
            extractor: { provider: 'mock', version: '1.1' },
          },
        ],
      },
    })
  })

  test('what is in force is changed by asking, with before and after side by side', async () => {
    await printer.press('Ask for a change')
    await printer.choose('Fingers', 'Fine fingers · mock 3.0')
    await printer.press('Send change')
    await printer.page.getByText('Please fill in this field.').waitFor()
    await printer.expectUsable()
    await printer.enter({ 'Reason for the change': 'The east prints fingers' })
    await printer.press('Send change')
    await printer.page.getByText('The change is sent.').waitFor()
    await printer.expectUsable()
    await openWaiting(organization, 'wants other extractors')
    await admin.page.getByText('Added: Fingers: mock 3.0').waitFor()
    await admin.press(/^Approve/)
    await admin.page.getByText('An earlier change, approved').waitFor()
    await admin.page.getByText('An earlier change, approved').click()
    await admin.expectUsable()
    const type = await told('/partners/card-print/credentialtype/euin/policies')
    const { policyId } = type.response as { policyId: string }
    const { response } = await told(`/partners/card-print/bioextractors/${policyId}`)
    expect(response).toMatchObject({ extractors: [{ biometric: 'face' }, { biometric: 'finger' }] })
    await admin.visit('/approvals/changes?view=approved')
    await admin.expectPage('Mapping changes')
    await admin.page.getByText('The east prints fingers').waitFor()
  })
})

describe('an administrator asks for an online verification partner', () => {
  const partnerId = 'clear-check'

  /** Its certificate of a trusted authority, as the partner's own tools would send it. */
  async function giveCertificate() {
    const authority = await createTestAuthority({ now: new Date(), organization: 'National CA' })
    const { certificate } = await authority.issueLeaf({ organization: 'Clear Check' })
    const send = async (path: string, certificateData: string, more: object) => {
      const requesttime = new Date().toISOString()
      const request = { certificateData, partnerDomain: 'AUTH', ...more }
      const answer = await admin.page.request.post(`/v1/partnermanager/partners${path}`, {
        data: { requesttime, request },
      })
      expect(await answer.json()).toMatchObject({ errors: [] })
    }
    await send('/certificate/ca/upload', authority.root.certificate.pem, {})
    await send('/certificate/ca/upload', authority.intermediate.certificate.pem, {})
    await send('/certificate/upload', certificate.pem, { partnerId })
  }

  test('its request cannot lack what its approval needs', async () => {
    await admin.visit('/partners/new')
    await admin.choose('Partner type', 'Online verification partner')
    await admin.choose('Policy group', 'Public services')
    await admin.enter({
      'Partner id': partnerId,
      Organisation: 'Clear Check',
      'E-mail address': 'desk@clear-check.example',
      'Phone number': '5550123',
      Address: '1 Quay',
    })
    await admin.press('Create partner')
    await admin.expectPage('Clear Check is created')
    await admin.visit(`/policy-requests/new?partnerId=${partnerId}`)
    await admin.page.getByText('Upload your certificate first').waitFor()
    await giveCertificate()
    await admin.visit(`/policy-requests/new?partnerId=${partnerId}`)
    await admin.expectPage('Request a policy')
    await admin.press('Continue')
    await admin.page.getByText('Please choose a policy.').waitFor()
    await admin.page.getByRole('radio', { name: /Digital identity card/ }).click()
    await admin.page.getByText('3 of 17 attributes').waitFor()
    await admin.expectUsable()
    await admin.press('Continue')
    await admin.press('Continue')
    await admin.page.getByText('Please fill in this field.').waitFor()
    await admin.choose('Face', 'Mock face · mock 1.1')
    await admin.enter({ 'Parts (Face)': 'Left' })
    await admin.expectUsable()
    await admin.press('Continue')
    await admin.choose('Credential type', 'Verifiable credential')
    await admin.press('Continue')
    await admin.enter({ 'What do you need it for?': 'Check cards at the border' })
  })

  test('what was typed survives a reload, and the whole is sent at once', async () => {
    await admin.page.reload()
    await admin.page.getByText('What you typed earlier is still here.').waitFor()
    for (let step = 0; step < 4; step += 1) await admin.press('Continue')
    await admin.page.getByText('Face (Left): mock 1.1').first().waitFor()
    await admin.expectUsable()
    await admin.press('Send request')
    await admin.expectPage('Clear Check wants to use Digital identity card')
    await admin.page.getByText('Check cards at the border').waitFor()
    await admin.press(/^Approve/)
    await admin.page.getByText('The request is approved.').waitFor()
    const type = await told(`/partners/${partnerId}/credentialtype/vercred/policies`)
    expect(type).toMatchObject({ response: { policyName: policy }, errors: [] })
    const { policyId } = type.response as { policyId: string }
    expect(await told(`/partners/${partnerId}/bioextractors/${policyId}`)).toMatchObject({
      response: { extractors: [{ biometric: 'face[Left]' }] },
    })
  })

  test('a policy that it has is marked as such', async () => {
    await admin.visit(`/policy-requests/new?partnerId=${partnerId}`)
    const asked = admin.page.getByRole('listitem').filter({ hasText: policy })
    await asked.getByText('Approved').waitFor()
    await admin.expectPage('Request a policy')
  })
})
