import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenDatabase } from '../database/database.ts'
import { migrate } from '../database/migrate.ts'
import { createTestDatabase } from '../database/testing.ts'
import { createAccount, findAccountOfOwner } from './accounts.ts'
import { bindPerson, embeddedIssuer } from './persons.ts'
import { bank } from './testing-portal.ts'
import { isSameUserId, userIdKey, userIdKeyOf } from './user-ids.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** A database as it was before persons were known. */
async function withoutPersons() {
  const { db } = database
  await sql`drop table pmp.person, pmp.arrival, pmp.invitation, pmp.partner_before_persons`.execute(
    db,
  )
  await sql`delete from pmp.schema_migration
    where name like '%_persons.sql' or name like '%_names_compared_alike.sql'`.execute(db)
}

async function partnerMadeBy(id: string, actor: string) {
  await sql`insert into pms.partner (id, name, address, contact_no, email_id, user_id,
      partner_type_code, approval_status, is_active, cr_by, cr_dtimes)
    values (${id}, 'Bank', 'a', '1', 'it@bank.example', ${id}, 'Auth_Partner', 'InProgress', false,
      ${actor}, now())`.execute(database.db)
}

test('an upgrade binds accounts to what they registered, and lists the others', async () => {
  const { db } = database
  const accounts = ['own-bank', 'made-bank', 'no-partner'].map((userName) =>
    createAccount(db, { ...bank, userName, email: `${userName}@id.example` }, new Date()),
  )
  const [own] = await Promise.all(accounts)
  await partnerMadeBy('own-bank', 'own-bank')
  await partnerMadeBy('made-bank', 'registrar')
  await partnerMadeBy('other-bank', 'other-bank')
  await withoutPersons()

  await migrate(database)

  const persons = await db.selectFrom('pmp.person').select(['issuer', 'sub', 'userId']).execute()
  expect(persons).toEqual([{ issuer: 'embedded', sub: own?.id, userId: 'own-bank' }])
  const before = await db.selectFrom('pmp.partnerBeforePersons').select('partnerId').execute()
  const ids = before.map(({ partnerId }) => partnerId).toSorted()
  expect(ids).toEqual(['made-bank', 'other-bank', 'own-bank'])
})

test('the account of an owner is the one that is bound, whatever its name', async () => {
  const { db } = database
  const now = new Date()
  const stranger = { ...bank, userName: 'river-bank', email: 'stranger@id.example' }
  await createAccount(db, stranger, now)
  expect(await findAccountOfOwner(db, 'river-bank')).toBeUndefined()
  const amina = { ...bank, userName: 'amina', email: 'amina@id.example' }
  const { id: sub } = await createAccount(db, amina, now)
  const binding = { userId: 'River-Bank', how: 'invited', by: 'registrar', now } as const
  expect(await bindPerson(db, { issuer: embeddedIssuer, sub }, binding)).toBe(true)
  expect(await findAccountOfOwner(db, 'river-bank')).toMatchObject({ userName: 'amina' })
})

test.each([
  ['letter case', 'North-Bank', 'north-bank', true],
  ['one letter written in two ways', 'zoe\u0308', 'zo\u00EB', true],
  ['letter case of other scripts', '\u00C9lan', '\u00E9lan', false],
  ['a dotted capital', '\u0130stanbul', 'istanbul', false],
  ['a Kelvin sign', 'ban\u212A', 'bank', false],
  ['a Kelvin sign and a capital', 'BAN\u212A', 'BANK', false],
  ['full width', '\uFF42ank', 'bank', false],
  ['an invisible mark', 'bank\u200B', 'bank', false],
  ['another hyphen', 'bank\u2011one', 'bank-one', false],
  ['a letter that looks the same', 'b\u0430nk', 'bank', false],
])('user ids that differ by %s: equal %#', async (_, one, other, isSame) => {
  expect(isSameUserId(one, other)).toBe(isSame)
  const { rows } = await sql<{ one: string; other: string }>`
    select ${userIdKeyOf(sql.val(one))} as one, ${userIdKeyOf(sql.val(other))} as other`.execute(
    database.db,
  )
  expect(rows).toEqual([{ one: userIdKey(one), other: userIdKey(other) }])
})

test.each([
  ['pms.partner', 'id'],
  ['pms.partner', 'user_id'],
  ['pms.user_details', 'user_id'],
  ['pmp.account', 'username'],
  ['pmp.saved_view', 'user_name'],
  ['pmp.person', 'user_id'],
  ['pmp.invitation', 'user_id'],
  ['pmp.arrival', 'user_name'],
])('the ids and names of %s are found by an index', async (table, column) => {
  const plan = await database.db.transaction().execute(async (trx) => {
    await sql`set local enable_seqscan = off`.execute(trx)
    const name = sql.raw(column)
    return sql<Record<string, string>>`explain select 1 from ${sql.raw(table)}
      where ${userIdKeyOf(name)} = ${userIdKey('bank')}`.execute(trx)
  })
  expect(JSON.stringify(plan.rows)).toMatch(/Index (Only )?Scan/)
})
