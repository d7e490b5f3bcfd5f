/** What callers have left of the certificates that they may have examined. */
export interface ExaminationBudget {
  /**
   * Takes from what a caller has. They may overdraw it with one request, whose certificates are only
   * known when they are read, and wait until that is made up for.
   */
  spend(caller: string, units: number, perMinute: number): void
  /** @returns seconds until the caller has something left again; 0 when they have */
  secondsUntilFree(caller: string, perMinute: number): number
}

const minuteMs = 60_000
/** Beyond that many callers the one who came longest ago is forgotten, most likely with all of it. */
const mostCallers = 10_000

/**
 * Keeps accounts in the memory of this process: each replica has budgets of its own.
 * @param clock milliseconds that only grow
 */
export function createExaminationBudget(clock = () => performance.now()): ExaminationBudget {
  const accounts = new Map<string, { left: number; at: number }>()

  function leftOf(caller: string, perMinute: number): number {
    const account = accounts.get(caller)
    if (!account) return perMinute
    const gained = ((clock() - account.at) / minuteMs) * perMinute
    return Math.min(perMinute, account.left + gained)
  }

  return {
    spend(caller, units, perMinute) {
      const left = leftOf(caller, perMinute) - units
      // Again at the end: the first is the one who came longest ago.
      accounts.delete(caller)
      accounts.set(caller, { left, at: clock() })
      const [oldest] = accounts.keys()
      if (accounts.size > mostCallers && oldest !== undefined) accounts.delete(oldest)
    },
    secondsUntilFree(caller, perMinute) {
      const left = leftOf(caller, perMinute)
      return left > 0 ? 0 : Math.ceil(((1 - left) / perMinute) * 60)
    },
  }
}
