import { randomUUID } from 'node:crypto'
import type { Database } from '../../database/database.ts'
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

/** Switches off every active licence of a MISP, or all but one, and tells which. */
export async function updateLicencesToInactive(
  db: Database,
  { mispId, exceptId = '' }: { mispId: string; exceptId?: string },
  { actor, now }: Change,
): Promise<Licence[]> {
  return db
    .updateTable('pms.mispLicense')
    .set({ isActive: false, updBy: actor, updDtimes: now })
    .where('mispId', '=', mispId)
    .where('isActive', '=', true)
    .where('mispLicenseId', '!=', exceptId)
    .returning(licenceColumns)
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
