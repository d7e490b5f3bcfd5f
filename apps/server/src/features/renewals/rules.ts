import { Failure } from '@pmp/contract'
import { isValidAt, type Certificate } from '@pmp/x509'

/** What decides from when the next certificate can be used. */
interface Handover {
  activateAt: Date
  now: Date
  next: Certificate
  /** When the first of the uploaded and the MOSIP-signed certificate in use ends. */
  currentEnd: Date
}

/**
 * Both certificates are valid at the handover, so that the partner is never without one.
 * @throws {Failure} renewal_not_in_future · renewal_leaves_gap · renewal_outside_validity
 */
export function checkHandover({ activateAt, now, next, currentEnd }: Handover): void {
  if (activateAt <= now) throw new Failure('renewal_not_in_future')
  if (activateAt > currentEnd) throw new Failure('renewal_leaves_gap')
  if (!isValidAt(next, activateAt)) throw new Failure('renewal_outside_validity')
}

/**
 * One renewal at most waits; another one must say whose place it takes, so that of two who schedule
 * at the same time the second one learns of the first.
 * @throws {Failure} renewal_already_scheduled · renewal_not_found
 */
export function checkReplaces(
  scheduled: { id: string } | undefined,
  replaces: string | null | undefined,
): void {
  if (replaces == null) {
    if (scheduled) throw new Failure('renewal_already_scheduled')
    return
  }
  if (scheduled?.id !== replaces) throw new Failure('renewal_not_found')
}
