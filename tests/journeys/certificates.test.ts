import { execFileSync } from 'node:child_process'
import { createPublicKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { encodePkcs7 } from '@pmp/x509'
import { keysThatAreNone, withKey } from '@pmp/x509/keys-that-are-none'
import { createTestAuthority, type TestAuthority } from '@pmp/x509/test-authority'
import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { adminPassword } from './prepare.ts'
import { demoPlace, startPortal, type Portal } from './portal.ts'

const organization = 'Banque "Étoile", & Fils'
const partnerId = 'etoile'
const passphrase = 'seven green bottles'

let browser: Browser
let place: Awaited<ReturnType<typeof demoPlace>>
let portal: Portal
let admin: Person
let authority: TestAuthority

beforeAll(async () => {
  place = await demoPlace()
  browser = await launchBrowser()
  portal = await startPortal(place.environment)
  authority = await createTestAuthority({ now: new Date(), organization: 'National CA' })
  admin = await openPerson(browser, portal.url, { acceptDownloads: true })
  await admin.signIn('admin', adminPassword)
  await admin.expectHome()
  await admin.visit('/partners/new')
  await admin.choose('Partner type', 'MISP')
  await admin.enter({
    'Partner id': partnerId,
    Organisation: organization,
    'E-mail address': 'it@etoile.example',
    'Phone number': '5550111',
    Address: '1 Place du Martroi',
  })
  await admin.press('Create partner')
  await admin.expectPage(`${organization} is created`)
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

/** The check of a rule as it is shown: its words, what was found, what to do. */
const check = (rule: string) =>
  admin.page.getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: rule })

async function storedCertificates(): Promise<unknown> {
  const answer = await admin.page.request.get(
    `/v1/partnermanager/partners/${partnerId}/certificate`,
  )
  const { errors } = (await answer.json()) as { errors: { errorCode: string }[] }
  return errors.map(({ errorCode }) => errorCode)
}

describe('an administrator adds a whole chain at once', () => {
  test('several certificates in one file are judged one by one, and stored in order', async () => {
    const { certificate: expired } = await authority.issueLeaf({ days: -3 })
    const file = [authority.root, authority.intermediate].map(({ certificate }) => certificate.pem)
    await admin.visit('/trust-store/upload')
    await admin.choose('Domain', 'MISP – infrastructure providers')
    await admin.dropFile('all.pem', [...file, expired.pem].join('\n'))
    await admin.page.getByText('1 of 3 certificates would be passed over').waitFor()
    await admin.expectPage('Upload CA certificate')
    expect(await check('It is valid today').first().innerText()).toContain('Ask your CA')
    await admin.dropFile(
      'chain.p7b',
      encodePkcs7([authority.root.certificate, authority.intermediate.certificate]),
    )
    await admin.page.getByText('All checks are passed').waitFor()
    await admin.press('Add to trust store')
    await admin.expectPage('Trust store')
    const answer = await admin.page.request.get(
      '/v1/partnermanager/trust-chain-certificates?issuedTo=National%20CA&partnerDomain=MISP',
    )
    expect(await answer.json()).toMatchObject({ response: { totalResults: 2 } })
  })
})

describe('a refused certificate is explained', () => {
  test.each([
    [
      'of another organisation',
      { organization: 'Another Bank' },
      'Its organisation is the one that is registered',
      `In the certificate: “Another Bank”. Registered: “${organization}”.`,
      'They must be equal to the letter',
    ],
    [
      'that has expired',
      { organization, days: -10 },
      'It is valid today',
      'The certificate is not valid today',
      'Ask your CA for a new one',
    ],
    [
      'that ends too soon',
      { organization, days: 100 },
      'It is valid long enough',
      'Days left: 99. Needed: 335.',
      'Ask your CA for one that is valid for a year',
    ],
  ])('one %s', async (_, options, rule, found, remedy) => {
    await admin.visit(`/certificates/upload?partnerId=${partnerId}`)
    const { certificate } = await authority.issueLeaf(options)
    await admin.dropFile('leaf.cer', certificate.pem)
    await admin.page.getByText('This file cannot be accepted').waitFor()
    await admin.expectPage('Upload certificate')
    const text = await check(rule).innerText()
    expect(text).toContain('not passed')
    expect(text).toContain(found)
    expect(text).toContain(remedy)
    expect(await admin.button('Submit certificate').isDisabled()).toBe(true)
    expect(await storedCertificates()).toEqual(['PMS_PRT_108'])
  })

  test.each([
    ['an even modulus', 'The modulus of its RSA key is an even number'],
    ['exponent 1', 'The public exponent of its RSA key is 1'],
    ['a point beside its curve', 'Its key is not a point on its curve'],
  ])('one whose key is none, by %s', async (what, found) => {
    const [, key = new Uint8Array()] = keysThatAreNone.find(([name]) => name === what) ?? []
    const { certificate, privateKey } = await authority.issueLeaf({ organization })
    const issuer = authority.intermediate
    const leaf = withKey(
      { certificate, key: { privateKey, publicKey: createPublicKey(privateKey) } },
      {
        certificate: issuer.certificate,
        key: { privateKey: issuer.privateKey, publicKey: createPublicKey(issuer.privateKey) },
      },
      key,
    )
    await admin.visit(`/certificates/upload?partnerId=${partnerId}`)
    await admin.dropFile('leaf.cer', leaf.certificate.pem)
    await admin.page.getByText('This file cannot be accepted').waitFor()
    const text = await check('Its chain leads to a trusted root').innerText()
    expect(text).toContain(found)
    expect(text).toContain('Ask the CA for a certificate with a stronger key')
    const rules = admin.page.getByRole('listitem').filter({ hasText: 'Its key is sound' })
    expect(await rules.first().innerText()).toContain(found)
    await admin.expectPage('Upload certificate')
    expect(await storedCertificates()).toEqual(['PMS_PRT_108'])
  })

  test('one whose chain is missing: the drawing says where it breaks', async () => {
    const stranger = await createTestAuthority({ now: new Date(), organization: 'Private CA' })
    const { certificate } = await stranger.issueLeaf({ organization })
    const chain = admin.page.getByRole('list', { name: 'Chain of trust' })
    await admin.visit(`/certificates/upload?partnerId=${partnerId}`)
    await admin.dropFile('leaf.cer', certificate.pem)
    await chain.getByText('Not in the trust store').waitFor()
    expect(await check('Its chain leads to a trusted root').innerText()).toContain(
      'Ask the partner administrator to add the CA certificates',
    )
    const file = [certificate, stranger.intermediate.certificate].map(({ pem }) => pem).join('')
    await admin.dropFile('with-issuer.pem', file)
    await chain.getByText('In your file, but not in the trust store').waitFor()
    expect(await chain.getByRole('listitem').count()).toBe(3)
    await admin.expectPage('Upload certificate')
    expect(await admin.button('Submit certificate').isDisabled()).toBe(true)
    expect(await storedCertificates()).toEqual(['PMS_PRT_108'])
  })

  test('an unusual domain is warned of', async () => {
    await admin.visit(`/certificates/upload?partnerId=${partnerId}`)
    await admin.choose('Domain', 'FTM – chip providers')
    await admin.page.getByText('belong to the domain MISP').waitFor()
    await admin.expectPage('Upload certificate')
  })

  test('a file with a private key is not even sent', async () => {
    await admin.visit(`/certificates/upload?partnerId=${partnerId}`)
    await admin.expectPage('Upload certificate')
    const sent = watchRequests(admin)
    await admin.dropFile(
      'both.pem',
      '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n',
    )
    await admin.page.getByRole('alert').getByText('contains a private key').waitFor()
    expect(sent.bodies()).toEqual([])
  })
})

/** Everything that a page sends from now on. */
function watchRequests({ page }: Person) {
  const requests: Request[] = []
  page.on('request', (request) => requests.push(request))
  return {
    bodies: () => requests.flatMap((request) => request.postData() ?? []),
    everything: () => requests.map((request) => `${request.url()} ${request.postData() ?? ''}`),
  }
}

/** Runs openssl on files in the portal's own folder. */
function openssl(files: Record<string, string>, ...words: string[]): string {
  const cwd = place.environment['DATA_DIR'] ?? ''
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text)
  return execFileSync('openssl', words, { cwd, encoding: 'utf8', stdio: 'pipe' })
}

