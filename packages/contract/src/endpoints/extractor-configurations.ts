import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import {
  LocalDateTime,
  filter,
  optionalText,
  pageOf,
  pathText,
  requestFailures,
} from '../fields.ts'

/** Blank values are for the operation: their refusal comes in a V2 envelope (additions-1.3.0.md 5.1). */
const NewConfiguration = z.object({
  configName: optionalText(128),
  bioextractorProviderName: optionalText(128),
  bioextractorProviderVersion: optionalText(36),
  bioModality: optionalText(64),
  /** Members of earlier releases, which are optional since. */
  attributeName: optionalText(128),
  credentialDataFormat: optionalText(64),
})

/** `POST /bio-extractor-configurations` (additions-1.3.0.md 5.1). */
export const createExtractorConfiguration = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/bio-extractor-configurations',
  summary: 'Offer a bio extractor to partners',
  permission: 'extractorConfigurations.create',
  envelope: v2('mosip.pms.bioextractor.configurations.post', { checksRequest: true }),
  request: NewConfiguration,
  missingRequest: 'leftToOperation',
  freeText: ['configName', 'bioextractorProviderName', 'bioextractorProviderVersion'],
  response: z.object({ id: z.string(), status: z.string() }),
  failures: [
    ...requestFailures,
    'request_missing',
    'characters_not_allowed',
    'configuration_value_missing',
    'modality_unknown',
    'extractor_configuration_name_taken',
    'no_free_id',
  ],
  fields: {
    modality_unknown: 'bioModality',
    extractor_configuration_name_taken: 'configName',
  },
  unexpected: 'extractor_configuration_creation_failed',
})

const ExtractorConfiguration = z.object({
  id: z.string(),
  configName: z.string(),
  bioextractorProviderName: z.string(),
  bioextractorProviderVersion: z.string().nullable(),
  bioModality: z.string(),
  createdDateTime: LocalDateTime,
})

/** `GET /bio-extractor-configurations` (additions-1.3.0.md 5.2). */
export const listExtractorConfigurations = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/bio-extractor-configurations',
  summary: 'Bio extractors that partners may choose from',
  permission: 'extractorConfigurations.list',
  envelope: v2('mosip.pms.bioextractor.configurations.get'),
  query: z.object({
    configName: filter,
    bioextractorProviderName: filter,
    bioextractorProviderVersion: filter,
    bioModality: filter,
  }),
  list: {
    sortFields: [
      'configName',
      'bioextractorProviderName',
      'bioextractorProviderVersion',
      'bioModality',
      'createdDateTime',
    ],
  },
  response: pageOf(ExtractorConfiguration),
  failures: ['characters_not_allowed', 'modality_unknown'],
  fields: { modality_unknown: 'bioModality' },
  unexpected: 'extractor_configuration_list_failed',
})

/** `GET /bio-extractor-configurations/{id}` (additions-1.3.0.md 5.3). */
export const readExtractorConfiguration = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/bio-extractor-configurations/:id',
  summary: 'One bio extractor that partners may choose',
  permission: 'extractorConfigurations.read',
  envelope: v2('mosip.pms.bioextractor.configuration.details.get'),
  params: z.object({ id: pathText }),
  response: ExtractorConfiguration,
  failures: ['characters_not_allowed', 'parameter_blank', 'extractor_configuration_not_found'],
  unexpected: 'extractor_configuration_failed',
})

/** `PATCH /bio-extractor-configurations/{id}` (additions-1.3.0.md 5.4). */
export const deleteExtractorConfiguration = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/bio-extractor-configurations/:id',
  summary: 'Offer a bio extractor no longer; partners that have it keep it',
  permission: 'extractorConfigurations.delete',
  envelope: v2('mosip.pms.bioextractor.configuration.delete.patch', { checksRequest: true }),
  params: z.object({ id: pathText }),
  request: z.object({ status: optionalText() }),
  missingRequest: 'leftToOperation',
  freeText: ['status'],
  response: z.object({ id: z.string(), status: z.string() }),
  failures: [
    ...requestFailures,
    'request_missing',
    'characters_not_allowed',
    'parameter_blank',
    'extractor_configuration_status_wrong',
    'extractor_configuration_not_found',
  ],
  fields: { extractor_configuration_status_wrong: 'status' },
  unexpected: 'extractor_configuration_failed',
})
