import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import {
  bindPerson,
  findPersonOf,
  findUserIdOf,
  issuerOf,
  unbindPerson,
} from '../../identity/persons.ts'
import { isSameUserId, userIdKey } from '../../identity/user-ids.ts'
import { hasPartner, serialiseOnOwner } from './queries.ts'

type HandOver = InputOf<typeof contract.handOver>['names'][number]

/**
 * An administrator says who owns which user id: for people whose name met somebody else's, and for
 * many at once where a deployment moves over.
 * @throws {Failure} person_has_other_name, when two such calls give one person two names
 */
export async function handOver(
  context: Context,
  { names }: InputOf<typeof contract.handOver>,
): Promise<ResponseOf<typeof contract.handOver>> {
  // In one order everywhere, so that nobody waits in a circle.
  const ordered = names.toSorted((one, other) =>
    userIdKey(one.userId) < userIdKey(other.userId) ? -1 : 1,
  )
  for (const { userId } of ordered) await serialiseOnOwner(context.db, userId)
  const results = []
  for (const name of names) {
    const refused = await handOverName(context, name)
    const errorCode = refused?.code ?? null
    results.push({ ...name, isHandedOver: refused === undefined, errorCode })
  }
  return results
}

/** @returns why it was left as it is */
async function handOverName(
  context: Context,
  { userId, sub }: HandOver,
): Promise<Failure | undefined> {
  const { db, config, actor, now } = context
  const person = { issuer: issuerOf(config), sub }
  if (!(await hasPartner(db, userId))) return new Failure('partner_not_found')
  const own = await findUserIdOf(db, person)
  if (own !== undefined) {
    return isSameUserId(own, userId) ? undefined : new Failure('person_has_other_name')
  }
  const previous = await findPersonOf(db, userId)
  if (previous) await unbindPerson(db, userId)
  const binding = { userId, how: 'handed_over', by: actor.userName, now } as const
  if (!(await bindPerson(db, person, binding))) throw new Failure('person_has_other_name')
  await record(context, 'person.handedOver', {
    subjectType: 'user',
    subjectId: userId.slice(0, 128),
    ...(previous ? { before: { issuer: previous.issuer, sub: previous.sub } } : {}),
    after: { ...person, how: 'handed_over' },
  })
  return undefined
}

/**
 * From then on the partners of the user id have no owner.
 * @throws {Failure} name_not_bound
 */
export async function withdrawOwner(
  context: Context,
  { userId }: InputOf<typeof contract.withdrawOwner>,
): Promise<ResponseOf<typeof contract.withdrawOwner>> {
  await serialiseOnOwner(context.db, userId)
  const previous = await unbindPerson(context.db, userId)
  if (!previous) throw new Failure('name_not_bound')
  await record(context, 'person.withdrawn', {
    subjectType: 'user',
    subjectId: userId.slice(0, 128),
    before: { ...previous },
  })
  return { userId }
}