describe('key and request are made in the browser', () => {
  test('openssl accepts both, they belong together, and the key was never sent', async () => {
    await admin.visit(`/certificates/request?partnerId=${partnerId}`)
    await admin.expectPage('Key and certificate request')
    expect(await admin.page.getByLabel('Organisation (O)').inputValue()).toBe(organization)
    await admin.page.getByText('accepts certificates that are signed with: SHA256withRSA').waitFor()
    await admin.enter({ 'Common name (CN)': 'misp.etoile.example', 'Country (C)': 'fr' })
    await admin.choose('Kind of key', 'RSA 3072')
    await admin.enter({ 'Passphrase of the key file': passphrase, 'Passphrase again': 'another' })
    await admin.press('Make key and request')
    await admin.page.getByText('The two passphrases differ.').waitFor()
    await admin.enter({ 'Passphrase again': passphrase })
    const sent = watchRequests(admin)
    await admin.press('Make key and request')
    await admin.page.getByRole('heading', { name: 'Your private key' }).waitFor()
    await admin.expectPage('Key and certificate request')

    const key = await admin.saved('Save private key')
    const request = await admin.saved('Download')
    expect([key.name, request.name]).toEqual(['etoile-private-key.pem', 'etoile.csr'])
    expect(key.text).toContain('BEGIN ENCRYPTED PRIVATE KEY')
    const files = { 'private.pem': key.text, 'request.csr': request.text }
    const ofKey = ['pkey', '-in', 'private.pem', '-passin', `pass:${passphrase}`, '-pubout']
    const ofRequest = ['req', '-in', 'request.csr', '-verify', '-noout', '-pubkey']
    expect(openssl(files, ...ofKey)).toBe(openssl(files, ...ofRequest))
    const subject = openssl(
      files,
      'req',
      '-in',
      'request.csr',
      '-noout',
      '-subject',
      '-nameopt',
      'utf8',
    )
    expect(subject).toContain('CN=misp.etoile.example')
    expect(sent.bodies()).toEqual([])
    expect(sent.everything().filter((text) => /PRIVATE|REQUEST|MII/.test(text))).toEqual([])
  })

  test('leaving before the key is saved asks first', async () => {
    await admin.visit(`/certificates/request?partnerId=${partnerId}`)
    await admin.choose('Kind of key', 'EC P-256')
    await admin.press('Make key and request')
    await admin.page.getByText('The file is not encrypted').waitFor()
    await admin.follow('Audit')
    await admin.page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    const key = await admin.saved('Save private key')
    expect(openssl({ 'ec.pem': key.text }, 'pkey', '-in', 'ec.pem', '-text', '-noout')).toContain(
      'prime256v1',
    )
    await admin.follow('Audit')
    await admin.expectPage('Audit')
  })
})

describe('what ends when', () => {
  test('is drawn, listed, and linked from the home page', async () => {
    await admin.visit('/')
    await admin.expectHome()
    await admin.page
      .getByRole('heading', { name: 'Certificates expiring within 30 days' })
      .waitFor()
    await admin.follow('Partner, MOSIP-signed')
    await admin.expectPage('Expiring certificates')
    await admin.button('Remove the filter Kind: Partner, MOSIP-signed').waitFor()
    await admin.visit('/certificates/expiry?days=1095')
    await admin.page.getByText('Show as table').click()
    await admin.page.getByRole('table', { name: 'How many end when' }).waitFor()
    await admin.expectPage('Expiring certificates')
    await admin.press('Filter')
    await admin.choose('Kind', 'Partner, as uploaded')
    await admin.page.keyboard.press('Escape')
    await admin.page.getByRole('searchbox', { name: 'Partner' }).fill('north')
    await admin.page
      .getByRole('cell', { name: 'Partner, MOSIP-signed' })
      .first()
      .waitFor({ state: 'hidden' })
    await admin.page.getByRole('link', { name: 'North Bank' }).waitFor()
    await admin.follow('North Bank')
    await admin.expectPage('North Bank')
    expect(admin.problems).toEqual([])
  })
})
