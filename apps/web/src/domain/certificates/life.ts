import { dayMs, soonDays } from '../../durations.ts'

const urgentDays = 14

const share = (part: number, whole: number) =>
  whole <= 0 ? 100 : Math.min(100, Math.max(0, (100 * part) / whole))

/** Where now is in the life of a certificate, where its last thirty days begin, and what that means. */
export function lifeOf(from: Date, till: Date, now: Date) {
  const whole = till.getTime() - from.getTime()
  const left = (till.getTime() - now.getTime()) / dayMs
  return {
    at: share(now.getTime() - from.getTime(), whole),
    warn: share(whole - soonDays * dayMs, whole),
    tone: left < urgentDays ? 'bad' : left < soonDays ? 'wait' : 'good',
  } as const
}
