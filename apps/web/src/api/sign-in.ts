/** Base64 as upstream's UI writes it, also for text outside Latin-1. */
function base64(text: string): string {
  return btoa(String.fromCodePoint(...new TextEncoder().encode(text)))
}

/** As `crypto.randomUUID`, which browsers keep from pages that came over plain http from elsewhere. */
function randomUuid(): string {
  // RFC 9562 §5.4: version 4, variant 10; every other digit is random.
  return '10000000-1000-4000-8000-100000000000'.replaceAll(/[018]/g, (digit) => {
    const [random = 0] = crypto.getRandomValues(new Uint8Array(1))
    const isVariant = digit === '8'
    return (isVariant ? 8 + (random & 3) : random & 15).toString(16)
  })
}

/** The address at which the identity provider is asked, and which leads back to `target`. */
function signInAddress(target: string): string {
  const state = randomUuid()
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
