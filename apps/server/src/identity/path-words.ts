import type { Endpoint } from '@pmp/contract'

type Address = Pick<Endpoint, 'service' | 'path'>

/**
 * Words of addresses that stand where another address has the id of a partner: one of that id could
 * not be asked for, e.g. `GET /partners/v2`.
 */
export function pathWords(addresses: readonly Address[]): ReadonlySet<string> {
  const all = addresses.map(({ service, path }) => ({ service, parts: path.slice(1).split('/') }))
  const words = all.flatMap(({ service, parts }) => {
    const at = parts.indexOf(':partnerId')
    const before = parts.slice(0, at)
    return at < 0
      ? []
      : all
          .filter((other) => other.service === service && startsAlike(other.parts, before))
          .flatMap((other) => other.parts[at] ?? [])
  })
  return new Set(words.filter((word) => !isVariable(word)))
}

const isVariable = (part: string) => part.startsWith(':')

/** Whether an address can begin as another one does, whatever stands in the variables of both. */
function startsAlike(parts: readonly string[], before: readonly string[]): boolean {
  return before.every((wanted, at) => {
    const part = parts[at]
    return part !== undefined && (part === wanted || isVariable(part) || isVariable(wanted))
  })
}
