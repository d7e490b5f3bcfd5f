import { randomUUID } from 'node:crypto'
import { Failure, type ResponseOf, type giveConsent as contract } from '@pmp/contract'
import type { Actor, Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { personalName } from '../../identity/persons.ts'
import { isServiceName } from '../../identity/user-ids.ts'
import { ownPartnersOf } from '../partners/list-own-partners.ts'
import { findConsent, saveConsent } from './queries.ts'

type Consent = ResponseOf<typeof contract>

/** A program has nothing to consent to. */
function checkIsPerson({ userName }: Actor): void {
  if (isServiceName(userName)) throw new Failure('caller_has_no_partner')
}

/**
 * Whether the caller has given consent (partner.md 5.3).
 * @throws {Failure} caller_has_no_partner
 */
export async function readConsent({ db, actor }: Context): Promise<Consent> {
  await ownPartnersOf(db, actor)
  const givenAt = await findConsent(db, await personalName(db, actor))
  return {
    userId: actor.userName,
    consentGiven: givenAt !== null,
    consentGivenDateTime: givenAt,
  }
}

/**
 * Records the caller's consent and leaves the user's other marks alone (partner.md 5.3).
 * @throws {Failure} caller_has_no_partner
 */
export async function giveConsent(context: Context): Promise<Consent> {
  const { db, actor, now } = context
  checkIsPerson(actor)
  await ownPartnersOf(db, actor)
  const id = `id${randomUUID().replaceAll('-', '')}`
  await saveConsent(db, { id, userName: await personalName(db, actor), now })
  await record(context, 'consent.given', { subjectType: 'user', subjectId: actor.userName })
  return { userId: actor.userName, consentGiven: true, consentGivenDateTime: now }
}
