import { randomUUID } from 'node:crypto'
import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPartner } from '../partners/queries.ts'
import { isDeactivated } from '../partners/rules.ts'
import { checkKnownTo } from '../../identity/ownership.ts'
import {
  hasOpenNameRequest,
  insertNameRequest,
  lockNameRequest,
  saveNameDecision,
} from './queries.ts'
import { checkOpen, wantedName } from './rules.ts'

/**
 * Asks for another name of a partner; nothing changes before an administrator approves. The
 * partner's row is held, so two requests at once cannot both pass.
 * @throws {Failure} each failure that the contract lists
 */
export async function requestOrganizationName(
  context: Context,
  { partnerId, newName, reason }: InputOf<typeof contract.requestOrganizationName>,
): Promise<ResponseOf<typeof contract.requestOrganizationName>> {
  const { db, actor, now } = context
  const partner = checkKnownTo(actor, await lockPartner(db, partnerId))
  if (isDeactivated(partner)) throw new Failure('partner_not_active')
  const name = wantedName(newName, partner.name)
  if (await hasOpenNameRequest(db, partnerId)) throw new Failure('name_request_open')

  const id = randomUUID()
  await insertNameRequest(db, {
    id,
    partnerId,
    previousName: partner.name,
    newName: name,
    reason: reason.trim(),
    actor: actor.userName,
    now,
  })
  await record(context, 'organizationName.requested', {
    subjectType: 'partner',
    subjectId: partnerId,
    before: { organizationName: partner.name },
    after: { organizationName: partner.name, requested: name },
    details: { requestId: id },
  })
  return { requestId: id }
}

/**
 * Takes a request back before it is decided.
 * @throws {Failure} partner_not_found · name_request_not_found · name_request_closed
 */
export async function withdrawNameRequest(
  context: Context,
  { partnerId, requestId }: InputOf<typeof contract.withdrawNameRequest>,
): Promise<ResponseOf<typeof contract.withdrawNameRequest>> {
  const { db, actor, now } = context
  checkKnownTo(actor, await lockPartner(db, partnerId))
  const request = await lockNameRequest(db, requestId)
  if (request?.partnerId !== partnerId) throw new Failure('name_request_not_found')
  checkOpen(request)
  const decision = { status: 'withdrawn', reason: null, actor: actor.userName, now } as const
  await saveNameDecision(db, requestId, decision)
  await record(context, 'organizationName.withdrawn', {
    subjectType: 'partner',
    subjectId: partnerId,
    before: { status: request.status },
    after: { status: 'withdrawn' },
    details: { requestId, requested: request.newName },
  })
  return { requestId }
}
