import { Failure, type bindings } from '@pmp/contract'
import { sql } from 'kysely'
import { insertAuditEntry } from '../audit/queries.ts'
import type { Config } from '../config.ts'
import type { Actor, Caller } from '../context.ts'
import { transaction, type Database } from '../database/database.ts'
import { emailHash } from '../keys/personal-data.ts'
import { checkName } from './ownership.ts'
import { holdsUserId } from './user-ids.ts'

/** What makes somebody the same person for good (OpenID Connect Core 1.0, section 2). */
interface Person {
  issuer: string
  sub: string
}

/** How a person came to own a user id. */
export type Binding = (typeof bindings)[number]

// The columns' lengths; OpenID Connect bounds a `sub` at 255 characters.
const longestSub = 255
const longestUserName = 256
const longestEmail = 254

// Another letter may become one of these when its case is dropped, as the Kelvin sign does.
const plainAddress = /^[\x21-\x7e]+$/

/** The provider of the product; its address may change, it stays itself. */
export const embeddedIssuer = 'embedded'

/** Our name of the configured issuer. */
export function issuerOf({
  isEmbeddedIssuer,
  issuer,
}: Pick<Config, 'isEmbeddedIssuer' | 'issuer'>) {
  return isEmbeddedIssuer ? embeddedIssuer : issuer
}

/** The person behind a token; none without a `sub`, and then nothing is ever theirs. */
export function personOf(
  { claims: { sub } }: Pick<Caller, 'claims'>,
  config: Pick<Config, 'isEmbeddedIssuer' | 'issuer'>,
): Person | undefined {
  if (typeof sub !== 'string' || sub === '' || sub.length > longestSub) return undefined
  return { issuer: issuerOf(config), sub }
}

/** The user id that a person is bound to. */
export async function findUserIdOf(db: Database, person: Person): Promise<string | undefined> {
  const row = await db
    .selectFrom('pmp.person')
    .select('userId')
    .where('issuer', '=', person.issuer)
    .where('sub', '=', person.sub)
    .executeTakeFirst()
  return row?.userId
}

/** Who is bound to a user id. */
export async function findPersonOf(db: Database, userId: string) {
  return db
    .selectFrom('pmp.person')
    .select(['issuer', 'sub', 'userId', 'boundHow', 'boundBy', 'boundAt'])
    .where(holdsUserId(sql.ref('userId'), userId))
    .executeTakeFirst()
}

/**
 * Under which name a caller's own settings are kept. Names of administrators, of services and in tokens
 * without a `sub` are asked for nothing else, so it is seen here whether they are somebody's.
 * @throws {Failure} name_of_another_person
 */
export async function personalName(db: Database, actor: Actor): Promise<string> {
  checkName(actor)
  if (actor.userId !== null) return actor.userId
  if (await findPersonOf(db, actor.userName)) throw new Failure('name_of_another_person')
  return actor.userName
}

interface NewBinding {
  userId: string
  how: Binding
  by: string
  now: Date
}

/**
 * Binds a person to a user id. What waited for that, an invitation or an arrival, is over.
 * @returns whether both were free
 */
