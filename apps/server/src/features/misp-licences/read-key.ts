import { Failure, type InputOf, type ResponseOf, type readMispKey as contract } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { transaction } from '../../database/database.ts'
import { lockPartner } from '../partners/queries.ts'
import { issueByRequests, shownKey } from './generate-key.ts'
import { findLicencesOf } from './queries.ts'
import { isUsable } from './rules.ts'

/**
 * The newest usable key of a MISP, or a new one where none is (auth-services.md 9.4). Two who ask at
 * once get the same: the partner is held.
 * @throws {Failure} each failure that the contract lists
 */
export async function readMispKey(
  context: Context,
  { mispId }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  // Upstream: a read that may write, so the transaction is not opened for it.
  return transaction(context.db, async (db) => {
    const partner = await lockPartner(db, mispId)
    if (!partner) throw new Failure('misp_not_found')
    if (!partner.isActive) throw new Failure('misp_not_active')
    const licences = await findLicencesOf(db, mispId)
    if (licences.length === 0) throw new Failure('misp_key_not_found')
    const usable = licences.find((licence) => isUsable(licence, context.now))
    return shownKey(usable ?? (await issueByRequests({ ...context, db }, mispId, true)), 'Active')
  })
}
