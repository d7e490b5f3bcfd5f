import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { hangsOn, type Hanging, type Holder } from '../../database/holder.ts'
import { refuseTakenName } from '../../database/refuse-taken-name.ts'

const licenceColumns = [
  'mispLicenseId',
  'mispId',
  'licenseKey',
  'licenseKeyName',
  'policyId',
  'validFromDate',
  'validToDate',
  'isActive',
] as const

/** Who changes something, and when. */
interface Change {
  actor: string
  now: Date
}

export async function findLicence(db: Database, mispLicenseId: string) {
  return db
    .selectFrom('pms.mispLicense')
    .select(licenceColumns)
    .where('mispLicenseId', '=', mispLicenseId)
    .executeTakeFirst()
}

export type Licence = NonNullable<Awaited<ReturnType<typeof findLicence>>>

/**
 * Every licence of a MISP, newest first. Whoever changes one holds the partner, so that one is
 * active at most; the primary key leads with the MISP.
 */
export async function findLicencesOf(db: Database, mispId: string): Promise<Licence[]> {
  return db
    .selectFrom('pms.mispLicense')
    .select(licenceColumns)
    .where('mispId', '=', mispId)
    .orderBy('crDtimes', 'desc')
    .orderBy('mispLicenseId')
    .execute()
}

interface NewLicence {
  mispId: string
  licenseKey: string
  /** Keys of the older endpoints have none. */
  licenseKeyName: string | null
  policyId: string | null
  validToDate: Date
}

/**
 * Stores an active licence. Upstream: a name belongs to one licence of a policy, and to one of those
 * without policy, whosever they are.
 * @throws {Failure} licence_name_taken
 */
export async function insertLicence(
  db: Database,
  licence: NewLicence,
  { actor, now }: Change,
): Promise<Licence> {
  const inserted = db
    .insertInto('pms.mispLicense')
    .values({
      mispLicenseId: randomUUID(),
      ...licence,
      validFromDate: now,
      isActive: true,
      isDeleted: false,
      crBy: actor,
      crDtimes: now,
    })
    .returning(licenceColumns)
    .executeTakeFirstOrThrow()
  return refuseTakenName(inserted, {
    uniqueKey: 'uq_policy_id_license_key_name',
    failure: 'licence_name_taken',
    name: licence.licenseKeyName ?? '',
  })
}

/** Switches a licence on or off and tells what it is then. */
export async function setLicenceActive(
  db: Database,
  { mispLicenseId, isActive }: { mispLicenseId: string; isActive: boolean },
  { actor, now }: Change,
): Promise<Licence> {
  return db
    .updateTable('pms.mispLicense')
    .set({ isActive, updBy: actor, updDtimes: now })
    .where('mispLicenseId', '=', mispLicenseId)
    .returning(licenceColumns)
    .executeTakeFirstOrThrow()
}

function activeLicencesOn(db: Database, holder: Holder) {
  return db
    .selectFrom('pms.mispLicense as licence')
    .where('licence.isActive', '=', true)
    .where(hangsOn(holder, { partner: 'licence.mispId', policy: 'licence.policyId' }))
}

export async function countActiveLicencesOn(db: Database, holder: Holder): Promise<number> {
  const { total } = await activeLicencesOn(db, holder)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}

/** Active licences that hang on something, oldest first. */
export async function findActiveLicencesOn(
  db: Database,
  holder: Holder,
  limit: number,
): Promise<Hanging[]> {
  return activeLicencesOn(db, holder)
    .leftJoin('pms.partner as partner', 'partner.id', 'licence.mispId')
    .leftJoin('pms.authPolicy as policy', 'policy.id', 'licence.policyId')
    .select(['licence.licenseKeyName as name', 'licence.mispId as partnerId'])
    .select(['partner.name as orgName', 'policy.name as policyName'])
    .orderBy('licence.crDtimes')
    .orderBy('licence.mispLicenseId')
    .limit(limit)
    .execute()
}

/**
 * Some of them, or of all but one, held; in the order of their ids, so that two who end licences never
 * wait in a circle.
 */
export async function lockActiveLicencesOn(
  db: Database,
  holder: Holder,
  { limit, exceptId = '' }: { limit: number; exceptId?: string | undefined },
): Promise<Licence[]> {
  return activeLicencesOn(db, holder)
    .select(licenceColumns.map((name) => `licence.${name}` as const))
    .where('licence.mispLicenseId', '!=', exceptId)
    .orderBy('licence.mispLicenseId')
    .limit(limit)
    .forUpdate()
    .execute()
}

/** Switches licences off that are held. */
export async function endLicences(
  db: Database,
  licences: readonly Licence[],
  { actor, now }: Change,
): Promise<void> {
  const ids = licences.map(({ mispLicenseId }) => mispLicenseId)
  await db
    .updateTable('pms.mispLicense')
    .set({ isActive: false, updBy: actor, updDtimes: now })
    .where(sql<boolean>`misp_license_id = any(${ids})`)
    .execute()
}

/** Active licences whose validity has ended, but those of some partners; longest ended first. */
export async function findExpiredLicences(
  db: Database,
  { now, skipped, limit }: { now: Date; skipped: readonly string[]; limit: number },
) {
  return db
    .selectFrom('pms.mispLicense')
    .select(['mispLicenseId', 'mispId'])
    .where('isActive', '=', true)
    .where('validToDate', '<', now)
    .where('mispId', 'not in', [...skipped, ''])
    .orderBy('validToDate')
    .orderBy('mispLicenseId')
    .limit(limit)
    .execute()
}
