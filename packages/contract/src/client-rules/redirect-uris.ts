import { hasInvisibleMarks } from '../plain-names.ts'
import { topLevelDomains } from './top-level-domains.ts'

/*
 * What eSignet takes as redirect URI (esignet.md, "Fields, limits, codes"): any scheme, a host that is
 * an address, a name without dots or one below a known top-level domain, and an orderly path.
 */

const shape =
  /^(?<scheme>[a-z][a-z\d+.-]*):\/\/(?<authority>[^/?#]*)(?<path>[^?#]*)(?:\?[^#]*)?(?:#[^#]*)?$/i
const userInfo = "[\\w%.~!$&'()*+,;=-]+(?::[\\w%.~!$&'()*+,;=-]*)?@"
const authorityShape = new RegExp(
  `^(?:(?<literal>\\[[\\da-f:]+\\])|(?<user>${userInfo})?(?<host>[^@:[\\]%]*))(?::(?<port>\\d*))?$`,
  'i',
)
const pathShape = /^(?:\/[-\w:@&=+,.!/~*'%$;()]*)?$/
const label = '[a-z\\d](?:[a-z\\d-]{0,61}[a-z\\d])?'
const nameShape = new RegExp(`^(?:${label}\\.)+(?<top>[a-z](?:[a-z\\d-]{0,61}[a-z\\d])?)\\.?$`, 'i')
const singleLabel = new RegExp(`^${label}$`, 'i')

/** Names of the own machine, which are below no top-level domain. */
const localDomains = ['localhost', 'localdomain']
const longestUri = 2048
const longestName = 253

/** Schemes that let whoever is sent there run a script or read a file; eSignet lets them pass. */
const dangerousSchemes = ['javascript', 'vbscript', 'data', 'blob', 'file', 'about']

/** Why eSignet would not take a redirect URI, or why it cannot be stored among others. */
type RedirectFlaw =
  | 'blank'
  | 'too_long'
  | 'white_space'
  | 'comma'
  | 'character'
  | 'no_scheme'
  | 'dangerous_scheme'
  | 'host'
  | 'top_level_domain'
  | 'path'

/**
 * Judges a redirect URI as eSignet would; commas would split the list in which it is stored.
 * @returns undefined where it is taken
 */
export function flawOfRedirectUri(uri: string): RedirectFlaw | undefined {
  if (uri === '') return 'blank'
  if (uri.length > longestUri) return 'too_long'
  if (/\s/.test(uri)) return 'white_space'
  if (uri.includes(',')) return 'comma'
  if (!legal.test(uri) || hasInvisibleMarks(uri)) return 'character'
  const { scheme, authority = '', path = '' } = shape.exec(uri)?.groups ?? {}
  if (scheme === undefined) return 'no_scheme'
  if (dangerousSchemes.includes(scheme.toLowerCase())) return 'dangerous_scheme'
  return flawOfAuthority(authority) ?? (isPath(path) ? undefined : 'path')
}

/** RFC 2396 as Java reads it: eSignet makes a `java.net.URI` of each first. */
const legal = /^(?:[\w!$&'()*+,./:;=?@[\]~#-]|%[\da-f]{2}|[^\0-\u009F])*$/i

/** What eSignet takes and who registers it may not have meant. */
type RedirectDoubt = 'wildcard' | 'not_https'

/** A wildcard path takes whatever begins so; only the own machine needs no https. */
export function doubtsOfRedirectUri(uri: string): RedirectDoubt[] {
  const { scheme = '', authority = '', path = '' } = shape.exec(uri)?.groups ?? {}
  const { literal, host = literal } = authorityShape.exec(authority)?.groups ?? {}
  const isOpen = scheme.toLowerCase() === 'http' && !ownMachine.test(host ?? '')
  const doubts: [RedirectDoubt, boolean][] = [
    ['wildcard', path.includes('*')],
    ['not_https', isOpen],
  ]
  return doubts.flatMap(([doubt, isThere]) => (isThere ? [doubt] : []))
}

const ownMachine = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/i

/** The end of the host, for telling which top-level domain is not known. */
export function topLevelDomainOf(uri: string): string {
  const { host = '' } =
    authorityShape.exec(shape.exec(uri)?.groups?.['authority'] ?? '')?.groups ?? {}
  return host.replace(/\.$/, '').split('.').at(-1) ?? ''
}

function flawOfAuthority(authority: string): RedirectFlaw | undefined {
  const { literal, user, host, port } = authorityShape.exec(authority)?.groups ?? {}
  if (Number(port ?? 0) > 65_535) return 'host'
  if (literal !== undefined) return URL.canParse(`ws://${literal}`) ? undefined : 'host'
  if (host === undefined) return 'host'
  if (ipv4.test(host)) return undefined
  if (isAscii(host)) return flawOfName(host)
  // A user before letters of other scripts is more than its library can make ASCII of.
  return user === undefined ? flawOfName(toAscii(host)) : 'host'
}

const number = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const ipv4 = new RegExp(`^(?:${number}\\.){3}${number}$`)

const isAscii = (host: string) => /^[a-z\d.-]*$/i.test(host)

/** RFC 5892 §2: letters, marks and digits; eSignet's library takes no newer symbols either. */
const nameInAnyScript = /^[\p{L}\p{M}\p{N}.\u3002\uFF0E\uFF61-]*$/u

/** UTS #46, as every address of a page is read. */
function toAscii(host: string): string {
  if (!nameInAnyScript.test(host)) return ''
  const address = `ws://${host}`
  return URL.canParse(address) ? new URL(address).hostname : ''
}

function flawOfName(name: string): RedirectFlaw | undefined {
  if (name.length > longestName) return 'host'
  const top = nameShape.exec(name)?.groups?.['top']?.toLowerCase()
  if (top === undefined) return singleLabel.test(name) ? undefined : 'host'
  return topLevelDomains.has(top) || localDomains.includes(top) ? undefined : 'top_level_domain'
}

/** Nothing may climb out of the host, or hide a second one behind two slashes. */
function isPath(path: string): boolean {
  if (!pathShape.test(path) || path.includes('//')) return false
  let depth = 0
  for (const part of path.split('/').slice(1)) {
    depth += part === '..' ? -1 : part === '.' || part === '' ? 0 : 1
    if (depth < 0) return false
  }
  return true
}