export async function bindPerson(
  db: Database,
  person: Person,
  { userId, how, by, now }: NewBinding,
): Promise<boolean> {
  const bound = await db
    .insertInto('pmp.person')
    .values({ ...person, userId, boundHow: how, boundBy: by, boundAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('sub')
    .executeTakeFirst()
  if (!bound) return false
  await db
    .deleteFrom('pmp.invitation')
    .where(holdsUserId(sql.ref('userId'), userId))
    .execute()
  await db
    .deleteFrom('pmp.arrival')
    .where('issuer', '=', person.issuer)
    .where('sub', '=', person.sub)
    .execute()
  return true
}

/** Takes a user id from whoever is bound to it; its partners have no owner from then on. */
export async function unbindPerson(db: Database, userId: string): Promise<Person | undefined> {
  return db
    .deleteFrom('pmp.person')
    .where(holdsUserId(sql.ref('userId'), userId))
    .returning(['issuer', 'sub'])
    .executeTakeFirst()
}

/** Whose a user name is, of a person who is bound to none. */
export async function findWhatNameMeets(
  db: Database,
  userName: string,
): Promise<'person' | 'partner' | undefined> {
  const met = await sql<{ meets: 'person' | 'partner' }>`
    select 'person' as meets from pmp.person where ${holdsUserId(sql.ref('userId'), userName)}
    union all
    (select 'partner' from pms.partner where ${holdsUserId(sql.ref('userId'), userName)} limit 1)
    limit 1`.execute(db)
  return met.rows[0]?.meets
}

/** A person who signed in with a user name that is not theirs. */
interface Arrival extends Person {
  userName: string
  meets: 'person' | 'partner'
  email: string | undefined
  isEmailVerified: boolean
}

/** Keeps that somebody arrived, and the first time writes it into the audit. */
export async function noteArrival(db: Database, arrival: Arrival, now: Date): Promise<void> {
  const { userName, meets, issuer, sub } = arrival
  const failure = meets === 'person' ? 'name_of_another_person' : 'caller_not_owner'
  if (userName.length > longestUserName) return
  const values = {
    ...arrival,
    email: arrival.email?.slice(0, longestEmail) ?? null,
    arrivedAt: now,
  }
  await transaction(db, async (trx) => {
    const isNew = await trx
      .insertInto('pmp.arrival')
      .values(values)
      .onConflict((conflict) =>
        conflict
          .columns(['issuer', 'sub'])
          .doUpdateSet(values)
          .where((where) =>
            where.or([
              where('pmp.arrival.userName', '!=', userName),
              where('pmp.arrival.meets', '!=', meets),
            ]),
          ),
      )
      .returning('sub')
      .executeTakeFirst()
    if (!isNew) return
    await insertAuditEntry(trx, {
      at: now,
      actor: userName,
      actorRoles: '',
      action: 'person.arrived',
      outcome: 'refused',
      failureCode: new Failure(failure).code,
      requestId: '-',
      subjectType: 'user',
      subjectId: userName.slice(0, 128),
      details: { issuer, sub, meets },
    })
  })
}

/**
 * Binds somebody whose name is that of a partner from before persons were known, if their provider
 * has confirmed the e-mail address that the partner has. When an account was made is no evidence:
 * an older one may have been renamed.
 * @returns the user id that is theirs now
 */
export async function claimFromBefore(
  db: Database,
  person: Person,
  { userName, email, now }: { userName: string; email: string; now: Date },
): Promise<string | undefined> {
  if (!plainAddress.test(email)) return undefined
  const row = await db
    .selectFrom('pms.partner as partner')
    .innerJoin('pmp.partnerBeforePersons as before', 'before.partnerId', 'partner.id')
    .select('partner.userId')
    .where(holdsUserId(sql.ref('partner.userId'), userName))
    .where(({ or, and, eb }) =>
      or([
        eb('partner.emailIdHash', '=', emailHash(email)),
        and([
          eb('partner.emailIdHash', 'is', null),
          eb(sql`lower(partner.email_id)`, '=', email.toLowerCase()),
        ]),
      ]),
    )
    .limit(1)
    .executeTakeFirst()
  if (!row) return undefined
  return transaction(db, async (trx) => {
    const binding = { userId: row.userId, how: 'upgraded', by: userName, now } as const
    if (!(await bindPerson(trx, person, binding))) return undefined
    await insertAuditEntry(trx, {
      at: now,
      actor: userName,
      actorRoles: '',
      action: 'person.bound',
      outcome: 'success',
      failureCode: null,
      requestId: '-',
      subjectType: 'user',
      subjectId: row.userId.slice(0, 128),
      after: { ...person, how: 'upgraded' },
    })
    return row.userId
  })
}
