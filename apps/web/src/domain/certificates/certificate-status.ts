import { dayMs, soonDays } from '../../durations.ts'

/** How a certificate stands that ends at an instant; one that ends soon is told apart. */
export function certificateStatus(end: Date, now = new Date()): 'expired' | 'expiring' | 'valid' {
  const left = end.getTime() - now.getTime()
  if (left < 0) return 'expired'
  return left < soonDays * dayMs ? 'expiring' : 'valid'
}
