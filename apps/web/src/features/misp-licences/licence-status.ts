import { dayMs } from '../../durations.ts'

const soonDays = 30

/** Whether a MISP can work with a licence, and for how long. */
export function statusOfLicence(isActive: boolean, end: Date | null) {
  if (!isActive) return 'deactivated'
  const left = (end?.getTime() ?? Infinity) - Date.now()
  if (left < 0) return 'expired'
  return left < soonDays * dayMs ? 'expiring' : 'activated'
}

/** Whether the licence works now. */
export function isUsable(isActive: boolean, end: Date | null): boolean {
  return isActive && (end === null || end >= new Date())
}

const mostYears = 100

/** Null where a licence carries a date that nobody will see. */
export function endOfLicence(end: Date | null): Date | null {
  return end && end.getFullYear() < new Date().getFullYear() + mostYears ? end : null
}
