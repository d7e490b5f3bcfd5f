import type { FastifyRequest } from 'fastify'

const apiStart = '/v1/'

/**
 * Whether a request is for the API. The matched route tells, whichever way its address was spelled
 * (`/%761/…`, `http://host/v1/…`); the address itself only where nothing but the web UI matched.
 */
export function isForApi({ routeOptions: { url }, raw }: FastifyRequest): boolean {
  if (url !== undefined && url !== '/*') return url.startsWith(apiStart)
  return decodedPath(raw.url ?? '/').startsWith(apiStart)
}

/**
 * An address that begins with several slashes names no other host: `//v1/…` is `/v1/…`. What no URL
 * can be, e.g. `//` or `//[`, stays as it is and is refused.
 */
export function withOneSlash(address: string): string {
  return isReadable(address) ? address.replace(/^[/\\]{2,}/, '/') : address
}

/** Addresses that every parser of URLs reads: a path of ordinary characters, which most are. */
const ordinary = /^\/(?!\/)[\w./~?&=%+,:;@-]*$/

/** Whether an address of a request can be read at all. */
export function isReadable(address: string): boolean {
  return ordinary.test(address) || URL.canParse(address, anyOrigin)
}

/** What an address names on our own origin, whichever host or how many slashes it was written with. */
export function pathAndQuery(address: string): string {
  if (!isReadable(address)) return '/'
  const { pathname, search } = new URL(withOneSlash(address), anyOrigin)
  return `${pathname.replace(/^\/*/, '/')}${search}`
}

const anyOrigin = 'http://localhost'

function decodedPath(address: string): string {
  const pathname = pathAndQuery(address).split('?')[0] ?? '/'
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}
