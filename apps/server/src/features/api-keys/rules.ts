import { Failure, wantedActivity } from '@pmp/contract'
import { dayMs } from '../../durations.ts'

/** Trimmed, with every run of white space as one blank (auth-services.md 1.6). */
export function normalizedLabel(label: string): string {
  return label.trim().replaceAll(/\s+/g, ' ')
}

/**
 * Whether a status word switches a key on or off, letter case ignored. Only switching off an
 * inactive key is refused (auth-services.md 3.3).
 * @throws {Failure} api_key_not_active · api_key_status_unknown
 */
export function wantedOfKey(word: string, isActive: boolean): boolean {
  const wanted = wantedActivity(word)
  if (!isActive && !wanted) throw new Failure('api_key_not_active')
  return wanted
}

/** End of validity of a key made now. */
export function endOfKey(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMs)
}
