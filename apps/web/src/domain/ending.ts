import { dayMs, soonDays } from '../durations.ts'

/** Within how many days an end may lie that a list of keys or licences is asked for. */
export const endsWithinDays = [7, 14, 30] as const

const mostYears = 100

/** When a key or licence ends; null where it carries a date that nobody will see. */
export function seenEnd(end: Date | null): Date | null {
  return end && end.getFullYear() < new Date().getFullYear() + mostYears ? end : null
}

/** Whether a key or licence is served, and for how long. */
export function statusByEnd(
  isActive: boolean,
  end: Date | null,
): 'activated' | 'expiring' | 'expired' | 'deactivated' {
  if (!isActive) return 'deactivated'
  const left = (end?.getTime() ?? Infinity) - Date.now()
  if (left < 0) return 'expired'
  return left < soonDays * dayMs ? 'expiring' : 'activated'
}
