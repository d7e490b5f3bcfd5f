import type { Context } from '../context.ts'

interface DueWork<Due> {
  /** In a transaction of its own. */
  run(due: Due): Promise<unknown>
  /** How the log names one that failed, and what it says. */
  failed(due: Due): [about: Record<string, string>, line: string]
}

/** Works on what is due, one after another: one that fails stays for the next run and stops no other. */
export async function runEachDue<Due>(
  { log }: Pick<Context, 'log'>,
  dues: readonly Due[],
  { run, failed }: DueWork<Due>,
): Promise<void> {
  for (const due of dues) {
    try {
      await run(due)
    } catch (error) {
      const [about, line] = failed(due)
      log.error({ err: error, ...about }, line)
    }
  }
}
