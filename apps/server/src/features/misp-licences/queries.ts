import type { Database } from '../../database/database.ts'

/** Switches off every active licence of a MISP and tells which; the key's index leads with it. */
export async function updateLicencesToInactive(
  db: Database,
  mispId: string,
  by: { actor: string; now: Date },
) {
  return db
    .updateTable('pms.mispLicense')
    .set({ isActive: false, updBy: by.actor, updDtimes: by.now })
    .where('mispId', '=', mispId)
    .where('isActive', '=', true)
    .returning(['licenseKey', 'policyId', 'validFromDate', 'validToDate'])
    .execute()
}
