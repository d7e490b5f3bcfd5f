import { Failure } from '@pmp/contract'
import type { Config } from '../config.ts'

/**
 * Free text of V2 endpoints may hold letters, digits and ordinary punctuation only; none and blank
 * text is for the operation to judge (additions-1.3.0.md 1.1).
 * @throws {Failure} characters_not_allowed, with the name of the field
 */
export function checkFreeText(config: Config, values: Record<string, unknown>): void {
  const allowed = new RegExp(config.FREE_TEXT_PATTERN, 'u')
  for (const [field, value] of Object.entries(values)) {
    if (typeof value !== 'string' || value.trim() === '') continue
    if (!allowed.test(value)) throw new Failure('characters_not_allowed', { field })
  }
}
