import { randomUUID } from 'node:crypto'
import { Failure, type InputOf, type ResponseOf, type addContact as contract } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { emailHash, encryptPersonalData } from '../../keys/personal-data.ts'
import { record } from '../../audit/record.ts'
import { findContact, insertContact, lockPartner, updateContact } from './queries.ts'
import { checkEmail } from './rules.ts'
import { checkMayActFor } from '../../identity/ownership.ts'

/**
 * Adds a contact, or changes the one with the same e-mail address (partner.md 2.6). The partner's
 * row is held, so two equal calls at once make one contact.
 * @throws {Failure} each failure that the contract lists
 */
export async function addContact(
  context: Context,
  contact: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, config, keys, actor, now } = context
  const { partnerId, emailId, contactNumber } = contact
  checkEmail(emailId, config)
  if (contactNumber.length > config.CONTACT_NUMBER_MAX_LENGTH) {
    throw new Failure('contact_number_too_long')
  }
  const partner = await lockPartner(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkMayActFor(actor, partner)
  const hash = emailHash(emailId)
  const known = await findContact(db, partner.id, { email: emailId, hash })
  if (!known && !partner.isActive) throw new Failure('partner_not_active')

  const isActive = contact.is_Active ?? true
  const id = known?.id ?? randomUUID()
  const values = {
    address: encryptPersonalData(keys, contact.address),
    contactNo: encryptPersonalData(keys, contactNumber),
    emailId: encryptPersonalData(keys, emailId),
    emailIdHash: hash,
    isActive,
  }
  const by = { actor: actor.userName, now }
  if (known) await updateContact(db, { id, ...values }, by)
  else await insertContact(db, { id, partnerId: partner.id, ...values }, by)
  await record(context, known ? 'contact.updated' : 'contact.added', {
    subjectType: 'partner',
    subjectId: partner.id,
    ...(known ? { before: { contactId: id, isActive: known.isActive } } : {}),
    after: { contactId: id, isActive },
  })
  return `Contacts details ${known ? 'updated' : 'added'} successfully.`
}
