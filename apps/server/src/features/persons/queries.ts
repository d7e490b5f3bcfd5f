import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import type { Binding } from '../../identity/persons.ts'
import { findRows, type SortedRowList } from '../../database/lists/row-list.ts'
import { containing } from '../../database/lists/text-filters.ts'
import { holdsUserId, userIdKey, userIdKeyOf } from '../../identity/user-ids.ts'

// The tables' checks allow no other words.
const how = sql<Binding>`bound_how`.as('how')
const meets = sql<'person' | 'partner'>`arrival.meets`.as('meets')

const boundColumns = ['sub', how, 'boundBy as by', 'boundAt as at'] as const

/** Who owns a user id. */
export async function findOwner(db: Database, userId: string) {
  return db
    .selectFrom('pmp.person')
    .select(boundColumns)
    .where(holdsUserId(sql.ref('userId'), userId))
    .executeTakeFirst()
}

/** Whether some partner has this user id. */
export async function hasPartner(db: Database, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('pms.partner')
    .select('id')
    .where(holdsUserId(sql.ref('userId'), userId))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Lets all that change the owner of a user id wait for each other, until the transaction ends. */
export async function serialiseOnOwner(db: Database, userId: string): Promise<void> {
  const lock = `owner ${userIdKey(userId)}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(db)
}

/** Until when an invitation for a user id is open. */
export async function findInvitedUntil(db: Database, userId: string, now: Date) {
  const row = await db
    .selectFrom('pmp.invitation')
    .select('expiresAt')
    .where(holdsUserId(sql.ref('userId'), userId))
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  return row?.expiresAt ?? null
}

interface NewInvitation {
  tokenHash: string
  userId: string
  invitedBy: string
  invitedAt: Date
  expiresAt: Date
}

/** Keeps an invitation in place of the one before; the caller holds the owner's lock. */
export async function saveInvitation(db: Database, invitation: NewInvitation): Promise<void> {
  await db
    .deleteFrom('pmp.invitation')
    .where(holdsUserId(sql.ref('userId'), invitation.userId))
    .execute()
  await db.insertInto('pmp.invitation').values(invitation).execute()
}

/** For which user id a token invites, if it still does. */
export async function findInvited(db: Database, tokenHash: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('pmp.invitation')
    .select('userId')
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst()
  return row?.userId
}

/** The invitation of a token, held until the transaction ends. */
export async function lockInvitation(db: Database, tokenHash: string, now: Date) {
  return db
    .selectFrom('pmp.invitation')
    .select(['userId', 'invitedBy'])
    .where('tokenHash', '=', tokenHash)
    .where('expiresAt', '>', now)
    .forUpdate()
    .executeTakeFirst()
}

export async function findArrivals(
  db: Database,
  { meets: met, userName }: FiltersOf<typeof contract.listArrivals>,
  request: ListRequestOf<typeof contract.listArrivals>,
) {
  const chosen = {
    ofKinds: met === undefined ? [] : [sql<SqlBool>`row.meets = ${met}`],
    others: containing({ userName: 'userName' }, { userName }),
  }
  return findRows(db, { list: arrivals, chosen, request }, (page) =>
    page
      .innerJoin('pmp.arrival as arrival', (join) => join.on(sql<boolean>`arrival.id = page.key`))
      .select([
        'arrival.sub',
        'arrival.userName',
        'arrival.email',
        'arrival.isEmailVerified',
        meets,
        'arrival.arrivedAt',
        ofPartnerMet('id').as('partnerId'),
        ofPartnerMet('name').as('organizationName'),
      ]),
  )
}

const arrivals: SortedRowList<SortFieldOf<typeof contract.listArrivals>> = {
  rows: 'pmp.arrival',
  counts: 'pmp.arrivalCount',
  key: 'id',
  hasNumberKey: true,
  kinds: ['meets'],
  sorts: { userName: 'userOrder', arrivedAt: 'arrivedAt' },
  newest: 'arrivedAt',
}

/** A column of the oldest partner whose user id is the name of an arrival. */
function ofPartnerMet(column: 'id' | 'name') {
  const keys = [sql.ref('partner.userId'), sql.ref('arrival.userName')].map(userIdKeyOf)
  return sql<string | null>`(select partner.${sql.raw(column)} from pms.partner partner
    where ${sql.join(keys, sql` = `)} order by partner.cr_dtimes, partner.id limit 1)`
}

export async function countArrivals(db: Database): Promise<number> {
  const { total } = await db
    .selectFrom('pmp.arrivalCount')
    .select(sql<number>`coalesce(sum(total), 0)::int8`.as('total'))
    .executeTakeFirstOrThrow()
  return total
}

export async function findUnclaimedPartners(
  db: Database,
  filters: FiltersOf<typeof contract.listUnclaimedPartners>,
  { list: request, now }: { list: ListRequestOf<typeof contract.listUnclaimedPartners>; now: Date },
) {
  const chosen = {
    ofKinds: [],
    others: containing({ partnerId: 'id', organizationName: 'name' }, filters),
  }
  return findRows(db, { list: unclaimed, chosen, request }, (page) =>
    page.innerJoin('pms.partner as partner', 'partner.id', 'page.key').select(({ selectFrom }) => [
      'partner.id as partnerId',
      'partner.name as organizationName',
      'partner.partnerTypeCode as partnerType',
      'partner.isActive',
      'partner.crDtimes as createdAt',
      selectFrom('pmp.invitation as invitation')
        .select('invitation.expiresAt')
        .where(
          sql<boolean>`${userIdKeyOf(sql.ref('invitation.userId'))} = ${userIdKeyOf(sql.ref('partner.userId'))}`,
        )
        .where('invitation.expiresAt', '>', now)
        .as('invitedUntil'),
    ]),
  )
}

const unclaimed: SortedRowList<SortFieldOf<typeof contract.listUnclaimedPartners>> = {
  rows: 'pmp.unclaimedRow',
  counts: 'pmp.unclaimedCount',
  key: 'id',
  kinds: ['isActive'],
  sorts: { partnerId: 'idOrder', organizationName: 'nameOrder', createdAt: 'createdAt' },
  newest: 'createdAt',
}

export async function findPersons(
  db: Database,
  { how: bound, userId }: FiltersOf<typeof contract.listPersons>,
  request: ListRequestOf<typeof contract.listPersons>,
) {
  const chosen = {
    ofKinds: bound === undefined ? [] : [sql<SqlBool>`row.bound_how = ${bound}`],
    others: containing({ userId: 'userId' }, { userId }),
  }
  return findRows(db, { list: owners, chosen, request }, (page) =>
    page
      // By what has an index.
      .innerJoin('pmp.person as person', (join) =>
        join.on(
          sql<boolean>`${userIdKeyOf(sql.ref('person.userId'))} = ${userIdKeyOf(sql.ref('page.key'))}`,
        ),
      )
      .select([...boundColumns, 'userId']),
  )
}

const owners: SortedRowList<SortFieldOf<typeof contract.listPersons>> = {
  rows: 'pmp.person',
  counts: 'pmp.personCount',
  key: 'userId',
  kinds: ['boundHow'],
  sorts: { userId: 'userOrder', at: 'boundAt' },
  newest: 'boundAt',
}
