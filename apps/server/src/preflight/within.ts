/** Said by whoever waited in vain. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/**
 * Waits for an answer, but not longer than that. What was asked goes on: a call into a file system that
 * hangs cannot be taken back.
 * @throws {NoAnswer} when the time is over
 */
export async function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new NoAnswer('it does not answer in time')), milliseconds)
  try {
    return await Promise.race([answer, promise])
  } finally {
    clearTimeout(timer)
  }
}
