import {
  Failure,
  failures,
  type InputOf,
  type ResponseOf,
  type checkPartnerExists as contract,
} from '@pmp/contract'
import type { Actor, Context } from '../../context.ts'
import { emailHash } from '../../keys/personal-data.ts'
import { record } from '../../audit/record.ts'
import {
  findPartnerType,
  findPartnersByEmail,
  findPolicyRequiredTypes,
  isPartnerIdTaken,
} from './queries.ts'
import { isAdministrator } from '../../identity/ownership.ts'
import { isSameUserId } from '../../identity/user-ids.ts'
import { isOwnRegistration } from './rules.ts'

type Question = InputOf<typeof contract>

/**
 * Tells whether a partner is registered already; a conflict with another partner is an answer, not
 * a refusal (additions-1.3.0.md 2.2).
 * @throws {Failure} partner_type_not_found · caller_not_owner
 */
export async function checkPartnerExists(
  context: Context,
  question: Question,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor } = context
  const { emailId, partnerId } = question
  const type = await findPartnerType(db, question.partnerType)
  if (!type) throw new Failure('partner_type_not_found')
  checkAsksForOneself(actor, question)
  await record(context, 'partner.existenceChecked', {
    subjectType: 'partner',
    subjectId: partnerId.slice(0, 128),
  })

  const known = await findPartnersByEmail(db, emailId, emailHash(emailId))
  const isSame = known.some(
    ({ id, partnerTypeCode }) => isSameUserId(id, partnerId) && partnerTypeCode === type.code,
  )
  if (!isSame && known.length > 0) return conflict(failures.email_of_other_partner.text)
  if (!isSame && (await isPartnerIdTaken(db, partnerId))) {
    return conflict(failures.partner_id_of_other.text)
  }
  return {
    partnerExists: isSame,
    duplicateExists: false,
    message: null,
    policyRequiredPartnerTypes: await findPolicyRequiredTypes(db),
  }
}

function conflict(message: string): ResponseOf<typeof contract> {
  return { partnerExists: true, duplicateExists: true, message, policyRequiredPartnerTypes: null }
}

/** Nobody but an administrator may find out who is registered. */
function checkAsksForOneself(actor: Actor, { emailId, partnerId }: Question): void {
  if (isAdministrator(actor)) return
  const isOwnEmail = emailId.toLowerCase() === actor.email?.toLowerCase()
  const isOwnId = isOwnRegistration(actor, partnerId)
  if (!isOwnEmail || !isOwnId) throw new Failure('caller_not_owner')
}
