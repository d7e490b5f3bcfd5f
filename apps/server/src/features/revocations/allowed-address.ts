import { BlockList, isIP } from 'node:net'
import { Failure } from '@pmp/contract'

/** Networks that are not of the public internet, or lead into others. RFC 6890. */
const inner = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  inner.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  // Teredo and 6to4 lead to IPv4 addresses.
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  inner.addSubnet(network, prefix, 'ipv6')
}
/** All that is given out so far; everything else is local, mapped or reserved. */
const outer = new BlockList()
outer.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address belongs to the public internet. */
export function isPublic(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !inner.check(address, 'ipv4')
  return version === 6 && outer.check(address, 'ipv6') && !inner.check(address, 'ipv6')
}

/** Whether an administrator of this machine named a host, so that it may be in the own network. */
export function isNamed({ hostname, host }: URL, hosts: readonly string[]): boolean {
  return hosts.some((named) => named.toLowerCase() === hostname || named.toLowerCase() === host)
}

/**
 * Whether the server may go to an address: one of the named hosts where there are any, else a public
 * one on the usual port. What a name stands for is checked when it is looked up.
 * @throws {Failure} crl_url_not_allowed
 */
export function checkMayFetch(address: string, hosts: readonly string[]): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:'
  if (!url || !isWeb || url.username || url.password) throw new Failure('crl_url_not_allowed')
  if (hosts.length > 0) {
    if (!isNamed(url, hosts)) throw new Failure('crl_url_not_allowed')
    return url
  }
  const literal = literalOf(url)
  const isUsual = url.port === '' && (isIP(literal) === 0 || isPublic(literal))
  if (!isUsual) throw new Failure('crl_url_not_allowed')
  return url
}

/** The host without the brackets of an IPv6 address. */
function literalOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}
