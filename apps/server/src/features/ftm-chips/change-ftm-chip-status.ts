import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { ownPartnersOf } from '../partners/list-own-partners.ts'
import { lockChip, updateChip, type Chip } from './queries.ts'
import { checkMayDeactivate, checkMayDecide, checkOwnsChip } from './rules.ts'

/**
 * Approves or rejects a chip, once (devices.md 7.3).
 * @throws {Failure} ftm_chip_not_found · ftm_chip_without_certificate · ftm_chip_status_wrong
 */
export async function decideFtmChip(
  context: Context,
  { ftpChipDetailId, approvalStatus: isApproval }: InputOf<typeof contract.decideFtmChip>,
): Promise<ResponseOf<typeof contract.decideFtmChip>> {
  const found = await lockChip(context.db, ftpChipDetailId)
  if (!found) throw new Failure('ftm_chip_not_found')
  checkMayDecide(found.chip, isApproval)
  const status = isApproval ? 'approved' : 'rejected'
  await saveStatus(context, found.chip, { approvalStatus: status, isActive: isApproval })
  return 'Status updated successfully.'
}

/**
 * Deactivates an approved chip for good (devices.md 7.7).
 * @throws {Failure} each failure that the contract lists
 */
export async function deactivateFtmChip(
  context: Context,
  { ftmId, status }: InputOf<typeof contract.deactivateFtmChip>,
): Promise<ResponseOf<typeof contract.deactivateFtmChip>> {
  const { db, actor } = context
  if (status !== 'De-Activate') throw new Failure('hardware_status_wrong')
  await ownPartnersOf(db, actor)
  const found = await lockChip(db, ftmId)
  if (!found) throw new Failure('ftm_id_unknown')
  checkOwnsChip(actor, found.provider)
  checkMayDeactivate(found.chip)
  await saveStatus(context, found.chip, { approvalStatus: 'approved', isActive: false })
  return { ftmId: found.chip.id, status: 'approved', isActive: false }
}

async function saveStatus(
  context: Context,
  chip: Chip,
  values: { approvalStatus: string; isActive: boolean },
): Promise<void> {
  const { db, actor, now } = context
  await updateChip(db, { id: chip.id, ...values }, { actor: actor.userName, now })
  const { approvalStatus, isActive } = chip
  const isDecision = values.approvalStatus !== approvalStatus
  await record(context, isDecision ? `ftmChip.${values.approvalStatus}` : 'ftmChip.deactivated', {
    subjectType: 'ftmChip',
    subjectId: chip.id,
    before: { approvalStatus, isActive },
    after: values,
  })
}
