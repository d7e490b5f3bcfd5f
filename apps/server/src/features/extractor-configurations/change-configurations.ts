import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { refuseTakenName } from '../../database/refuse-taken-name.ts'
import { deleteConfiguration, insertConfiguration, isConfigurationNameTaken } from './queries.ts'
import { checkModality, mandatoryValues, modalitiesOf } from './rules.ts'

/** What extractors give unless it is said. */
const usualDataFormat = 'templateData'

/**
 * Offers an extractor to partners under a name of its own, whatever the letter case
 * (additions-1.3.0.md 5.1).
 * @throws {Failure} each failure that the contract lists
 */
export async function createExtractorConfiguration(
  context: Context,
  given: InputOf<typeof contract.createExtractorConfiguration>,
): Promise<ResponseOf<typeof contract.createExtractorConfiguration>> {
  const { db, config, actor, now } = context
  const modalities = modalitiesOf(config.EXTRACTOR_MODALITIES)
  const values = mandatoryValues(given)
  const { configName: name, bioModality } = values
  checkModality(modalities, bioModality)
  const failure = 'extractor_configuration_name_taken'
  if (await isConfigurationNameTaken(db, name)) throw new Failure(failure)
  const configuration = {
    ...values,
    attributeName:
      given.attributeName?.trim() || modalities.get(bioModality.toLowerCase()) || bioModality,
    credentialDataFormat: given.credentialDataFormat?.trim() || usualDataFormat,
  }
  const saved = insertConfiguration(db, configuration, { actor: actor.userName, now })
  const uniqueKey = 'uniq_bioextractor_config_name'
  const id = await refuseTakenName(saved, { uniqueKey, failure, name })
  await record(context, 'extractorConfiguration.created', {
    subjectType: 'extractorConfiguration',
    subjectId: id,
    after: configuration,
  })
  return { id, status: 'SUCCESS' }
}

/**
 * Offers an extractor no longer, which frees its name; partners that have it keep their copy
 * (additions-1.3.0.md 5.4).
 * @throws {Failure} each failure that the contract lists
 */
export async function deleteExtractorConfiguration(
  context: Context,
  { id, status }: InputOf<typeof contract.deleteExtractorConfiguration>,
): Promise<ResponseOf<typeof contract.deleteExtractorConfiguration>> {
  if (id.trim() === '') throw new Failure('parameter_blank', { field: 'id' })
  if (!status?.trim()) throw new Failure('parameter_blank', { field: 'status' })
  if (status.trim().toLowerCase() !== 'deleted') {
    throw new Failure('extractor_configuration_status_wrong')
  }
  if (!(await deleteConfiguration(context.db, id))) {
    throw new Failure('extractor_configuration_not_found')
  }
  await record(context, 'extractorConfiguration.deleted', {
    subjectType: 'extractorConfiguration',
    subjectId: id,
    before: { isDeleted: false },
    after: { isDeleted: true },
  })
  return { id, status: 'Bio extractor configuration deleted successfully.' }
}
