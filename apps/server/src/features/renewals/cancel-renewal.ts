import {
  Failure,
  type InputOf,
  type ResponseOf,
  type cancelRenewal as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPartner } from '../partners/queries.ts'
import { checkKnownTo } from '../../identity/ownership.ts'
import { endRenewal, findScheduledRenewal, type ScheduledRenewal } from './queries.ts'

type Reason = 'withdrawn' | 'replaced' | 'partner_deactivated' | 'organization_renamed'

/**
 * Cancels the next certificate of a partner while it waits; the current one stays.
 * @throws {Failure} partner_not_found · renewal_not_found, also when its time has come already
 */
export async function cancelRenewal(
  context: Context,
  { partnerId, renewalId }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor } = context
  checkKnownTo(actor, await lockPartner(db, partnerId))
  const scheduled = await findScheduledRenewal(db, partnerId)
  if (scheduled?.id !== renewalId) throw new Failure('renewal_not_found')
  await cancelScheduled(context, scheduled, 'withdrawn')
  return { renewalId }
}

/** Cancels what waits for a partner; the caller holds the partner's row. @returns whether anything did */
export async function cancelRenewalOf(
  context: Context,
  partnerId: string,
  reason: Reason,
): Promise<boolean> {
  const scheduled = await findScheduledRenewal(context.db, partnerId)
  if (scheduled) await cancelScheduled(context, scheduled, reason)
  return scheduled !== undefined
}

/** The end of a renewal that waits, with its audit entry; the caller holds the partner's row. */
export async function cancelScheduled(
  context: Context,
  { id, partnerId, activateAt }: ScheduledRenewal,
  reason: Reason,
): Promise<void> {
  const { db, actor, now } = context
  await endRenewal(db, id, { state: 'cancelled', actor: actor.userName, now, reason })
  await record(context, 'renewal.cancelled', {
    subjectType: 'partner',
    subjectId: partnerId,
    before: { renewalId: id, activateAt: activateAt.toISOString() },
    details: { reason },
  })
}
