import {
  Failure,
  type InputOf,
  type ResponseOf,
  type decideNameRequest as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { renameOrganization } from '../../identity/accounts.ts'
import { record } from '../../audit/record.ts'
import { renameProviderOfChips } from '../ftm-chips/queries.ts'
import { publish } from '../../outbox/enqueue.ts'
import { partnerState } from '../partners/partner-event.ts'
import { lockPartner, updatePartnerName, type Partner } from '../partners/queries.ts'
import { isDeactivated } from '../partners/rules.ts'
import { cancelRenewalOf } from '../renewals/cancel-renewal.ts'
import { findNameRequest, lockNameRequest, saveNameDecision, updateNameCopies } from './queries.ts'
import { checkOpen, decisionReason } from './rules.ts'

/**
 * Approves a request, which renames the partner and all that carries its name, or rejects it with
 * a reason. The certificate in use stays valid; the next one must carry the new name, so one that
 * is scheduled with the old name is cancelled.
 * @throws {Failure} each failure that the contract lists
 */
export async function decideNameRequest(
  context: Context,
  { requestId, status, reason }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, now } = context
  const given = decisionReason(status, reason)
  // The partner is held before what belongs to it everywhere, so that nobody waits in a circle.
  const found = await findNameRequest(db, requestId)
  const partner = found && (await lockPartner(db, found.partnerId))
  const request = await lockNameRequest(db, requestId)
  if (!partner || !request) throw new Failure('name_request_not_found')
  checkOpen(request)
  const copies = status === 'approved' ? await rename(context, partner, request.newName) : undefined
  await saveNameDecision(db, requestId, { status, reason: given, actor: actor.userName, now })
  await record(context, `organizationName.${status}`, {
    subjectType: 'partner',
    subjectId: partner.id,
    before: { organizationName: partner.name },
    after: { organizationName: copies ? request.newName : partner.name },
    details: { requestId, requested: request.newName, reason: given, ...copies },
  })
  return { requestId }
}

/** @throws {Failure} partner_not_active */
async function rename(context: Context, partner: Partner, name: string) {
  const { db, actor, now } = context
  if (isDeactivated(partner)) throw new Failure('partner_not_active')
  await updatePartnerName(db, { id: partner.id, name }, { actor: actor.userName, now })
  const copies = await updateNameCopies(db, partner.id, name)
  const chips = await renameProviderOfChips(db, partner.id, name)
  const names = { previous: partner.name, next: name }
  await renameOrganization(db, { userId: partner.userId, ...names }, now)
  await cancelRenewalOf(context, partner.id, 'organization_renamed')
  // Consumers have heard only of partners with a certificate; they keep the name (integration.md 1.3).
  if (partner.certificateAlias) {
    await publish(context, {
      topic: 'PARTNER_UPDATED',
      publisher: 'partnerManagement',
      orderingKey: partner.id,
      data: { partnerData: await partnerState(db, { ...partner, name }) },
    })
  }
  return { ...copies, chips }
}
