import type { CallOf, requestExtractors } from '@pmp/contract'

/** One bio extractor as it is asked for. */
export type WantedExtractor = CallOf<typeof requestExtractors>['extractors'][number]

/** One as the server tells it. */
export interface GivenExtractor {
  attributeName: string
  biometric: string
  biometricSubTypes: string | null
  extractorProvider: string
  extractorProviderVersion: string | null
}

/** A modality that may be extracted, and the attribute that comes of it. */
export interface Modality {
  modality: string
  attributeName: string
}

/** Reads the setting `face:photo,iris:iris`; a modality without an attribute is its own. */
export function modalitiesIn(setting: string | undefined): Modality[] {
  return (setting ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
    .map((entry) => {
      const [modality = '', attributeName = modality] = entry.split(':')
      return { modality: modality.trim().toLowerCase(), attributeName: attributeName.trim() }
    })
}

/** Names an extractor of a modality by provider and version. */
export function providerKey(extractor: {
  extractorProvider: string
  extractorProviderVersion?: string | null | undefined
}): string {
  return JSON.stringify([extractor.extractorProvider, extractor.extractorProviderVersion ?? ''])
}

/** What `providerKey` names; null for anything else. */
export function providerOf(key: string | null) {
  if (!key) return null
  const parts: unknown = JSON.parse(key)
  if (!Array.isArray(parts)) return null
  return { extractorProvider: String(parts[0]), extractorProviderVersion: String(parts[1]) }
}

/** What is in force, as it would be asked for again. */
export function asWanted(given: readonly GivenExtractor[]): WantedExtractor[] {
  return given.map((extractor) => ({ ...extractor }))
}

/** The wanted ones with one of a modality put in the place of that which was there, or none. */
export function withModality(
  wanted: readonly WantedExtractor[],
  modality: string,
  extractor: WantedExtractor | null,
): WantedExtractor[] {
  const others = wanted.filter(({ biometric }) => biometric !== modality)
  return extractor ? [...others, extractor] : others
}
