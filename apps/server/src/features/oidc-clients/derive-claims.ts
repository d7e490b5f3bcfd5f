import { isObject } from '@pmp/contract'

/** What claims and ACR values are derived from (auth-services.md 8.2). */
export interface ClaimSources {
  /** The claims that eSignet supports. */
  supported: readonly string[]
  /** Claim → the attributes of which any one grants it. */
  attributes: ReadonlyMap<string, readonly string[]>
  /** Authentication method → the types of its factors. */
  factors: ReadonlyMap<string, readonly string[]>
  /** ACR value → the authentication methods that it needs. */
  methods: ReadonlyMap<string, readonly string[]>
}

/** What of a policy decides; letter case counts nowhere here. */
interface PolicyGrants {
  attributes: ReadonlySet<string>
  authTypes: ReadonlySet<string>
  /** A client of eSignet lets people choose how they sign in. */
  hasMandatoryType: boolean
}

/** Reads a stored policy; what it lacks it does not grant. */
export function grantsOf(policy: Record<string, unknown>): PolicyGrants {
  const allowed = entriesOf(policy['allowedAuthTypes'])
  return {
    attributes: lowered(entriesOf(policy['allowedKycAttributes']), 'attributeName'),
    authTypes: lowered(allowed, 'authType'),
    hasMandatoryType: allowed.some(({ mandatory }) => mandatory === true),
  }
}

function entriesOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : []
}

function lowered(entries: readonly Record<string, unknown>[], member: string): Set<string> {
  return new Set(
    entries.flatMap((entry) => {
      const value = entry[member]
      return typeof value === 'string' ? [value.toLowerCase()] : []
    }),
  )
}

/** The supported claims of which the policy allows an attribute. */
export function deriveClaims(sources: ClaimSources, { attributes }: PolicyGrants): string[] {
  const granted = sources.supported.filter((claim) =>
    sources.attributes.get(claim)?.some((name) => attributes.has(name.toLowerCase())),
  )
  return [...new Set(granted)]
}

/** The ACR values all of whose methods have all of their factors in the policy. */
export function deriveAcrValues(sources: ClaimSources, { authTypes }: PolicyGrants): string[] {
  const isAvailable = (method: string) => {
    const factors = sources.factors.get(method) ?? []
    return factors.length > 0 && factors.every((type) => authTypes.has(type.toLowerCase()))
  }
  return [...sources.methods]
    .filter(([, methods]) => methods.length > 0 && methods.every(isAvailable))
    .map(([acr]) => acr)
}
