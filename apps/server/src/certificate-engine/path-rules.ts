import { STRICT_POLICY, UPSTREAM_POLICY, type PathPolicy, type Revocation } from '@pmp/x509'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { findPathRules } from './queries.ts'

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
  return { policy: isStrict(config) ? strict : lenient, listsRequired: config.CRL_REQUIRED }
}

/** Whether all of RFC 5280 is asked for: wherever nothing says otherwise. */
export function isStrict({ CERTIFICATE_PATH_RULES: rules }: Config): boolean {
  return rules !== 'upstream'
}

/** The settings with the rules that the database was made with, unless they name others. */
export async function withPathRules(db: Database, config: Config): Promise<Config> {
  const CERTIFICATE_PATH_RULES = config.CERTIFICATE_PATH_RULES ?? (await findPathRules(db))
  return { ...config, CERTIFICATE_PATH_RULES }
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
