import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { emailHash } from '../../keys/personal-data.ts'
import { checkIdIsFree, enrolPartner, serialiseRegistration } from './enrol-partner.ts'
import { findPartnerType, isEmailTaken } from './queries.ts'
import { checkEmail, checkMayRegisterId, checkPartnerId, languageOf } from './rules.ts'
import { isAdministrator } from '../../identity/ownership.ts'

type Registration = InputOf<typeof contract.registerPartnerWithLogo>

/**
 * Registers a partner organisation; it waits for its certificate (partner.md 2.1, in that order).
 * Serves the endpoint without and the one with a logo.
 * @throws {Failure} each failure that the contract lists
 */
export async function registerPartner(
  context: Context,
  registration: Registration,
): Promise<ResponseOf<typeof contract.registerPartner>> {
  const { db, config, actor } = context
  await checkCaller(context)
  if (registration.contactNumber.length > config.CONTACT_NUMBER_MAX_LENGTH) {
    throw new Failure('contact_number_too_long')
  }
  checkEmail(registration.emailId, config)
  checkPartnerId(registration.partnerId, config)
  checkMayRegisterId(actor, registration.partnerId)
  await serialiseRegistration(db, registration)
  const hash = emailHash(registration.emailId)
  if (await isEmailTaken(db, registration.emailId, hash)) throw new Failure('email_taken')
  const langCode = languageOf(registration.langCode, config)
  await checkIdIsFree(context, registration.partnerId)
  const type = await findPartnerType(db, registration.partnerType)
  return enrolPartner(context, { ...registration, langCode }, type)
}

/** One e-mail address, one partner: a registered user cannot register another one. */
async function checkCaller({ db, config, actor }: Context): Promise<void> {
  if (!actor.email) return
  checkEmail(actor.email, config)
  if (isAdministrator(actor)) return
  if (await isEmailTaken(db, actor.email, emailHash(actor.email))) {
    throw new Failure('caller_already_registered')
  }
}
