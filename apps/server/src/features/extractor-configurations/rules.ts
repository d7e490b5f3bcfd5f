import { Failure } from '@pmp/contract'

/** Modality → attribute that holds it, both in small letters; empty: everything is allowed. */
export type Modalities = ReadonlyMap<string, string>

/** What the setting `EXTRACTOR_MODALITIES` says, e.g. `face:photo` (additions-1.3.0.md 4.2). */
export function modalitiesOf(entries: readonly string[]): Modalities {
  return new Map(
    entries.map((entry): [string, string] => {
      const [modality = '', attribute = ''] = entry.toLowerCase().split(':')
      return [modality.trim(), attribute.trim()]
    }),
  )
}

/** @throws {Failure} modality_unknown */
export function checkModality(modalities: Modalities, modality: string): void {
  if (modalities.size > 0 && !modalities.has(modality.trim().toLowerCase())) {
    throw new Failure('modality_unknown')
  }
}

const mandatory = [
  'configName',
  'bioextractorProviderName',
  'bioextractorProviderVersion',
  'bioModality',
] as const

type Given = Partial<Record<(typeof mandatory)[number], string | null | undefined>>

/**
 * The values of a configuration without blanks around them (additions-1.3.0.md 5.1).
 * @throws {Failure} configuration_value_missing, with the first field that is blank
 */
export function mandatoryValues(given: Given): Record<(typeof mandatory)[number], string> {
  const valueOf = (field: (typeof mandatory)[number]) => {
    const value = given[field]?.trim()
    if (!value) throw new Failure('configuration_value_missing', { field })
    return value
  }
  return {
    configName: valueOf('configName'),
    bioextractorProviderName: valueOf('bioextractorProviderName'),
    bioextractorProviderVersion: valueOf('bioextractorProviderVersion'),
    bioModality: valueOf('bioModality'),
  }
}
