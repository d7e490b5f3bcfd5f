import { isIPv4, isIPv6 } from 'node:net'
import { domainToASCII } from 'node:url'
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

/** Whether eSignet would take a redirect URI, and it can be stored among others with commas between. */
export function isRedirectUri(uri: string): boolean {
  if (uri.length > longestUri || /[\s,]/.test(uri)) return false
  const { scheme, authority, path } = shape.exec(uri)?.groups ?? {}
  if (scheme === undefined || dangerousSchemes.includes(scheme.toLowerCase())) return false
  return isAuthority(authority ?? '') && isPath(path ?? '')
}

function isAuthority(authority: string): boolean {
  const { literal, user, host, port } = authorityShape.exec(authority)?.groups ?? {}
  if (Number(port ?? 0) > 65_535) return false
  if (literal !== undefined) return isIPv6(literal.slice(1, -1))
  if (host === undefined) return false
  // A user before letters of other scripts is more than its library can make ASCII of.
  return isIPv4(host) || (isAscii(host) ? isName(host) : !user && isName(domainToASCII(host)))
}

const isAscii = (host: string) => /^[a-z\d.-]*$/i.test(host)

function isName(name: string): boolean {
  if (name.length > longestName) return false
  const top = nameShape.exec(name)?.groups?.['top']?.toLowerCase()
  if (top === undefined) return singleLabel.test(name)
  return topLevelDomains.has(top) || localDomains.includes(top)
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
