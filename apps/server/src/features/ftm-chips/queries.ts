import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { randomDigits, withFreshId } from '../../database/ids.ts'
import { lockPartner } from '../partners/queries.ts'

const chipColumns = [
  'id',
  'foundationalTrustProviderId as providerId',
  'make',
  'model',
  'certificateAlias',
  'approvalStatus',
  'isActive',
] as const

export async function findChip(db: Database, id: string) {
  return db
    .selectFrom('pms.ftpChipDetail')
    .select(chipColumns)
    .where('id', '=', id)
    .where(sql<boolean>`is_deleted is not true`)
    .executeTakeFirst()
}

export type Chip = NonNullable<Awaited<ReturnType<typeof findChip>>>

/**
 * A chip and its provider, both held until the transaction ends; the provider first, as a
 * registration holds it. Imported chips can be without one.
 */
export async function lockChip(db: Database, id: string) {
  const found = await findChip(db, id)
  if (!found) return undefined
  const provider = await lockPartner(db, found.providerId)
  const chip = await db
    .selectFrom('pms.ftpChipDetail')
    .select(chipColumns)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return { chip, provider }
}

/** Whether another chip of the provider, neither rejected nor deactivated, is of this make and model. */
export async function isChipTaken(
  db: Database,
  { providerId, make, model }: { providerId: string; make: string; model: string },
  exceptId = '',
): Promise<boolean> {
  const row = await db
    .selectFrom('pms.ftpChipDetail')
    .select('id')
    .where('foundationalTrustProviderId', '=', providerId)
    .where('make', '=', make)
    .where('model', '=', model)
    .where('approvalStatus', '!=', 'rejected')
    .where(sql<boolean>`not (approval_status = 'approved' and not is_active)`)
    .where('id', '!=', exceptId)
    .executeTakeFirst()
  return row !== undefined
}

/** Who changes something, and when. */
interface Change {
  actor: string
  now: Date
}

interface NewChip {
  providerId: string
  organizationName: string
  make: string
  model: string
}

/** @returns the id: digits only, because downloads take no other (devices.md 1.5) */
export async function insertChip(
  db: Database,
  chip: NewChip,
  { actor, now }: Change,
): Promise<string> {
  return withFreshId(
    () => randomDigits(10),
    async (id) => {
      const inserted = await db
        .insertInto('pms.ftpChipDetail')
        .values({
          id,
          foundationalTrustProviderId: chip.providerId,
          make: chip.make,
          model: chip.model,
          partnerOrgName: chip.organizationName,
          approvalStatus: 'pending_cert_upload',
          isActive: false,
          isDeleted: false,
          crBy: actor,
          crDtimes: now,
        })
        .onConflict((conflict) => conflict.constraint('pk_fcdtl_id').doNothing())
        .executeTakeFirst()
      return inserted.numInsertedOrUpdatedRows === 1n
    },
  )
}

interface ChipChange {
  make?: string
  model?: string
  certificateAlias?: string
  approvalStatus?: string
  isActive?: boolean
}

/** Replaces what is given. */
export async function updateChip(
  db: Database,
  { id, ...values }: ChipChange & { id: string },
  { actor, now }: Change,
): Promise<void> {
  await db
    .updateTable('pms.ftpChipDetail')
    .set({ ...values, updBy: actor, updDtimes: now })
    .where('id', '=', id)
    .execute()
}

/** Gives the chips of a provider its new name. @returns how many */
export async function renameProviderOfChips(
  db: Database,
  providerId: string,
  partnerOrgName: string,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('pms.ftpChipDetail')
    .set({ partnerOrgName })
    .where('foundationalTrustProviderId', '=', providerId)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
