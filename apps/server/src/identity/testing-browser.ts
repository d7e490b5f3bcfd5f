export interface StoredCookie {
  name: string
  value: string
  path: string
}

/**
 * A browser for tests: keeps cookies by name and path and reports redirects instead of following
 * them. Every address at `publicUrl` is fetched from `serverUrl`, as through a proxy.
 */
export function openBrowser(
  publicUrl: string,
  serverUrl: string,
  ownHeaders: Record<string, string> = {},
) {
  const jar = new Map<string, StoredCookie>()
  const setCookies: string[] = []

  async function send(address: string, init: RequestInit = {}): Promise<Response> {
    const url = new URL(address, publicUrl)
    const cookie = [...jar.values()]
      .filter(({ path }) => isWithin(url.pathname, path))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
    const response = await fetch(url.href.replace(publicUrl, serverUrl), {
      ...init,
      redirect: 'manual',
      headers: { ...ownHeaders, ...Object.fromEntries(new Headers(init.headers)), cookie },
    })
    for (const text of response.headers.getSetCookie()) {
      setCookies.push(text)
      keep(text)
    }
    return response
  }

  function keep(text: string): void {
    const [pair = '', ...attributes] = text.split('; ')
    const at = pair.indexOf('=')
    const [name, value] = [pair.slice(0, at), pair.slice(at + 1)]
    const marks = new Map(attributes.map((part) => splitAttribute(part)))
    const path = marks.get('path') ?? '/'
    const isRemoved = marks.get('max-age') === '0' || marks.get('expires')?.includes('1970')
    if (isRemoved) jar.delete(`${name} ${path}`)
    else jar.set(`${name} ${path}`, { name, value, path })
  }

  return {
    /** Every `Set-Cookie` so far, as sent. */
    setCookies,
    cookies: () => [...jar.values()],
    cookie: (name: string) => [...jar.values()].find((cookie) => cookie.name === name)?.value,
    set: (name: string, value: string) => jar.set(`${name} /`, { name, value, path: '/' }),
    get: (address: string) => send(address),
    post: (address: string, body: unknown) =>
      send(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    /** Goes where the answer leads; fails when it leads nowhere. */
    follow(response: Response) {
      const location = response.headers.get('location')
      if (location === null) throw new Error(`The answer ${response.status} leads nowhere`)
      return send(location)
    },
  }
}

export type Browser = ReturnType<typeof openBrowser>

function isWithin(pathname: string, path: string): boolean {
  return path === '/' || pathname === path || pathname.startsWith(`${path.replace(/\/$/, '')}/`)
}

function splitAttribute(text: string): [string, string] {
  const [name = ''] = text.split('=')
  return [name.toLowerCase(), text.slice(name.length + 1)]
}
