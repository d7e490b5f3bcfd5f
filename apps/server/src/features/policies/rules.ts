import {
  isObject,
  isTooDeep,
  Failure,
  checkPolicyDocument,
  policyDocumentMaxLength,
  policyTypeOf,
  type PolicyType,
} from '@pmp/contract'

/**
 * The policy type that a word means, if it may be created.
 * @throws {Failure} policy_type_not_allowed · policy_schema_missing
 */
export function allowedPolicyType(word: string, allowed: readonly string[]): PolicyType {
  const isAllowed = allowed.some((type) => type.toLowerCase() === word.toLowerCase())
  if (!isAllowed) throw new Failure('policy_type_not_allowed')
  return schemaOf(word)
}

/** @throws {Failure} policy_schema_missing */
export function schemaOf(word: string): PolicyType {
  const type = policyTypeOf(word)
  if (!type) throw new Failure('policy_schema_missing')
  return type
}

/**
 * The JSON text of a policy that keeps to the schema of its type (policy.md 2.2).
 * @throws {Failure} unexpected (no document) · field_invalid (too long) · the first violation, with
 *   the others behind it
 */
export function policyText(
  type: PolicyType,
  document: Record<string, unknown> | null | undefined,
): string {
  // Upstream: a missing document surfaces as the policy service's general failure.
  if (document == null) throw new Failure('unexpected')
  const [first, ...others] = checkPolicyDocument(type, document).map(
    ({ failure, pointer, expected }) => ({ failure, details: { pointer, expected } }),
  )
  if (first) {
    const behind = others.map(({ failure, details }) => new Failure(failure, details))
    throw new Failure(first.failure, first.details, behind)
  }
  const text = JSON.stringify(document)
  if (text.length > policyDocumentMaxLength) {
    throw new Failure('field_invalid', {
      constraint: `at most ${policyDocumentMaxLength} characters are allowed`,
      field: 'request.policies',
    })
  }
  // The database cannot store the character, and no consumer wants it.
  if (text.includes(String.raw`\u0000`)) {
    throw new Failure('field_invalid', {
      constraint: 'the character NUL is not allowed',
      field: 'request.policies',
    })
  }
  return text
}

/**
 * Reads a stored policy, also one of the imported texts with doubled or trailing commas.
 * @throws {Failure} policy_text_unreadable
 */
export function readPolicyText(text: string): Record<string, unknown> {
  for (const attempt of [text, withoutSpareCommas(text)]) {
    try {
      const document: unknown = JSON.parse(attempt)
      if (isObject(document) && !isTooDeep(document)) return document
    } catch {
      // The next attempt, or the failure below.
    }
  }
  throw new Failure('policy_text_unreadable')
}

/** As `readPolicyText`, for where one unreadable policy must not hide the others: it says nothing. */
export function policyOrNothing(text: string): Record<string, unknown> {
  try {
    return readPolicyText(text)
  } catch (error) {
    if (error instanceof Failure) return {}
    throw error
  }
}

/** Drops commas that separate nothing, outside of strings. */
function withoutSpareCommas(text: string): string {
  return text.replace(
    /("(?:[^"\\]|\\.)*")|,(?=\s*[,\]}])|([[{])\s*,+/g,
    (_, string: string | undefined, opening: string | undefined) => string ?? opening ?? '',
  )
}

/** 200 years after its creation (database.md 3, auth_policy.valid_to_date). */
export function endOfPolicy(createdAt: Date): Date {
  const end = new Date(createdAt)
  end.setUTCFullYear(end.getUTCFullYear() + 200)
  return end
}

interface GroupState {
  id: string
  isActive: boolean
}

/**
 * The shared check of edit and publish (policy.md 3.2), after the group's own existence.
 * @throws {Failure} policy_group_not_active · policy_not_found · policy_not_in_group
 */
export function checkGroupAndPolicy<P extends { policyGroupId: string | null }>(
  group: GroupState,
  policy: P | undefined,
): P {
  if (!group.isActive) throw new Failure('policy_group_not_active')
  if (!policy) throw new Failure('policy_not_found')
  if (policy.policyGroupId !== group.id) throw new Failure('policy_not_in_group')
  return policy
}

/** The word for the state of a policy (policy.md 1.3). */
export function statusOfPolicy({
  policySchema,
  isActive,
}: {
  policySchema: string | null
  isActive: boolean
}): 'draft' | 'activated' | 'deactivated' {
  if (policySchema === null) return 'draft'
  return isActive ? 'activated' : 'deactivated'
}

/**
 * Whether a draft is still the one that its editor has read.
 * @param basedOn its last change as reads give it; absent: the editor does not say (upstream)
 * @throws {Failure} policy_draft_changed
 */
export function checkUnchanged(
  { updDtimes, crDtimes }: { updDtimes: Date | null; crDtimes: Date },
  basedOn: string | null | undefined,
): void {
  if (basedOn == null || basedOn === '') return
  const read = new Date(/(Z|[+-]\d{2}:\d{2})$/.test(basedOn) ? basedOn : `${basedOn}Z`)
  if (read.getTime() !== (updDtimes ?? crDtimes).getTime())
    throw new Failure('policy_draft_changed')
}

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
