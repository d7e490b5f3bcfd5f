/** Base64 as upstream's UI writes it, also for text outside Latin-1. */
function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}

/** The address at which the identity provider is asked, and which leads back to `target`. */
function signInAddress(target: string): string {
  const state = crypto.randomUUID()
  // oxlint-disable-next-line unicorn/no-document-cookie -- the cookie store is not in every browser
  document.cookie = `state=${state}; path=/; SameSite=Lax`
  const address = encodeURIComponent(base64(target))
  return `/v1/partnermanager/login/v2/${address}?state=${state}&ui_locales=${document.documentElement.lang}`
}

/** Goes to the identity provider and comes back to `target` (ui.md 1.1). */
export function signIn(target: string = window.location.href): void {
  window.location.assign(signInAddress(target))
}

/** Signs in in another tab, so that what was typed here stays. */
export function signInElsewhere(): void {
  window.open(signInAddress(`${window.location.origin}/`), '_blank', 'noopener')
}

/** Ends the session here and at the identity provider. */
export function signOut(): void {
  const target = encodeURIComponent(base64(`${window.location.origin}/`))
  window.location.assign(`/v1/partnermanager/logout/user?redirecturi=${target}`)
}
