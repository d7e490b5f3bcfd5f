/** What single extensions say. RFC 5280 §4.2.1, §4.2.2. */
import {
  TAG,
  type Element,
  contextTag,
  elementAt,
  readChildren,
  readInteger,
  readOid,
  retagged,
} from './asn1.ts'
import { type GeneralName, readGeneralName, readGeneralNames } from './general-names.ts'
import { unreadable } from './x509-error.ts'

/** RFC 5280 §4.2.1.10. A list that is absent restricts nothing. */
export interface NameConstraints {
  readonly permitted: readonly GeneralName[]
  readonly excluded: readonly GeneralName[]
}

/** RFC 5280 §4.2.1.13. */
export interface DistributionPoint {
  /** The full names that are addresses; others are left out. */
  readonly uris: readonly string[]
  /** Its lists cover some reasons only. */
  readonly isForSomeReasons: boolean
  /** Its lists are signed by another than the issuer of the certificate. */
  readonly hasOtherIssuer: boolean
}

/** RFC 5280 §4.2.2.1. */
export interface AuthorityInfo {
  readonly ocsp: readonly string[]
  readonly caIssuers: readonly string[]
}

/** RFC 5280 §4.2.1.11; the numbers are certificates still allowed before the rule begins. */
export interface PolicyConstraints {
  readonly requireExplicitPolicy?: number
  readonly inhibitPolicyMapping?: number
}

const MOST_POINTS = 100
const OCSP = '1.3.6.1.5.5.7.48.1'
const CA_ISSUERS = '1.3.6.1.5.5.7.48.2'

/** RFC 5280 §4.2.1.6: at least one name. */
export function readAltNames(element: Element): GeneralName[] {
  const names = readGeneralNames(readChildren(element, TAG.sequence))
  if (names.length === 0) throw unreadable('bad_extension', 'no alternative name')
  return names
}

/** @throws {X509Error} unreadable, also for a minimum or maximum, which RFC 5280 forbids */
export function readNameConstraints(element: Element): NameConstraints {
  const fields = readChildren(element, TAG.sequence)
  const [permitted, excluded] = [0, 1].map((number) => {
    const list = fields.find(({ tag }) => tag === contextTag(number))
    return (list ? readChildren(list) : []).map(readSubtree)
  })
  if (fields.length === 0) throw unreadable('bad_extension', 'name constraints without names')
  return { permitted: permitted ?? [], excluded: excluded ?? [] }
}

function readSubtree(element: Element): GeneralName {
  const [base, ...limits] = readChildren(element, TAG.sequence)
  if (!base || limits.length > 0) {
    throw unreadable('bad_extension', 'name constraints with a minimum or maximum')
  }
  return readGeneralName(base)
}

/** @throws {X509Error} unreadable, also beyond 100 points */
export function readDistributionPoints(element: Element): DistributionPoint[] {
  const points = readChildren(element, TAG.sequence)
  if (points.length > MOST_POINTS) throw unreadable('too_many', 'too many distribution points')
  return points.map((point) => {
    const fields = readChildren(point, TAG.sequence)
    return {
      uris: readPointUris(fields.find(({ tag }) => tag === contextTag(0))),
      isForSomeReasons: fields.some(({ tag }) => tag === contextTag(1, false)),
      hasOtherIssuer: fields.some(({ tag }) => tag === contextTag(2)),
    }
  })
}

/** The addresses of a DistributionPointName; a name relative to the issuer has none. */
export function readPointUris(point: Element | undefined): string[] {
  const name = point && readChildren(point)[0]
  if (name?.tag !== contextTag(0)) return []
  return readGeneralNames(readChildren(name))
    .filter(({ kind }) => kind === 'uniformResourceIdentifier')
    .map(({ value }) => value)
}

export function readAuthorityInfo(element: Element): AuthorityInfo {
  const found = readChildren(element, TAG.sequence).map((description) => {
    const fields = readChildren(description, TAG.sequence)
    return { method: readOid(elementAt(fields, 0)), at: readGeneralName(elementAt(fields, 1)) }
  })
  const addresses = (wanted: string) =>
    found
      .filter(({ method, at }) => method === wanted && at.kind === 'uniformResourceIdentifier')
      .map(({ at }) => at.value)
  return { ocsp: addresses(OCSP), caIssuers: addresses(CA_ISSUERS) }
}

/** The identifiers of the policies, without their qualifiers. */
export function readPolicies(element: Element): string[] {
  const policies = readChildren(element, TAG.sequence).map((policy) =>
    readOid(elementAt(readChildren(policy, TAG.sequence), 0)),
  )
  if (new Set(policies).size !== policies.length) {
    throw unreadable('bad_extension', 'a policy comes twice')
  }
  return policies
}

export function readPolicyConstraints(element: Element): PolicyConstraints {
  const fields = readChildren(element, TAG.sequence)
  const [explicit, mapping] = [0, 1].map((number) => {
    const field = fields.find(({ tag }) => tag === contextTag(number, false))
    return field && Number(readInteger(retagged(field, TAG.integer)))
  })
  return {
    ...(explicit !== undefined && { requireExplicitPolicy: explicit }),
    ...(mapping !== undefined && { inhibitPolicyMapping: mapping }),
  }
}
