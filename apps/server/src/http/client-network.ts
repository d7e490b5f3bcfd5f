import { isIPv6 } from 'node:net'

/**
 * Whose attempts count together: an IPv4 address, or the first 64 bits of an IPv6 one, since whoever
 * has one address of such a network has all of them (RFC 4291, section 2.5.4).
 * @param client as Fastify tells it, `TRUST_PROXY` considered
 */
export function clientNetworkOf(client: string): string {
  const address = withoutPort(client)
  if (!isIPv6(address)) return address
  const [mapped] = /(?:\d+\.){3}\d+$/.exec(address) ?? []
  if (mapped !== undefined && /^::ffff:/i.test(address)) return mapped
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').length
  const zeros = Array.from({ length: Math.max(missing, 0) }, () => '0')
  const all = [...groups, ...zeros, ...(tail ?? '').split(':')].slice(0, 4)
  return `${all.map((group) => Number.parseInt(group || '0', 16).toString(16)).join(':')}::/64`
}

/** Some proxies write the port too (RFC 7239, section 6), which differs with every connection. */
function withoutPort(client: string): string {
  return /^\[(.+)\](?::\d+)?$/.exec(client)?.[1] ?? client.replace(/^([\d.]+):\d+$/, '$1')
}
