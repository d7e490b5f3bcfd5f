import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { decidePolicyRequest, listPolicyRequests } from '@pmp/contract'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser } from './browser.ts'
import { callAs } from './call-as.ts'
import { openPerson, type Person } from './person.ts'
import { adminPassword } from './prepare.ts'
import { clockAhead, demoPlace, startPortal, type Portal } from './portal.ts'

const dayMilliseconds = 86_400_000

let browser: Browser
let place: Awaited<ReturnType<typeof demoPlace>>
let portal: Portal
let admin: Person
let bank: Person
/** Every key that a page has shown. */
const shown: string[] = []

beforeAll(async () => {
  place = await demoPlace()
  browser = await launchBrowser()
  portal = await startPortal(place.environment)
  await signIn()
  await bank.giveConsent()
})
afterAll(async () => {
  await browser.close()
  await portal.stop()
  await place.remove()
})

async function signIn() {
  admin = await openPerson(browser, portal.url)
  await admin.signIn('admin', adminPassword)
  await admin.expectHome()
  bank = await openPerson(browser, portal.url)
  await bank.signIn('north-bank', place.passwordOf('north-bank'))
  await bank.atHome()
}

/** Reads the key that is shown once, says that it is stored, and goes on. */
async function takeKey(): Promise<string> {
  const dialog = bank.page.getByRole('dialog')
  const key = (await dialog.getByRole('group', { name: 'API key' }).innerText()).trim()
  expect(key).toMatch(/^[0-9a-f]{32}$/)
  await bank.expectUsable()
  await bank.page.keyboard.press('Escape')
  expect(await dialog.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true)
  await dialog.getByRole('checkbox').check()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await dialog.waitFor({ state: 'hidden' })
  shown.push(key)
  return key
}

/** Everything that a page keeps: its text, its address, what it stored, what it remembers of calls. */
const kept = `(() => {
  const root = document.getElementById('root')
  const fiber = root[Object.keys(root).find((key) => key.startsWith('__reactContainer'))]
  const clientBelow = (node) =>
    !node ? undefined
      : node.memoizedProps?.client?.getQueryCache ? node.memoizedProps.client
      : clientBelow(node.child) ?? clientBelow(node.sibling)
  const client = clientBelow(fiber)
  const states = (cache) => cache.getAll().map(({ state }) => state)
  return JSON.stringify({
    queries: states(client.getQueryCache()),
    changes: states(client.getMutationCache()),
    address: [location.href, history.state],
    stored: [{ ...localStorage }, { ...sessionStorage }, document.cookie],
    page: document.documentElement.outerHTML,
  })
})()`

async function lookUp(key: string): Promise<unknown> {
  const path = `/v1/partnermanager/partners/north-bank/apikey/${key}`
  const answer = await admin.page.request.get(path)
  return answer.json()
}

/** The code of a language, as the reader copies it. */
async function codeIn(language: string): Promise<string> {
  await bank.page.getByText(language, { exact: true }).click()
  return bank.page.getByRole('group', { name: `Look-up in ${language}` }).innerText()
}

