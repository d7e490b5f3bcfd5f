import { apiKeyLabelLength, Failure, wantedActivity } from '@pmp/contract'
import { dayMs } from '../../durations.ts'

/** Trimmed, with every run of white space as one blank (auth-services.md 1.6). */
export function normalizedLabel(label: string): string {
  return label.trim().replaceAll(/\s+/g, ' ')
}

/** A label that names one key more, as long as the column takes it (database.md 16). */
export function numberedLabel(label: string, number: number): string {
  const end = ` (${number})`
  return `${label.slice(0, apiKeyLabelLength - end.length).trimEnd()}${end}`
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

interface KeyState {
  isActive: boolean
  /** Null: the key has no end. */
  validToDatetime: Date | null
}

/** Whether a key works now. */
export function isUsable({ isActive, validToDatetime }: KeyState, now: Date): boolean {
  return isActive && (validToDatetime === null || validToDatetime >= now)
}

/** @throws {Failure} api_key_path_blank */
export function checkPathGiven(...variables: readonly string[]): void {
  if (variables.some((variable) => variable.trim() === '')) throw new Failure('api_key_path_blank')
}

interface WantedChange {
  /** Null: the state stays. */
  status: string | null
  /** Null: the end stays. */
  endsAt: Date | null
}

/**
 * A key as it is after a change, in the order of additions-1.3.0.md 6.1. The text of upstream's API
 * calls the status `INACTIVE`, its code `De-active`.
 * @throws {Failure} api_key_ended · api_key_expiry_not_yours · api_key_expiry_past ·
 *   api_key_deactivation_unknown
 */
export function changedKey<Key extends KeyState>(
  key: Key,
  { status, endsAt }: WantedChange,
  by: { isAdministrator: boolean; now: Date },
): Key {
  if (!key.isActive) throw new Failure('api_key_ended')
  if (endsAt && !by.isAdministrator) throw new Failure('api_key_expiry_not_yours')
  if (endsAt && endsAt < by.now) throw new Failure('api_key_expiry_past')
  if (status !== null && !['de-active', 'inactive'].includes(status.toLowerCase())) {
    throw new Failure('api_key_deactivation_unknown')
  }
  return { ...key, isActive: status === null, validToDatetime: endsAt ?? key.validToDatetime }
}

/**
 * A key that is replaced: it ends at the chosen time, which must not lengthen its life, or at once.
 * @param endsAt null: at once
 * @throws {Failure} api_key_expiry_past · api_key_end_later
 */
export function replacedKey<Key extends KeyState>(key: Key, endsAt: Date | null, now: Date): Key {
  if (!endsAt) return { ...key, isActive: false, validToDatetime: now }
  if (endsAt < now) throw new Failure('api_key_expiry_past')
  if (key.validToDatetime && endsAt > key.validToDatetime) throw new Failure('api_key_end_later')
  return { ...key, validToDatetime: endsAt }
}
