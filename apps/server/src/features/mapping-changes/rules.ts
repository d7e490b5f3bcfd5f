import { Failure, stateOf } from '@pmp/contract'

/** What a partner has, or is to have, under a policy. */
export interface Mapping {
  extractors: {
    attributeName: string
    biometric: string
    biometricSubTypes: string | null
    extractorProvider: string
    extractorProviderVersion: string | null
  }[]
  credentialTypes: string[]
}

/** The same whatever the order in which it is told. */
export function isSameMapping(one: Mapping, other: Mapping): boolean {
  return textOf(one) === textOf(other)
}

function textOf({ extractors, credentialTypes }: Mapping): string {
  const parts = extractors.map((extractor) =>
    JSON.stringify([
      extractor.attributeName,
      extractor.biometric,
      extractor.biometricSubTypes,
      extractor.extractorProvider,
      extractor.extractorProviderVersion,
    ]),
  )
  return JSON.stringify([parts.toSorted(), credentialTypes.toSorted()])
}

/**
 * A modality has one extractor in a request.
 * @throws {Failure} extractor_modality_twice
 */
export function checkModalitiesOnce({ extractors }: Mapping): void {
  if (new Set(extractors.map(({ biometric }) => biometric)).size < extractors.length) {
    throw new Failure('extractor_modality_twice')
  }
}

/**
 * Partners that are approved with both keep both.
 * @throws {Failure} extractors_missing · credential_type_missing
 */
export function checkBoth({ extractors, credentialTypes }: Mapping): void {
  if (extractors.length === 0) throw new Failure('extractors_missing')
  if (credentialTypes.length === 0) throw new Failure('credential_type_missing')
}

/** @throws {Failure} policy_request_not_approved */
export function checkApproved({ statusCode }: { statusCode: string }): void {
  if (stateOf(statusCode) !== 'approved') throw new Failure('policy_request_not_approved')
}

/** @throws {Failure} mapping_change_closed */
export function checkOpen({ status }: { status: string }): void {
  if (status !== 'InProgress') throw new Failure('mapping_change_closed')
}

/**
 * The reason of a decision; the partner must learn why it is refused.
 * @throws {Failure} rejection_reason_missing
 */
export function reasonOf(status: 'approved' | 'rejected', reason?: string | null): string | null {
  const given = reason?.trim()
  if (given) return given
  if (status === 'rejected') throw new Failure('rejection_reason_missing')
  return null
}
