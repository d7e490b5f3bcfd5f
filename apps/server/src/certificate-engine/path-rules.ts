import { STRICT_POLICY, UPSTREAM_POLICY, type PathPolicy, type Revocation } from '@pmp/x509'
import type { Config } from '../config.ts'

/** What the path of a certificate is judged by. */
export interface PathRules {
  policy: PathPolicy
  /** Which certificates need a list; undefined leaves revocation out. */
  listsRequired: Revocation['require'] | undefined
}

/** Upstream's engine on its own, for drawing chains rather than accepting anything. */
export const plainRules: PathRules = { policy: UPSTREAM_POLICY, listsRequired: undefined }

/**
 * What decides whether a certificate is accepted: what upstream's key manager asks, or all of RFC
 * 5280 where a country wants it, and in both cases that nothing on the path is revoked.
 */
export function acceptanceRules(config: Config): PathRules {
  const policy = config.CERTIFICATE_PATH_RULES === 'strict' ? strict : lenient
  return { policy, listsRequired: config.CRL_REQUIRED }
}

const lenient = withRevocation(UPSTREAM_POLICY)
const strict = withRevocation(STRICT_POLICY)

function withRevocation(policy: PathPolicy): PathPolicy {
  const { target, authority, anchor } = policy
  return {
    ...policy,
    target: [...new Set([...target, 'not_revoked' as const])],
    authority: [...new Set([...authority, 'not_revoked' as const])],
    anchor: [...anchor, 'not_revoked'],
  }
}
