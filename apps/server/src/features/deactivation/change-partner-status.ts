import {
  Failure,
  type InputOf,
  type ResponseOf,
  type changePartnerStatus as contract,
  wantedActivity,
} from '@pmp/contract'
import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { publish, sendMail } from '../../outbox/enqueue.ts'
import { partnerState } from '../partners/partner-event.ts'
import { lockPartner, updatePartnerActivity, type Partner } from '../partners/queries.ts'
import { endDependents } from './dependents.ts'
import { partnerRefusal } from './rules.ts'

/**
 * Activates a partner, or deactivates it for good with what hangs on it (partner.md 2.9). Asking for the
 * state that a partner has changes no state.
 * @throws {Failure} each failure that the contract lists
 */
export async function changePartnerStatus(
  context: Context,
  { partnerId, status }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db } = context
  const partner = await lockPartner(db, partnerId)
  if (!partner) throw new Failure('key_partner_not_found')
  const refusal = partnerRefusal(partner)
  if (refusal) throw new Failure(refusal)
  const isActive = wantedActivity(status)
  if (isActive && !partner.certificateAlias) throw new Failure('certificate_not_uploaded')
  if (isActive !== partner.isActive) await saveActivity(context, partner, isActive)
  else if (isActive) await confirmActivity(context, partner)
  return { message: `Partner ${isActive ? 'activated' : 'de-activated'} successfully` }
}

/** Upstream: who confirms an active partner is its last changer, and nobody else is told. */
async function confirmActivity(context: Context, { id }: Partner): Promise<void> {
  const { db, actor, now } = context
  await updatePartnerActivity(db, { id, isActive: true }, { actor: actor.userName, now })
  await record(context, 'partner.activated', {
    subjectType: 'partner',
    subjectId: id,
    before: { isActive: true },
    after: { isActive: true },
  })
}

async function saveActivity(context: Context, partner: Partner, isActive: boolean): Promise<void> {
  const { db, actor, now } = context
  const { id, name } = partner
  // The partner last, because whoever changes something of it holds its row in lists.
  const ended = isActive ? {} : await endDependents(context, { kind: 'partner', id })
  await updatePartnerActivity(db, { id, isActive }, { actor: actor.userName, now })
  await publish(context, {
    topic: 'PARTNER_UPDATED',
    publisher: 'partnerManagement',
    orderingKey: id,
    data: { partnerData: await partnerState(db, { ...partner, isActive }) },
  })
  const values = { partnerName: name, partnerStatus: isActive ? 'active' : 'De-active' }
  await sendMail(context, { kind: 'PARTNER_UPDATED', partnerId: id, values })
  await record(context, isActive ? 'partner.activated' : 'partner.deactivated', {
    subjectType: 'partner',
    subjectId: id,
    before: { isActive: partner.isActive },
    after: { isActive },
    ...(isActive ? {} : { details: { ended } }),
  })
}
