import { Failure, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { findConfiguration, findConfigurations } from './queries.ts'
import { checkModality, modalitiesOf } from './rules.ts'

/**
 * The extractors that partners may choose from (additions-1.3.0.md 5.2).
 * @throws {Failure} modality_unknown
 */
export async function listExtractorConfigurations(
  { db, config }: Context,
  { list, ...filters }: InputOf<typeof contract.listExtractorConfigurations>,
): Promise<ResponseOf<typeof contract.listExtractorConfigurations>> {
  const { bioModality } = filters
  if (bioModality?.trim()) checkModality(modalitiesOf(config.EXTRACTOR_MODALITIES), bioModality)
  const modality = bioModality?.trim()
  return findConfigurations(db, { ...filters, bioModality: modality }, list)
}

/**
 * One of them (additions-1.3.0.md 5.3).
 * @throws {Failure} parameter_blank · extractor_configuration_not_found
 */
export async function readExtractorConfiguration(
  { db }: Context,
  { id }: InputOf<typeof contract.readExtractorConfiguration>,
): Promise<ResponseOf<typeof contract.readExtractorConfiguration>> {
  if (id.trim() === '') throw new Failure('parameter_blank', { field: 'id' })
  const configuration = await findConfiguration(db, id)
  if (!configuration) throw new Failure('extractor_configuration_not_found')
  return configuration
}
