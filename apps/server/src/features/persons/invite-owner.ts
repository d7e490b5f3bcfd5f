import { createHash, randomBytes } from 'node:crypto'
import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { dayMs } from '../../durations.ts'
import { record } from '../../audit/record.ts'
import { bindPerson, findUserIdOf, personOf } from '../../identity/persons.ts'
import { isSameUserId } from '../../identity/user-ids.ts'
import { findPartner } from '../partners/queries.ts'
import {
  findInvited,
  findOwner,
  lockInvitation,
  saveInvitation,
  serialiseOnOwner,
} from './queries.ts'

/** The database keeps nothing that opens a door. */
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex')

/**
 * Makes the link with which somebody, once, becomes the owner of a partner. The token stands behind
 * `#`, so that no server and no log sees it before it is accepted.
 * @throws {Failure} partner_not_found · name_has_owner
 */
export async function inviteOwner(
  context: Context,
  { partnerId }: InputOf<typeof contract.inviteOwner>,
): Promise<ResponseOf<typeof contract.inviteOwner>> {
  const { db, config, actor, now } = context
  const partner = await findPartner(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  const { userId } = partner
  await serialiseOnOwner(db, userId)
  if (await findOwner(db, userId)) throw new Failure('name_has_owner')
  const token = randomBytes(32).toString('base64url')
  const expiresAt = new Date(now.getTime() + config.INVITATION_DAYS * dayMs)
  const invitation = { tokenHash: hashOf(token), userId, expiresAt }
  await saveInvitation(db, { ...invitation, invitedBy: actor.userName, invitedAt: now })
  await record(context, 'person.invited', {
    subjectType: 'user',
    subjectId: userId.slice(0, 128),
    details: { partnerId, expiresAt: expiresAt.toISOString() },
  })
  return { link: `${config.PUBLIC_URL}/invitation#${token}`, expiresAt }
}

/**
 * Whoever signed in and accepts becomes the owner; the link serves once.
 * @throws {Failure} each failure that the contract lists
 */
export async function acceptInvitation(
  context: Context,
  { token }: InputOf<typeof contract.acceptInvitation>,
): Promise<ResponseOf<typeof contract.acceptInvitation>> {
  const { db, config, actor, now } = context
  const person = personOf(actor, config)
  if (!person) throw new Failure('token_names_nobody')
  const tokenHash = hashOf(token)
  const invited = await findInvited(db, tokenHash)
  if (invited !== undefined) await serialiseOnOwner(db, invited)
  const invitation = await lockInvitation(db, tokenHash, now)
  if (!invitation) throw new Failure('invitation_not_valid')
  const { userId, invitedBy } = invitation
  const own = await findUserIdOf(db, person)
  if (own !== undefined && !isSameUserId(own, userId)) throw new Failure('person_has_other_name')
  const isBound = await bindPerson(db, person, { userId, how: 'invited', by: invitedBy, now })
  if (!isBound) throw new Failure('name_has_owner')
  await record(context, 'person.bound', {
    subjectType: 'user',
    subjectId: userId.slice(0, 128),
    after: { ...person, how: 'invited', invitedBy },
  })
  return { userId }
}
