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

function decodedPath(address: string): string {
  const { pathname } = new URL(address, 'http://localhost')
  try {
    return decodeURIComponent(pathname)
  } catch {
    return pathname
  }
}
