import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { emailHash, encryptPersonalData } from '../../keys/personal-data.ts'
import { record } from '../../audit/record.ts'
import { lockPartnerRecord, updatePartnerRecord } from './queries.ts'
import { checkMayActFor } from '../../identity/ownership.ts'

type Change = InputOf<typeof contract.updatePartner>
type Reply = ResponseOf<typeof contract.updatePartner>

/**
 * Changes address and contact number; logo and additional information stay (partner.md 2.2,
 * "Right").
 * @throws {Failure} partner_not_found · caller_not_owner · contact_number_too_long
 */
export async function updatePartner(context: Context, change: Change): Promise<Reply> {
  return saveChange(context, change, {})
}

/** As `updatePartner`; logo and additional information are replaced, also by nothing. */
export async function updatePartnerWithLogo(
  context: Context,
  { logoUrl, additionalInfo, ...change }: InputOf<typeof contract.updatePartnerWithLogo>,
): Promise<Reply> {
  return saveChange(context, change, {
    logoUrl: logoUrl ?? null,
    addlInfo: JSON.stringify(additionalInfo ?? []),
  })
}

async function saveChange(
  context: Context,
  { partnerId, address, contactNumber }: Change,
  extras: { logoUrl?: string | null; addlInfo?: string },
): Promise<Reply> {
  const { db, config, keys, actor, now } = context
  const partner = await lockPartnerRecord(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkMayActFor(actor, partner)
  if (contactNumber.length > config.CONTACT_NUMBER_MAX_LENGTH) {
    throw new Failure('contact_number_too_long')
  }
  const values = {
    address: encryptPersonalData(keys, address),
    contactNo: encryptPersonalData(keys, contactNumber),
    ...encryptedEmail(context, partner),
    ...extras,
  }
  await updatePartnerRecord(db, { id: partner.id, ...values }, { actor: actor.userName, now })
  const { logoUrl, addlInfo } = partner
  await record(context, 'partner.updated', {
    subjectType: 'partner',
    subjectId: partner.id,
    before: { logoUrl, additionalInfo: addlInfo },
    after: { logoUrl, additionalInfo: addlInfo, ...extras },
    details: { changed: Object.keys(values) },
  })
  return { partnerId: partner.id, status: partner.approvalStatus }
}

/** The address of a row from before encryption, encrypted now that the others are. */
function encryptedEmail(
  { keys }: Context,
  { emailId, emailIdHash }: { emailId: string | null; emailIdHash: string | null },
) {
  if (emailId === null || emailIdHash !== null) return {}
  return { emailId: encryptPersonalData(keys, emailId), emailIdHash: emailHash(emailId) }
}
