import type { KoaContextWithOIDC, ErrorOut } from 'oidc-provider'

const style = `
  :root { color-scheme: light dark; font-family: system-ui, sans-serif; line-height: 1.5 }
  body { display: grid; min-height: 100vh; margin: 0; place-items: center }
  main { max-inline-size: 32rem; padding: 2rem }
  h1 { font-size: 1.5rem; margin-block: 0 1rem }
  a { color: LinkText }
  small { opacity: 0.75 }
`

/** Texts for people; whatever else happens is for the log. */
const explanations = new Map(
  Object.entries({
    invalid_redirect_uri: 'The page that asked for the sign-in is not known here.',
    invalid_client: 'The application that asked for the sign-in is not known here.',
    access_denied: 'The sign-in was refused.',
    server_error: 'Something went wrong on our side. Try again in a moment.',
  }),
)

/** The page of the provider for a sign-in that cannot go on. Shows no input and no internals. */
export function errorPage(error: string, homeUrl: string): string {
  const explanation =
    explanations.get(error) ?? 'The sign-in took too long or was started in another window.'
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Sign-in not possible</title>
  <style>${style}</style>
</head>
<body>
  <main>
    <h1>The sign-in cannot go on</h1>
    <p>${escapeHtml(explanation)}</p>
    <p><a href="${escapeHtml(homeUrl)}">Back to the portal</a></p>
    <small>${escapeHtml(error)}</small>
  </main>
</body>
</html>
`
}

/** Headers of every page of ours: nothing but its own style may load, and nobody may frame it. */
export const pageHeaders = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

/** Puts the error page into the provider's answer. */
export function renderError(homeUrl: string) {
  return (ctx: KoaContextWithOIDC, out: ErrorOut): void => {
    ctx.type = 'html'
    ctx.set(pageHeaders)
    ctx.body = errorPage(out.error, homeUrl)
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