describe('a partner and its key', () => {
  let first: string
  let second: string

  test('a new key is shown once, and nothing keeps it', async () => {
    await bank.visit('/api-keys/new')
    await bank.choose('Policy', 'Account opening')
    await bank.enter({ Label: 'Call centre' })
    await bank.press('Generate')
    first = await takeKey()
    await bank.expectPage('Call centre')
    const everything = String(await bank.page.evaluate(kept))
    expect(everything).toContain(first.slice(-4))
    expect(everything).not.toContain(first)
    await bank.page.goBack()
    await bank.expectPage('Generate API key')
    expect(String(await bank.page.evaluate(kept))).not.toContain(first)
  })

  test('the code on its page runs as it stands', async () => {
    await bank.visit('/api-keys')
    await bank.expectPage('API keys')
    await bank.follow('Call centre')
    await bank.expectPage('Call centre')
    const cookies = await admin.page.context().cookies()
    const TOKEN = cookies.find(({ name }) => name === 'Authorization')?.value ?? ''
    const env = { ...process.env, API_KEY: first, TOKEN }
    const run = promisify(execFile)

    const { stdout: byCurl } = await run('sh', ['-c', await codeIn('curl')], { env })
    const answer: unknown = JSON.parse(byCurl)
    expect(answer).toMatchObject({ response: { partnerID: 'north-bank' }, errors: [] })

    const folder = mkdtempSync(join(tmpdir(), 'pmp-code-'))
    const file = join(folder, 'look-up.ts')
    writeFileSync(file, await codeIn('TypeScript'))
    await bank.expectUsable()
    const { stdout } = await run(process.execPath, [file], { env })
    const refused = run(process.execPath, [file], { env: { ...env, API_KEY: 'another' } })
    await expect(refused).rejects.toMatchObject({ code: 1, stdout: 'The key is refused.\n' })
    rmSync(folder, { recursive: true })
    const { response } = answer as { response: { policyId: string } }
    expect(stdout).toBe(`The key gives policy ${response.policyId}.\n`)

    expect(await codeIn('Java')).toContain(`POLICY_ID = "${response.policyId}"`)
    await bank.expectUsable()
  })

  test('it is replaced with an overlap, in which both keys work', async () => {
    await bank.press('Replace')
    await bank.page.getByRole('dialog').waitFor()
    await bank.expectUsable()
    await bank.enter({ 'Label of the new key': 'Branches' })
    await bank.press('Make the new key')
    await bank.page.getByRole('dialog').locator('[aria-invalid=true]').waitFor()
    await bank.enter({ 'Label of the new key': 'Call centre 2' })
    await bank.choose('The old key ends', 'in one day')
    await bank.press('Make the new key')
    second = await takeKey()
    await bank.expectPage('Call centre 2')
    for (const key of [first, second]) expect(await lookUp(key)).toMatchObject({ errors: [] })
    const everything = String(await bank.page.evaluate(kept))
    for (const key of shown) expect(everything).not.toContain(key)

    await bank.visit('/api-keys?status=activated&apiKeyLabel=call')
    const old = bank.page.getByRole('row').filter({
      has: bank.page.getByRole('link', { name: 'Call centre', exact: true }),
    })
    await old.getByText('expires soon').waitFor()
    await bank.expectPage('API keys')
  })

  test('another policy is a replacement, too, once it is approved', async () => {
    await bank.follow('Call centre 2')
    await bank.press('Replace')
    const policies = bank.page.getByRole('combobox', { name: 'Policy' })
    await policies.click()
    expect(await bank.page.getByRole('option').allInnerTexts()).toEqual(['Account opening'])
    await bank.page.keyboard.press('Escape')
    await bank.press('Cancel')
    const partnerId = 'north-bank'
    const { data } = await callAs(admin, listPolicyRequests, { partnerId, status: 'InProgress' })
    for (const { id: mappingkey } of data)
      await callAs(admin, decidePolicyRequest, { mappingkey, status: 'approved' })
    await bank.page.reload()
    await bank.press('Replace')
    await bank.choose('Policy', 'Payment confirmation')
    await bank.enter({ 'Label of the new key': 'Call centre 2' })
    await bank.choose('The old key ends', 'at a time that I choose')
    await bank.page.getByLabel('End of the old key').fill('2020-01-01T00:00')
    await bank.press('Make the new key')
    await bank.page.getByRole('dialog').locator('[aria-invalid=true]').waitFor()
    await bank.expectUsable()
    await bank.choose('The old key ends', 'at once')
    await bank.press('Make the new key')
    const third = await takeKey()
    await bank.expectPage('Call centre 2')
    await bank.page.getByText('For the policy Payment confirmation').waitFor()
    expect(await lookUp(second)).toMatchObject({ errors: [{ errorCode: 'PMS_PMP_009' }] })
    expect(await lookUp(third)).toMatchObject({ errors: [] })
  })

  test('the administrator changes when a key ends; its owner deactivates it', async () => {
    await admin.visit('/api-keys')
    await admin.expectPage('API keys')
    await admin.follow('Mobile app')
    await admin.expectPage('Mobile app')
    expect(await admin.button('Replace').count()).toBe(0)
    await admin.press('Change the end')
    await admin.page.getByRole('dialog').waitFor()
    await admin.expectUsable()
    const soon = new Date(Date.now() + 3 * dayMilliseconds).toISOString().slice(0, 16)
    await admin.enter({ Ends: soon })
    await admin.press('Save')
    await admin.page.getByText('The end of Mobile app is changed.').waitFor()
    await admin.page.getByText('expires soon').waitFor()
    await admin.visit('/api-keys?expiryPeriod=7')
    await admin.page.getByRole('link', { name: 'Mobile app' }).waitFor()
    await admin.expectPage('API keys')

    await bank.visit('/api-keys')
    await bank.follow('Mobile app')
    expect(await bank.button('Change the end').count()).toBe(0)
    await bank.press('Deactivate')
    await bank.page.getByRole('dialog').waitFor()
    await bank.expectUsable()
    await bank.press('Deactivate Mobile app')
    await bank.page.getByText('Mobile app is deactivated.').waitFor()
    await bank.page.getByText('deactivated', { exact: true }).waitFor()
    await bank.page.getByText('Last changed by north-bank').waitFor()
    expect(await bank.button('Replace').count()).toBe(0)
    await bank.expectPage('Mobile app')
  })

  test('the replaced key ends when it was said', async () => {
    await portal.stop()
    portal = await startPortal({ ...place.environment, ...clockAhead(1.1 * dayMilliseconds) })
    await Promise.all([admin.close(), bank.close()])
    await signIn()
    expect(await lookUp(first)).toMatchObject({ errors: [{ errorCode: 'PMS_PMP_009' }] })
    await bank.visit('/api-keys')
    await bank.follow(/^Call centre$/)
    await bank.expectPage('Call centre')
    expect([...admin.problems, ...bank.problems]).toEqual([])
  })
})
