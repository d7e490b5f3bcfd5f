import { dayMs } from '../../durations.ts'
import { fromLocalTime, toLocalTime } from '../../ui/local-time.ts'
import type { Generations } from './generation.ts'

/** How long before the end a handover is proposed. */
const proposedDays = 7

/** When the next certificate is to be used: at once, or at a time while the current one is valid. */
export type Handover = { isLater: false } | { isLater: true; time: string }

/** The instant of the handover; undefined at once, and while none is entered. */
export function instantOf(handover: Handover): Date | undefined {
  return handover.isLater ? fromLocalTime(handover.time) : undefined
}

/** A week before the end, or half-way where less is left; to the minute. */
export function proposedTime(end: Date, now: Date): string {
  const wanted = end.getTime() - proposedDays * dayMs
  const halfWay = (now.getTime() + end.getTime()) / 2
  return toLocalTime(new Date(wanted > now.getTime() ? wanted : halfWay))
}

/** Whether there is a certificate that another one can follow. */
export function canWait(
  certificates: Pick<Generations, 'renewableUntil' | 'partner'>,
  now: Date,
): boolean {
  const { renewableUntil, partner } = certificates
  return renewableUntil !== null && renewableUntil > now && !partner.isDeactivated
}
