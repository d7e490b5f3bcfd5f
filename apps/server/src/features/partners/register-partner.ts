import {
  Failure,
  type InputOf,
  type ResponseOf,
  type registerPartner as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { emailHash, encryptPersonalData } from '../../keys/personal-data.ts'
import { record } from '../audit/record.ts'
import { sendMail } from '../outbox/enqueue.ts'
import { findPolicyGroupByName } from '../policy-groups/queries.ts'
import {
  findPartnerType,
  insertPartner,
  isEmailTaken,
  isPartnerIdTaken,
  serialiseOnEmail,
} from './queries.ts'
import { checkEmail, checkPartnerId, isAdministrator, languageOf } from './rules.ts'

type Registration = InputOf<typeof contract>

/**
 * Registers a partner organisation; it waits for its certificate (partner.md 2.1, in that order).
 * @throws {Failure} each failure that the contract lists
 */
export async function registerPartner(
  context: Context,
  registration: Registration,
): Promise<ResponseOf<typeof contract>> {
  const { db, config, actor, now } = context
  await checkCaller(context)
  if (registration.contactNumber.length > config.CONTACT_NUMBER_MAX_LENGTH) {
    throw new Failure('contact_number_too_long')
  }
  checkEmail(registration.emailId, config)
  checkPartnerId(registration.partnerId, config)
  const hash = emailHash(registration.emailId)
  await serialiseOnEmail(db, hash)
  if (await isEmailTaken(db, registration.emailId, hash)) throw new Failure('email_taken')
  const langCode = languageOf(registration.langCode, config)
  if (await isPartnerIdTaken(db, registration.partnerId)) throw new Failure('partner_id_taken')
  const type = await findPartnerType(db, registration.partnerType)
  if (!type) throw new Failure('partner_type_not_found')
  const policyGroupId = await chosenPolicyGroup(
    context,
    registration.policyGroup,
    type.isPolicyRequired,
  )
  checkOwnId(context, registration.partnerId)

  await insertPartner(db, {
    id: registration.partnerId,
    policyGroupId,
    name: registration.organizationName,
    address: encryptPersonalData(context.keys, registration.address),
    contactNo: encryptPersonalData(context.keys, registration.contactNumber),
    emailId: encryptPersonalData(context.keys, registration.emailId),
    emailIdHash: hash,
    partnerTypeCode: type.code,
    langCode,
    actor: actor.userName,
    now,
  })
  await sendMail(context, {
    kind: 'PARTNER_REGISTRED',
    partnerId: registration.partnerId,
    values: { partnerName: registration.organizationName },
  })
  await record(context, 'partner.registered', {
    subjectType: 'partner',
    subjectId: registration.partnerId,
    after: { name: registration.organizationName, partnerType: type.code, policyGroupId },
  })
  return { partnerId: registration.partnerId, status: 'InProgress' }
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

/** Only administrators register somebody else; the id of a partner is the name of its user. */
function checkOwnId({ actor }: Context, partnerId: string): void {
  if (isAdministrator(actor)) return
  if (partnerId.toLowerCase() !== actor.userName.toLowerCase())
    throw new Failure('caller_not_owner')
}

async function chosenPolicyGroup(
  { db }: Context,
  name: string | null | undefined,
  isRequired: boolean,
): Promise<string | null> {
  if (!name) {
    if (isRequired) throw new Failure('policy_group_mandatory')
    return null
  }
  const group = await findPolicyGroupByName(db, name)
  if (!group) throw new Failure('policy_group_unknown_for_partner')
  if (!group.isActive) throw new Failure('group_of_policy_not_active')
  return group.id
}
