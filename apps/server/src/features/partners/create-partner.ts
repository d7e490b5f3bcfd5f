import {
  Failure,
  type InputOf,
  type ResponseOf,
  type createPartner as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { emailHash } from '../../keys/personal-data.ts'
import { checkIdIsFree, enrolPartner, serialiseRegistration } from './enrol-partner.ts'
import { findPartnerType, isEmailTaken } from './queries.ts'
import { checkEmail, checkMayRegisterId, checkPartnerId, languageOf } from './rules.ts'
import { isAdministrator } from '../../identity/ownership.ts'

/**
 * An administrator creates a partner, or a user registers as one, under the e-mail address of
 * their token (additions-1.3.0.md 2.1, in that order).
 * @throws {Failure} each failure that the contract lists
 */
export async function createPartner(
  context: Context,
  asked: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, config, actor } = context
  const emailId = isAdministrator(actor) ? asked.emailId : (actor.email ?? '')
  const registration = { ...asked, emailId }
  checkEmail(emailId, config)
  await serialiseRegistration(db, registration)
  if (await isEmailTaken(db, emailId, emailHash(emailId))) throw new Failure('email_taken')
  if (asked.contactNumber.length > config.CONTACT_NUMBER_MAX_LENGTH) {
    throw new Failure('contact_number_too_long')
  }
  checkPartnerId(asked.partnerId, config)
  checkMayRegisterId(actor, asked.partnerId)
  const langCode = languageOf(asked.langCode, config)
  await checkIdIsFree(context, asked.partnerId)
  const type = await findPartnerType(db, asked.partnerType)
  return enrolPartner(context, { ...registration, langCode }, type)
}
