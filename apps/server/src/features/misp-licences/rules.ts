import { Failure } from '@pmp/contract'
import { dayMs } from '../../durations.ts'
import { normalizedLabel } from '../api-keys/rules.ts'

interface Validity {
  isActive: boolean
  validToDate: Date | null
}

interface NamedLicence {
  policyId: string | null
  licenseKeyName: string | null
}

/** A key of which the last four characters can be read. */
export function maskedKey(key: string): string {
  const hidden = Math.max(4, key.length - 4)
  return '*'.repeat(hidden) + key.slice(hidden)
}

export function statusOfLicence(isActive: boolean): 'ACTIVE' | 'INACTIVE' {
  return isActive ? 'ACTIVE' : 'INACTIVE'
}

export function isExpired({ validToDate }: Pick<Validity, 'validToDate'>, now: Date): boolean {
  return validToDate !== null && validToDate < now
}

/** Active and not expired: what a MISP can work with. */
export function isUsable(licence: Validity, now: Date): boolean {
  return licence.isActive && !isExpired(licence, now)
}

/**
 * Whether a status word switches a key on or off, letter case ignored (auth-services.md 9.2).
 * @throws {Failure} misp_key_status_unknown
 */
export function wantedOfKey(word: string): boolean {
  const wanted = word.toLowerCase()
  if (wanted !== 'active' && wanted !== 'de-active') throw new Failure('misp_key_status_unknown')
  return wanted === 'active'
}

/** End of validity of a licence that is made now without a date. */
export function endInDays(now: Date, days: number): Date {
  return new Date(now.getTime() + days * dayMs)
}

/**
 * End of a licence made now: that day, at the time of day of now; all in UTC.
 * @param day as `yyyy-MM-dd`
 * @throws {Failure} licence_expiry_not_ahead
 */
export function endOnDay(day: string, now: Date): Date {
  const [today, time] = now.toISOString().split('T')
  // Days of four-digit years are ordered as their texts are.
  if (day <= (today ?? '')) throw new Failure('licence_expiry_not_ahead')
  return new Date(`${day}T${time}`)
}

/** @throws {Failure} licence_name_taken */
export function checkNameFree(licences: readonly NamedLicence[], name: string): void {
  const isTaken = licences.some(
    ({ licenseKeyName }) => licenseKeyName !== null && normalizedLabel(licenseKeyName) === name,
  )
  if (isTaken) throw new Failure('licence_name_taken', { name })
}

/**
 * The one licence of a partner that policy and name mean; what is not given may be anything.
 * @throws {Failure} licence_not_matched · licences_match
 */
export function onlyMatch<Licence extends NamedLicence>(
  licences: readonly Licence[],
  { policyId, name }: { policyId?: string | null | undefined; name?: string | null | undefined },
): Licence {
  const wanted = normalizedLabel(name ?? '')
  const [match, ...others] = licences.filter(
    (licence) =>
      (!policyId?.trim() || licence.policyId === policyId) &&
      (wanted === '' || normalizedLabel(licence.licenseKeyName ?? '') === wanted),
  )
  if (!match) throw new Failure('licence_not_matched')
  if (others.length > 0) throw new Failure('licences_match')
  return match
}
