import { Failure } from '@pmp/contract'

/**
 * The name as it will stand in certificates: without blanks around it, and not the one of today.
 * @throws {Failure} organization_name_unchanged
 */
export function wantedName(asked: string, current: string): string {
  const name = asked.trim()
  if (name === current) throw new Failure('organization_name_unchanged')
  return name
}

/** @throws {Failure} name_request_closed */
export function checkOpen({ status }: { status: string }): void {
  if (status !== 'InProgress') throw new Failure('name_request_closed')
}

/**
 * The reason of a decision; the partner must learn why it is refused.
 * @throws {Failure} rejection_reason_missing
 */
export function decisionReason(
  status: 'approved' | 'rejected',
  reason: string | null | undefined,
): string | null {
  const given = reason?.trim()
  if (given) return given
  if (status === 'rejected') throw new Failure('rejection_reason_missing')
  return null
}
