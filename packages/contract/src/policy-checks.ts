import type { z } from 'zod'
import type { FailureName } from './failures.ts'
import {
  AuthPolicy,
  DataSharePolicy,
  policyDocuments,
  type PolicyType,
} from './policy-documents.ts'

/** Names of the attributes of people that a document of either kind shares; none where it is neither. */
export function attributesOfPolicy(document: unknown): string[] {
  const auth = AuthPolicy.safeParse(document)
  if (auth.success) return auth.data.allowedKycAttributes.map(({ attributeName }) => attributeName)
  const share = DataSharePolicy.safeParse(document)
  if (share.success) return share.data.shareableAttributes.map(({ attributeName }) => attributeName)
  return []
}

export interface PolicyViolation {
  failure: FailureName
  /** Path without leading slash, e.g. `allowedAuthTypes/0/mandatory`. */
  pointer: string
  /** The wanted JSON type, or the values of a choice. */
  expected: string
}

/**
 * All violations of a policy document, in upstream's order: an object's own before those of its
 * members, superfluous properties before missing ones, members by name (policy.md 2.2).
 */
export function checkPolicyDocument(type: PolicyType, document: unknown): PolicyViolation[] {
  return checkDocument(policyDocuments[type], document)
}

/** The same against any schema. */
export function checkDocument(schema: z.ZodType, document: unknown): PolicyViolation[] {
  const result = schema.safeParse(document)
  if (result.success) return []
  const found = result.error.issues.flatMap((issue) => violationsOf(issue, document))
  return found
    .toSorted(byUpstreamOrder)
    .map(({ failure, expected, path }) => ({ failure, expected, pointer: path.join('/') }))
}

interface Found extends Omit<PolicyViolation, 'pointer'> {
  path: (string | number)[]
  isSuperfluous: boolean
}

function violationsOf(issue: z.core.$ZodIssue, document: unknown): Found[] {
  const path = issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))
  if (issue.code === 'unrecognized_keys') {
    const failure = 'policy_value_not_allowed'
    return issue.keys.map((key) => ({
      failure,
      path: [...path, key],
      expected: '',
      isSuperfluous: true,
    }))
  }
  const failure = failureOf(issue, document, path)
  return [{ failure, path, expected: expectedBy(issue), isSuperfluous: false }]
}

function expectedBy(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return issue.expected
  return issue.code === 'invalid_value' ? issue.values.map(String).join(', ') : ''
}

function failureOf(
  issue: z.core.$ZodIssue,
  document: unknown,
  path: readonly (string | number)[],
): FailureName {
  if (isMissing(document, path)) return 'policy_property_missing'
  if (issue.code === 'invalid_type') return 'policy_value_wrong_type'
  if (issue.code !== 'too_small') return 'policy_value_not_allowed'
  return issue.origin === 'array' ? 'policy_array_too_short' : 'policy_string_too_short'
}

function isMissing(document: unknown, path: readonly (string | number)[]): boolean {
  let value: unknown = document
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return true
    value = Object.getOwnPropertyDescriptor(value, key)?.value
  }
  return false
}

/** A missing or superfluous property is a violation of the object, not of the property. */
function violatedValue(found: Found): (string | number)[] {
  const isObjects = found.failure === 'policy_property_missing' || found.isSuperfluous
  return isObjects ? found.path.slice(0, -1) : found.path
}

/** Depth first: a value's own violations, then those of its members by name or index. */
function byUpstreamOrder(a: Found, b: Found): number {
  const [left, right] = [violatedValue(a), violatedValue(b)]
  for (let depth = 0; depth < Math.max(left.length, right.length); depth += 1) {
    const order = byKey(left[depth], right[depth])
    if (order !== 0) return order
  }
  if (a.isSuperfluous !== b.isSuperfluous) return a.isSuperfluous ? -1 : 1
  return byKey(a.path.at(-1), b.path.at(-1))
}

function byKey(a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || b === undefined) return Number(b === undefined) - Number(a === undefined)
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a) < String(b)
      ? -1
      : Number(a !== b)
}
