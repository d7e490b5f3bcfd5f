/**
 * Milliseconds that this thread computes for a piece of work. Tests judge these, not the clock on
 * the wall: what else the machine has to do is nobody's fault.
 */
export function cpuMsOf(work: () => unknown): number {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

/**
 * The least that a piece of work takes in a few attempts; none is made in vain once it is below
 * `enoughMs`. The first attempt may also pay for compiling and collecting.
 * @param measure answers the milliseconds of one attempt
 */
export async function leastMsOf(
  measure: () => number | Promise<number>,
  { attempts = 5, enoughMs = 0 } = {},
): Promise<number> {
  let least = Infinity
  for (let attempt = 0; attempt < attempts && least >= enoughMs; attempt += 1) {
    least = Math.min(least, await measure())
  }
  return least
}

/** As `cpuMsOf`, for work that waits: of all threads of this process. */
export async function processMsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
