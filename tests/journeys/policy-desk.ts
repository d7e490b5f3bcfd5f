import { launchBrowser } from './browser.ts'
import { openPerson, type Person } from './person.ts'
import { demoPlace, startPortal } from './portal.ts'

/** A group of the demo. */
export const group = 'Banking and payments'

/** The demo's policy manager, who is nothing else. */
export const manager = 'policy-desk'

export const sound = JSON.stringify({
  authTokenType: 'policy',
  allowedAuthTypes: [{ authType: 'otp', mandatory: false }],
  allowedKycAttributes: [{ attributeName: 'fullName' }],
})

/** The demo's country, and its policy manager at two browsers. */
export async function openPolicyDesk() {
  // Ended in reverse when a step fails, so that neither a process nor a browser is left behind.
  await using opened = new AsyncDisposableStack()
  const place = await demoPlace()
  opened.defer(() => place.remove())
  const portal = await startPortal(place.environment)
  opened.defer(async () => {
    await portal.stop()
  })
  const browser = await launchBrowser()
  opened.defer(() => browser.close())
  const first = await openPerson(browser, portal.url, {
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const second = await openPerson(browser, portal.url)
  for (const person of [first, second]) {
    await person.signIn(manager, place.passwordOf(manager))
    await person.expectHome()
  }
  const open = opened.move()
  return { browser, url: portal.url, first, second, close: () => open.disposeAsync() }
}

export const jsonOf = ({ page }: Person) => page.getByRole('textbox', { name: 'Document (JSON)' })

/** A draft in the demo's group of banks; leaves the person on its page. */
export async function draft(person: Person, name: string): Promise<void> {
  await person.visit('/policies/new')
  await person.expectPage('New policy')
  await person.choose('Policy group', group)
  await person.enter({ Name: name, Description: `${name}, for a journey` })
  await person.press('Save draft')
  await person.expectPage(name)
}
