import type { FastifyReply } from 'fastify'

interface Cookie {
  name: string
  value: string
}

/**
 * Every cookie of a request header in the order sent, repeated names included: the last token cookie
 * wins (common.md 4.1), while the usual parsers keep the first. RFC 6265 section 5.4.
 */
export function readCookies(header: string | undefined): Cookie[] {
  return (header ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=')
    if (at < 0) return []
    const value = pair.slice(at + 1).trim()
    return [{ name: pair.slice(0, at).trim(), value: decode(value.replace(/^"(.*)"$/, '$1')) }]
  })
}

/** The last cookie of this exact name. */
export function readCookie(header: string | undefined, name: string): string | undefined {
  return readCookies(header).findLast((cookie) => cookie.name === name)?.value
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

interface CookieScope {
  path: string
  isSecure: boolean
  /** Seconds; absent: until the browser closes; 0: remove the cookie. */
  maxAge?: number
}

/** Adds a cookie that scripts cannot read and other sites' forms cannot send. RFC 6265 section 4.1. */
export function setCookie(reply: FastifyReply, cookie: Cookie, scope: CookieScope): void {
  const parts = [`${cookie.name}=${encodeURIComponent(cookie.value)}`]
  if (scope.maxAge !== undefined) parts.push(`Max-Age=${scope.maxAge}`)
  if (scope.maxAge === 0) parts.push('Expires=Thu, 01 Jan 1970 00:00:00 GMT')
  parts.push(`Path=${scope.path}`, 'HttpOnly', 'SameSite=Lax')
  if (scope.isSecure) parts.push('Secure')
  reply.header('set-cookie', parts.join('; '))
}
