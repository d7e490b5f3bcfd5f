import * as contract from '@pmp/contract'
import { createTestAuthority } from '@pmp/x509/test-authority'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { callAs } from './call-as.ts'
import { openPerson, type Person } from './person.ts'
import { adminPassword } from './prepare.ts'
import { demoPlace, startPortal, type Portal } from './portal.ts'

const organization = 'Gateway Operator'
const partnerId = 'gateway-operator'
const password = 'nine-wide-gateways'

let browser: Browser
let place: Awaited<ReturnType<typeof demoPlace>>
let portal: Portal
let admin: Person
let misp: Person

beforeAll(async () => {
  place = await demoPlace()
  browser = await launchBrowser()
  portal = await startPortal(place.environment)
  admin = await openPerson(browser, portal.url)
  await admin.signIn('admin', adminPassword)
  await admin.expectHome()
  misp = await openPerson(browser, portal.url)
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

/** Reads a key in clear in the dialog that shows it. */
async function readKey(person: Person): Promise<string> {
  const dialog = person.page.getByRole('dialog')
  const key = await dialog.getByRole('group', { name: 'Licence key' }).innerText()
  expect(key.trim()).toMatch(/^[0-9a-zA-Z]{50}$/)
  await person.expectUsable()
  return key.trim()
}

describe('a MISP gets from sign-up to its licence', () => {
  let first: string
  let second: string

  test('it signs up, registers and is told whom it waits for', async () => {
    await misp.visit('/sign-up')
    await misp.page.getByRole('radio', { name: /^MISP/ }).check()
    await misp.expectPage('Create an account')
    await misp.enter({
      Organisation: organization,
      Address: '3 Tower Road',
      'Phone number': '5550177',
      'Given name': 'Gita',
      'Family name': 'Gate',
      'E-mail address': 'gita@gateway.example',
      'User name': partnerId,
      Password: password,
    })
    await misp.press('Create account')
    await misp.page.getByText('Your account is ready').waitFor()
    await misp.signIn(partnerId, password)
    await misp.page.getByText('then you make your licence').waitFor()
    await misp.expectHome()
    expect(await misp.page.getByRole('combobox', { name: 'Policy group' }).count()).toBe(0)
    await misp.press('Register')
    await misp.giveConsent()
    await misp.page.getByText('The partner administrator must act now.').waitFor()
    await misp.expectHome()
    await misp.follow('MISP licences')
    await misp.page.getByText('You get a licence once the partner administrator').waitFor()
    expect(await misp.button('Make a licence').count()).toBe(0)
    await misp.expectPage('MISP licences')
  })

  test('an administrator uploads its certificate', async () => {
    const authority = await createTestAuthority({ now: new Date(), organization: 'Gateway CA' })
    for (const { certificate } of [authority.root, authority.intermediate]) {
      await callAs(admin, contract.uploadCaCertificate, {
        certificateData: certificate.pem,
        partnerDomain: 'MISP',
      })
    }
    await admin.visit(`/certificates/upload?partnerId=${partnerId}`)
    const leaf = await authority.issueLeaf({ organization })
    await admin.dropFile('gateway.pem', leaf.certificate.pem)
    await admin.page.getByText('All checks are passed').waitFor()
    await admin.press('Submit certificate')
    await admin.page.getByRole('heading', { name: 'Your certificate is accepted' }).waitFor()
    await misp.visit('/')
    await misp.page.getByText('Your certificate is in place.').waitFor()
    const next = misp.page.locator('[aria-current=step]')
    expect(await next.innerText()).toContain('Make the licence')
  })

  test('it makes its first licence and can read its key at any time', async () => {
    await misp.visit('/')
    await misp.follow('Make a licence')
    await misp.press('Make a licence')
    await misp.page.getByRole('dialog').waitFor()
    await misp.expectUsable()
    await misp.page.getByRole('dialog').getByRole('button', { name: 'Make a licence' }).click()
    await misp.page.getByText('Your licence is in use.').waitFor()
    await misp.page.getByRole('cell', { name: 'active', exact: true }).waitFor()
    await misp.expectPage('MISP licences')
    await misp.press(/^Show the key/)
    first = await readKey(misp)
    await misp.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await misp.page.getByRole('dialog').waitFor({ state: 'hidden' })
    expect(await misp.page.content()).not.toContain(first)
    await misp.visit('/')
    await misp.page.getByText('Everything is set up.').waitFor()
    await misp.expectHome()
  })

  test('it suspends the licence and puts it into use again', async () => {
    const ending = first.slice(-4)
    await misp.visit('/misp-licences')
    await misp.press(`Suspend …${ending}`)
    const dialog = misp.page.getByRole('dialog')
    await dialog.waitFor()
    await misp.expectUsable()
    await dialog.getByRole('button', { name: `Suspend …${ending}` }).click()
    await misp.page.getByText(`The licence …${ending} is suspended.`).waitFor()
    await misp.visit('/misp-licences?isActive=true')
    await misp.page.getByText('Nothing found').waitFor()
    await misp.visit('/misp-licences?isActive=false')
    await misp.press(`Put into use …${ending}`)
    await dialog.getByRole('button', { name: `Put into use …${ending}` }).click()
    await misp.page.getByText(`The licence …${ending} is in use.`).waitFor()
    await misp.visit('/misp-licences')
    await misp.button(`Suspend …${ending}`).waitFor()
    await misp.expectPage('MISP licences')
    expect(await misp.button(/^Put into use/).count()).toBe(0)
  })

  test('an administrator links a policy group and gives it a licence for a policy', async () => {
    await admin.visit(`/partners/${partnerId}`)
    await admin.press('Link a policy group')
    await admin.page.getByRole('dialog').waitFor()
    await admin.choose('Policy group', 'Public services')
    await admin.expectUsable()
    await admin.page
      .getByRole('dialog')
      .getByRole('button', { name: 'Link a policy group' })
      .click()
    await admin.page.getByText('is linked to the policy group Public services.').waitFor()
    await approveDelegation()

    await admin.visit('/misp-licences')
    await admin.expectPage('MISP licences')
    await admin.follow('New licence')
    await admin.expectPage('New licence')
    await admin.press('Make a licence')
    await admin.page.getByText('Please fill in this field.').first().waitFor()
    await admin.choose('MISP', partnerId)
    await admin.choose('Policy', 'Delegation')
    await admin.enter({ Name: 'Gateway  north', 'Last day': '2020-01-01' })
    await admin.press('Make a licence')
    await admin.page.locator('[aria-invalid=true]').waitFor()
    await admin.enter({ 'Last day': `${new Date().getUTCFullYear() + 1}-06-01` })
    await admin.press('Make a licence')
    second = await readKey(admin)
    const dialog = admin.page.getByRole('dialog')
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Done' }).click()
    await admin.expectPage('Gateway north')
    expect(await admin.page.content()).not.toContain(second)
    await admin.page
      .getByRole('definition')
      .filter({ hasText: /^Delegation$/ })
      .waitFor()
  })

  test('the licence before has ended; the new one is shown to both', async () => {
    await admin.visit(`/partners/${partnerId}`)
    await admin.page.getByRole('tab', { name: /licence/i }).click()
    await admin.page.getByRole('link', { name: 'Gateway north' }).waitFor()
    await admin.expectPage(organization)
    await admin.follow('Gateway north')
    await admin.press('Show the key')
    expect(await readKey(admin)).toBe(second)
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await misp.visit('/misp-licences?isActive=true')
    await misp.press(`Show the key that ends with ${second.slice(-4)}`)
    expect(await readKey(misp)).toBe(second)
    await misp.page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    expect(await misp.page.getByText(`…${first.slice(-4)}`).count()).toBe(0)
  })

  test('the administrator deactivates it, and switches the older key on', async () => {
    await admin.press('Deactivate')
    await admin.page.getByRole('dialog').waitFor()
    await admin.expectUsable()
    await admin.press('Deactivate Gateway north')
    await admin.page.getByText('Gateway north is deactivated.').waitFor()
    await admin.page.getByText('deactivated', { exact: true }).waitFor()
    await admin.expectPage('Gateway north')
    await admin.follow(`All licence keys of ${organization}`)
    await admin.expectPage('Licence keys')
    const name = `Put into use …${first.slice(-4)}`
    await admin.press(name)
    await admin.page.getByRole('dialog').getByRole('button', { name }).click()
    await admin.page.getByText(`The licence …${first.slice(-4)} is in use.`).waitFor()
    await admin.visit('/misp-licences?status=ACTIVE&orgName=gateway')
    await admin.follow('Without a name')
    await admin.expectPage('Without a name')
    expect([...admin.problems, ...misp.problems]).toEqual([])
  })
})

/** A MISP policy of its group, asked for in its name and approved. */
async function approveDelegation(): Promise<void> {
  const { id: policyId } = await callAs(admin, contract.createPolicy, {
    policyGroupName: 'Public services',
    policyType: 'MISP',
    name: 'Delegation',
    desc: 'What the gateway may do for others',
    version: '1.0',
    policies: {
      allowAuthRequestDelegation: true,
      allowKycRequestDelegation: false,
      allowKeyBindingDelegation: false,
    },
  })
  const groups = await callAs(admin, contract.listActivePolicyGroups, {})
  const policygroupId = groups.find(({ name }) => name === 'Public services')?.id ?? ''
  await callAs(admin, contract.publishPolicy, { policyId, policygroupId })
  const { mappingkey } = await callAs(admin, contract.submitPolicyRequest, {
    partnerId,
    policyName: 'Delegation',
    useCaseDescription: 'Carry requests of banks',
  })
  await callAs(admin, contract.decidePolicyRequest, { mappingkey, status: 'approved' })
}
