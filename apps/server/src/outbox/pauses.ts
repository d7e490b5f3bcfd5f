const firstMs = 5000
const longestMs = 5 * 60_000

/**
 * How long a message rests after a try: 5 s, twice as long each time, at most 5 minutes; up to a
 * quarter more or less, so that what failed together does not return together.
 * @param attempt which try failed, from 1
 * @param random from 0 to 1
 */
export function pauseAfter(attempt: number, random: number = Math.random()): number {
  const pause = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 16))
  return Math.round(pause * (0.75 + random / 2))
}
