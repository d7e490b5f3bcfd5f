import { DatabaseFault } from './fault.ts'

const mostRuns = 3

/**
 * Runs a whole transaction again where it and another waited for each other: the database has undone
 * all of it, and the other one goes on. Operations hold rows in one order, but the triggers that keep
 * rows of lists reach across: a group's new name changes those of all its partners (record 39).
 * @param run opens the transaction and does nothing outside of it
 */
export async function rerunAfterDeadlock<T>(run: () => Promise<T>): Promise<T> {
  for (let runs = 1; ; runs += 1) {
    try {
      return await run()
    } catch (error) {
      const isDeadlock = error instanceof DatabaseFault && error.reason === 'deadlock'
      if (!isDeadlock || runs === mostRuns) throw error
    }
  }
}
