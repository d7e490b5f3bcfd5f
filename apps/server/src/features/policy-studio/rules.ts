import { Failure } from '@pmp/contract'

/**
 * Only a published, active policy has a next version; a draft is changed itself.
 * @throws {Failure} policy_not_found · policy_not_published · policy_already_deactivated
 */
export function checkPublished<P extends { policySchema: string | null; isActive: boolean }>(
  policy: P | undefined,
): P {
  if (!policy) throw new Failure('policy_not_found')
  if (policy.policySchema === null) throw new Failure('policy_not_published')
  if (!policy.isActive) throw new Failure('policy_already_deactivated')
  return policy
}

/** A draft that does not exist yet has revision 0. @throws {Failure} policy_draft_changed */
export function checkRevision(draft: { revision: number } | undefined, read: number): void {
  if ((draft?.revision ?? 0) !== read) throw new Failure('policy_draft_changed')
}

/** What a client is called: its own name, or of names by language (database.md 2.8) the common one. */
export function nameOfClient(stored: string): string {
  try {
    const names = JSON.parse(stored) as unknown
    if (typeof names !== 'object' || names === null) return stored
    const [first] = Object.values(names)
    const common = (names as Record<string, unknown>)['@none'] ?? first
    return typeof common === 'string' ? common : stored
  } catch {
    return stored
  }
}
