import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { holdsUserId, userIdKey } from '../../identity/user-ids.ts'

const partnerColumns = [
  'id',
  'name',
  'policyGroupId',
  'partnerTypeCode',
  'userId',
  'approvalStatus',
  'isActive',
  'certificateAlias',
  'langCode',
] as const

export async function findPartner(db: Database, id: string) {
  return db.selectFrom('pms.partner').select(partnerColumns).where('id', '=', id).executeTakeFirst()
}

/** As `findPartner`, holding the row until the transaction ends. */
export async function lockPartner(db: Database, id: string) {
  return db
    .selectFrom('pms.partner')
    .select(partnerColumns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export type Partner = NonNullable<Awaited<ReturnType<typeof findPartner>>>

/** The partners of a user id; at most a few rows. */
export async function findOwnPartners(db: Database, userId: string | null): Promise<Partner[]> {
  return db
    .selectFrom('pms.partner')
    .select(partnerColumns)
    .where(holdsUserId(sql.ref('userId'), userId))
    .orderBy('crDtimes')
    .orderBy('id')
    .execute()
}

export async function findPartnerType(db: Database, code: string) {
  return db
    .selectFrom('pms.partnerType')
    .select(['code', 'isPolicyRequired'])
    .where(sql`lower(code)`, '=', code.toLowerCase())
    .executeTakeFirst()
}

export type PartnerType = NonNullable<Awaited<ReturnType<typeof findPartnerType>>>

/** Upper-cased codes of the types that need a policy group: the words that roles use. */
export async function findPolicyRequiredTypes(db: Database): Promise<string[]> {
  const types = await db
    .selectFrom('pms.partnerType')
    .select('code')
    .where('isPolicyRequired', '=', true)
    .orderBy('code')
    .execute()
  return types.map(({ code }) => code.toUpperCase())
}

/** Whether a partner id exists, also one that differs in letter case only (database.md 2.4). */
export async function isPartnerIdTaken(db: Database, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('pms.partner')
    .select('id')
    .where(holdsUserId(sql.ref('id'), id))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a partner has this id or belongs to this user, letter case ignored. */
export async function isNameOfPartner(db: Database, name: string): Promise<boolean> {
  const row = await db
    .selectFrom('pms.partner')
    .select('id')
    .where((where) =>
      where.or([holdsUserId(sql.ref('id'), name), holdsUserId(sql.ref('userId'), name)]),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Partners with this address: by hash, then among rows from before encryption (2.7). */
export async function findPartnersByEmail(db: Database, email: string, hash: string) {
  return db
    .selectFrom('pms.partner')
    .select(['id', 'partnerTypeCode'])
    .where(({ or, and, eb }) =>
      or([
        eb('emailIdHash', '=', hash),
        and([eb('emailIdHash', 'is', null), eb(sql`lower(email_id)`, '=', email.toLowerCase())]),
      ]),
    )
    .orderBy('crDtimes')
    .limit(100)
    .execute()
}

export async function isEmailTaken(db: Database, email: string, hash: string): Promise<boolean> {
  return (await findPartnersByEmail(db, email, hash)).length > 0
}

/** Whether a partner of the user id has this address. */
export async function ownsPartnerWithEmail(
  db: Database,
  userId: string | null,
  hash: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('pms.partner')
    .select('id')
    .where('emailIdHash', '=', hash)
    .where(holdsUserId(sql.ref('userId'), userId))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Makes registrations with the same mark, an e-mail hash or a partner id, wait for each other until
 * the transaction ends; the upstream schema has no unique key on either (database.md 2.4, 2.7).
 */
export async function serialiseOn(db: Database, mark: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${mark}, 0))`.execute(db)
}

/** Lets whoever takes a partner id or a user name of that text wait for each other. */
export async function serialiseOnPartnerId(db: Database, id: string): Promise<void> {
  await serialiseOn(db, `partner ${userIdKey(id)}`)
}

interface NewPartner {
  id: string
  policyGroupId: string | null
  name: string
  address: string
  contactNo: string
  emailId: string
  emailIdHash: string
  partnerTypeCode: string
  langCode: string
  logoUrl?: string | null
  /** JSON text; absent: an empty list, as upstream writes it. */
  addlInfo?: string
  actor: string
  now: Date
}

/** Stores a registration with its first history row. */
export async function insertPartner(db: Database, partner: NewPartner): Promise<void> {
  const { actor, now, ...columns } = partner
  await db
    .insertInto('pms.partner')
    .values({
      addlInfo: '[]',
      ...columns,
      userId: partner.id,
      approvalStatus: 'InProgress',
      isActive: false,
      isDeleted: false,
      crBy: actor,
      crDtimes: now,
    })
    .execute()
  await snapshotPartner(db, partner.id, now)
}

/** A certificate makes its partner approved and active (partner.md 1.8). */
export async function activatePartner(
  db: Database,
  change: { partnerId: string; certificateId: string; actor: string; now: Date },
): Promise<void> {
  await db
    .updateTable('pms.partner')
    .set({
      certificateAlias: change.certificateId,
      isActive: true,
      approvalStatus: 'approved',
      updBy: change.actor,
      updDtimes: change.now,
    })
    .where('id', '=', change.partnerId)
    .execute()
  await snapshotPartner(db, change.partnerId, change.now)
}

/** Who changes something, and when. */
interface Change {
  actor: string
  now: Date
}

/** What an update of a partner looks at, held until the transaction ends. */
export async function lockPartnerRecord(db: Database, id: string) {
  return db
    .selectFrom('pms.partner')
    .select(['id', 'userId', 'approvalStatus', 'emailId', 'emailIdHash', 'logoUrl', 'addlInfo'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

interface PartnerChange {
  address: string
  contactNo: string
  emailId?: string
  emailIdHash?: string
  logoUrl?: string | null
  addlInfo?: string
}

/** Replaces what is given; personal data comes encrypted. */
export async function updatePartnerRecord(
  db: Database,
  values: PartnerChange & { id: string },
  by: Change,
): Promise<void> {
  await changePartner(db, values, by)
}

export async function updatePolicyGroupOf(
  db: Database,
  partner: { id: string; policyGroupId: string },
  by: Change,
): Promise<void> {
  await changePartner(db, partner, by)
}

export async function updatePartnerActivity(
  db: Database,
  partner: { id: string; isActive: boolean },
  by: Change,
): Promise<void> {
  await changePartner(db, partner, by)
}

export async function updatePartnerName(
  db: Database,
  partner: { id: string; name: string },
  by: Change,
): Promise<void> {
  await changePartner(db, partner, by)
}

interface PartnerValues extends Partial<PartnerChange> {
  id: string
  name?: string
  policyGroupId?: string
  isActive?: boolean
}

async function changePartner(
  db: Database,
  { id, ...values }: PartnerValues,
  { actor, now }: Change,
): Promise<void> {
  await db
    .updateTable('pms.partner')
    .set({ ...values, updBy: actor, updDtimes: now })
    .where('id', '=', id)
    .execute()
  await snapshotPartner(db, id, now)
}

/** The contact of a partner with this address: by hash, then among rows from before encryption. */
export async function findContact(
  db: Database,
  partnerId: string,
  { email, hash }: { email: string; hash: string },
) {
  return db
    .selectFrom('pms.partnerContact')
    .select(['id', 'isActive'])
    .where('partnerId', '=', partnerId)
    .where(({ or, and, eb }) =>
      or([
        eb('emailIdHash', '=', hash),
        and([eb('emailIdHash', 'is', null), eb(sql`lower(email_id)`, '=', email.toLowerCase())]),
      ]),
    )
    .orderBy('crDtimes')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

interface Contact {
  address: string
  contactNo: string
  emailId: string
  emailIdHash: string
  isActive: boolean
}

export async function insertContact(
  db: Database,
  contact: Contact & { id: string; partnerId: string },
  by: Change,
): Promise<void> {
  await db
    .insertInto('pms.partnerContact')
    .values({ ...contact, isDeleted: false, crBy: by.actor, crDtimes: by.now })
    .execute()
}

export async function updateContact(
  db: Database,
  { id, ...contact }: Contact & { id: string },
  by: Change,
): Promise<void> {
  await db
    .updateTable('pms.partnerContact')
    .set({ ...contact, updBy: by.actor, updDtimes: by.now })
    .where('id', '=', id)
    .execute()
}

/** One history row per change, id of the master, later instants by at least 1 µs (database.md 2.6). */
async function snapshotPartner(db: Database, id: string, now: Date): Promise<void> {
  await sql`
    insert into pms.partner_h (id, eff_dtimes, policy_group_id, name, address, contact_no, email_id,
      email_id_hash, certificate_alias, user_id, partner_type_code, approval_status, is_active,
      cr_by, cr_dtimes, upd_by, upd_dtimes, is_deleted, del_dtimes, lang_code, logo_url, addl_info)
    select id, greatest(${now}::timestamp,
        (select max(eff_dtimes) + interval '1 microsecond' from pms.partner_h where id = ${id})),
      policy_group_id, name, address, contact_no, email_id, email_id_hash, certificate_alias,
      user_id, partner_type_code, approval_status, is_active, cr_by, cr_dtimes, upd_by, upd_dtimes,
      is_deleted, del_dtimes, lang_code, logo_url, addl_info
    from pms.partner where id = ${id}`.execute(db)
}
