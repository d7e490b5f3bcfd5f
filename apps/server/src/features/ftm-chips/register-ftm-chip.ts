import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPartner } from '../partners/queries.ts'
import { insertChip, isChipTaken, lockChip, updateChip } from './queries.ts'
import { checkIsUndecided, checkMayActForChip, checkProvider, normalized } from './rules.ts'

/**
 * Registers a chip by make and model; it waits for its certificate (devices.md 7.1). The provider's
 * row is held, so two equal calls at once make one chip.
 * @throws {Failure} ftm_provider_not_usable · caller_not_owner · ftm_chip_taken
 */
export async function createFtmChip(
  context: Context,
  { ftpProviderId, make, model }: InputOf<typeof contract.createFtmChip>,
): Promise<ResponseOf<typeof contract.createFtmChip>> {
  const { db, actor, now } = context
  const provider = checkProvider(actor, await lockPartner(db, ftpProviderId))
  const named = { providerId: provider.id, make: normalized(make), model: normalized(model) }
  if (await isChipTaken(db, named)) throw new Failure('ftm_chip_taken')
  const chip = { ...named, organizationName: provider.name }
  const id = await insertChip(db, chip, { actor: actor.userName, now })
  await record(context, 'ftmChip.created', {
    subjectType: 'ftmChip',
    subjectId: id,
    after: { ...named, approvalStatus: 'pending_cert_upload' },
  })
  return { id }
}

/**
 * Corrects make and model of a chip that nobody has judged yet (devices.md 7.2).
 * @throws {Failure} ftm_chip_not_found · caller_not_owner · ftm_chip_status_wrong · ftm_chip_taken
 */
export async function updateFtmChip(
  context: Context,
  change: InputOf<typeof contract.updateFtmChip>,
): Promise<ResponseOf<typeof contract.updateFtmChip>> {
  const { db, actor, now } = context
  const found = await lockChip(db, change.ftpChipDetailId)
  if (!found) throw new Failure('ftm_chip_not_found')
  const { chip, provider } = found
  checkMayActForChip(actor, provider)
  checkIsUndecided(chip)
  const values = { make: normalized(change.make), model: normalized(change.model) }
  if (await isChipTaken(db, { providerId: chip.providerId, ...values }, chip.id)) {
    throw new Failure('ftm_chip_taken')
  }
  await updateChip(db, { id: chip.id, ...values }, { actor: actor.userName, now })
  await record(context, 'ftmChip.updated', {
    subjectType: 'ftmChip',
    subjectId: chip.id,
    before: { make: chip.make, model: chip.model },
    after: values,
  })
  return { id: chip.id }
}
