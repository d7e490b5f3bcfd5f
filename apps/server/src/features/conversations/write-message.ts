import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { isAdministrator, isOwner } from '../../identity/ownership.ts'
import { findMappingRequest } from '../credential-requests/queries.ts'
import { lockPolicyRequest } from '../policy-requests/queries.ts'
import { findMessages, insertMessage } from './queries.ts'
import { isConversationOpen } from './read-conversation.ts'
import { checkRoom } from './rules.ts'

/**
 * Asks the partner for more, or answers who decides; the request waits on. It is held, so that nobody
 * writes on what is decided meanwhile.
 * @throws {Failure} each failure that the contract lists
 */
export async function writeRequestMessage(
  context: Context,
  { requestId, text }: InputOf<typeof contract.writeRequestMessage>,
): Promise<ResponseOf<typeof contract.writeRequestMessage>> {
  const { db, actor, now } = context
  const known = await findMappingRequest(db, requestId)
  const isTheirs = known !== undefined && isOwner(actor, known)
  if (!known || !(isTheirs || isAdministrator(actor))) throw new Failure('policy_request_not_found')
  const request = await lockPolicyRequest(db, requestId)
  if (!request || !(await isConversationOpen(db, request))) throw new Failure('conversation_closed')
  checkRoom(await findMessages(db, requestId))
  const side = isTheirs ? 'partner' : 'administrator'
  const message = {
    requestId,
    side,
    author: actor.userName,
    text: text.trim(),
    writtenAt: now,
  } as const
  const messageId = await insertMessage(db, message)
  // What people write may be personal, and is kept once.
  await record(context, isTheirs ? 'policyRequest.answered' : 'policyRequest.asked', {
    subjectType: 'policyRequest',
    subjectId: requestId,
    details: { messageId, partnerId: request.partId, characters: message.text.length },
  })
  return { messageId }
}
