import { dayMs } from '../../durations.ts'
import { fromLocalTime } from '../../ui/local-time.ts'

/** How long a key works on beside the one that replaces it, in days; at a chosen time: no number. */
export const overlaps = {
  none: { text: 'keys.overlap.none', days: 0 },
  day: { text: 'keys.overlap.day', days: 1 },
  week: { text: 'keys.overlap.week', days: 7 },
  month: { text: 'keys.overlap.month', days: 30 },
  until: { text: 'keys.overlap.until', days: Number.NaN },
} as const
export type Overlap = keyof typeof overlaps

/**
 * When the old key ends: its own end where that is sooner, because a replacement never lengthens its
 * life. Undefined: at once, or at a chosen time that is not complete.
 * @param until what the reader chose, in their time zone
 */
export function endAfter(
  overlap: Overlap,
  until: string,
  { now, end }: { now: Date; end: Date | null },
): Date | undefined {
  if (overlap === 'until') return fromLocalTime(until)
  const { days } = overlaps[overlap]
  if (days === 0) return undefined
  const wanted = new Date(now.getTime() + days * dayMs)
  return end && end < wanted ? end : wanted
}
