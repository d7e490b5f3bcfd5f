import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import type { Database } from '../../database/database.ts'
import { emailHash, encryptPersonalData } from '../../keys/personal-data.ts'
import { record } from '../../audit/record.ts'
import { isReservedId } from '../../identity/new-ids.ts'
import { bindPerson, findPersonOf, personOf } from '../../identity/persons.ts'
import { sendMail } from '../../outbox/enqueue.ts'
import { lockPolicyGroupByName } from '../policy-groups/queries.ts'
import {
  insertPartner,
  isNameOfPartner,
  serialiseOn,
  serialiseOnPartnerId,
  type PartnerType,
} from './queries.ts'
import { checkMayRegisterType, checkUsableGroup, isOwnRegistration } from './rules.ts'

type Registration = InputOf<typeof contract.registerPartnerWithLogo> & { langCode: string }

/** Lets registrations of one e-mail address or one partner id wait for each other. */
export async function serialiseRegistration(
  db: Database,
  { emailId, partnerId }: { emailId: string; partnerId: string },
): Promise<void> {
  await serialiseOn(db, emailHash(emailId))
  await serialiseOnPartnerId(db, partnerId)
}

/**
 * An id must be nobody's yet: of no partner, of none's user, of nothing that it would stand for.
 * @throws {Failure} partner_id_taken
 */
export async function checkIdIsFree({ db, config }: Context, partnerId: string): Promise<void> {
  if (isReservedId(partnerId, config) || (await isNameOfPartner(db, partnerId))) {
    throw new Failure('partner_id_taken')
  }
}

/**
 * The last steps of every registration: type and group, then the partner, whose it is, its mail and
 * its audit entry.
 * @throws {Failure} name_of_another_person · partner_type_not_found · partner_type_needs_no_registration · caller_not_owner ·
 *   policy_group_mandatory · policy_group_unknown_for_partner · group_of_policy_not_active
 */
export async function enrolPartner(
  context: Context,
  registration: Registration,
  type: PartnerType | undefined,
): Promise<ResponseOf<typeof contract.registerPartner>> {
  const { db, actor, keys, now } = context
  if (!type) throw new Failure('partner_type_not_found')
  checkMayRegisterType(actor, type.code)
  const policyGroupId = await chosenPolicyGroup(db, registration.policyGroup, type)
  const { partnerId, organizationName, emailId } = registration
  await insertPartner(db, {
    id: partnerId,
    policyGroupId,
    name: organizationName,
    address: encryptPersonalData(keys, registration.address),
    contactNo: encryptPersonalData(keys, registration.contactNumber),
    emailId: encryptPersonalData(keys, emailId),
    emailIdHash: emailHash(emailId),
    partnerTypeCode: type.code,
    langCode: registration.langCode,
    logoUrl: registration.logoUrl ?? null,
    addlInfo: JSON.stringify(registration.additionalInfo ?? []),
    actor: actor.userName,
    now,
  })
  await bindRegistrant(context, partnerId)
  const values = { partnerName: organizationName }
  await sendMail(context, { kind: 'PARTNER_REGISTRED', partnerId, values })
  await record(context, 'partner.registered', {
    subjectType: 'partner',
    subjectId: partnerId,
    after: { name: organizationName, partnerType: type.code, policyGroupId },
  })
  return { partnerId, status: 'InProgress' }
}

/**
 * Who registers their own partner owns it from then on. One that an administrator registers for
 * somebody else has no owner until it is claimed.
 * @throws {Failure} name_of_another_person · caller_not_owner
 */
async function bindRegistrant(context: Context, partnerId: string): Promise<void> {
  const { db, config, actor, now } = context
  const holder = await findPersonOf(db, partnerId)
  const person = personOf(actor, config)
  const isOwn = isOwnRegistration(actor, partnerId)
  if (holder) {
    if (isOwn && actor.userId !== null) return
    throw new Failure('name_of_another_person')
  }
  if (!isOwn) return
  // Nobody could ever own what a token without a person registers.
  if (!person) throw new Failure('caller_not_owner')
  const binding = { userId: partnerId, how: 'registered', by: actor.userName, now } as const
  if (!(await bindPerson(db, person, binding))) throw new Failure('name_of_another_person')
  await record(context, 'person.bound', {
    subjectType: 'user',
    subjectId: partnerId,
    after: { ...person, how: 'registered' },
  })
}

async function chosenPolicyGroup(
  db: Database,
  name: string | null | undefined,
  { isPolicyRequired }: PartnerType,
): Promise<string | null> {
  if (!name) {
    if (isPolicyRequired) throw new Failure('policy_group_mandatory')
    return null
  }
  return checkUsableGroup(await lockPolicyGroupByName(db, name)).id
}
