import { Failure, stateOf, type FailureName } from '@pmp/contract'
import { checkModality, type Modalities } from '../extractor-configurations/rules.ts'

/** An extractor as it is stored with a request (additions-1.3.0.md 4.2). */
export interface WantedExtractor {
  attributeName: string
  biometric: string
  biometricSubTypes: string | null
  extractorProvider: string
  extractorProviderVersion: string
}

interface GivenExtractor {
  attributeName: string
  biometric: string
  biometricSubTypes?: string | null | undefined
  extractorProvider: string
  extractorProviderVersion?: string | null | undefined
}

/** Attributes and modalities are small letters everywhere. */
const plain = (word: string) => word.trim().toLowerCase()

/**
 * At least one extractor, none of them twice.
 * @throws {Failure} extractor_twice
 */
export function checkNoneTwice(given: readonly GivenExtractor[]): void {
  const seen = new Set<string>()
  for (const { attributeName, biometric } of given) {
    const words = JSON.stringify([plain(attributeName), plain(biometric)])
    if (seen.has(words)) throw new Failure('extractor_twice', { attribute: plain(attributeName) })
    seen.add(words)
  }
}

/** @throws {Failure} mandatory_value_missing, where none is given */
export function checkSomeExtractors(given: readonly unknown[]): void {
  if (given.length === 0) throw new Failure('mandatory_value_missing', { field: 'extractors' })
}

/**
 * Extractors as they are stored: each with a version, of a modality that is allowed and by the attribute
 * that holds it.
 * @throws {Failure} mandatory_value_missing · modality_unknown · extractor_attribute_wrong
 */
export function wantedExtractors(
  given: readonly GivenExtractor[],
  modalities: Modalities,
): WantedExtractor[] {
  return given.map((extractor) => {
    const attributeName = plain(extractor.attributeName)
    const biometric = plain(extractor.biometric)
    const version = extractor.extractorProviderVersion?.trim()
    if (!version) {
      throw new Failure('mandatory_value_missing', { field: 'extractorProviderVersion' })
    }
    checkModality(modalities, biometric)
    const attribute = modalities.get(biometric)
    if (attribute !== undefined && attribute !== attributeName) {
      throw new Failure('extractor_attribute_wrong', { modality: biometric, attribute })
    }
    return {
      attributeName,
      biometric,
      biometricSubTypes: extractor.biometricSubTypes?.trim() || null,
      extractorProvider: extractor.extractorProvider.trim(),
      extractorProviderVersion: version,
    }
  })
}

/**
 * A request that was decided is asked nothing more.
 * @throws {Failure} the one that is given
 */
export function checkPending({ statusCode }: { statusCode: string }, decided: FailureName): void {
  if (stateOf(statusCode) !== 'InProgress') throw new Failure(decided)
}
