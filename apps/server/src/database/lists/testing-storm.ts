import { sql } from 'kysely'
import { transaction, type Database } from '../database.ts'
import { DatabaseFault } from '../fault.ts'

/* Programs that write whatever comes to their mind: for tests of what is kept by triggers. */

/** Numbers that look random and are the same in every run. */
export function chance(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
export type Chance = ReturnType<typeof chance>

export function pick<T>(random: Chance, choices: readonly T[]): T {
  const [chosen] = choices.slice(random(choices.length))
  if (chosen === undefined) throw new Error('There is nothing to choose from')
  return chosen
}

/** One statement of a program. */
export type Write = (random: Chance) => ReturnType<typeof sql>

const rolledBack = new Error('rolled back')

/** Keys and foreign keys that hold, and of two that wait for each other the one that gives way. */
const isRefusal = (error: unknown) =>
  error === rolledBack ||
  (error instanceof DatabaseFault && ['lock', 'deadlock'].includes(error.reason)) ||
  (error instanceof Error && ['23502', '23503', '23505'].includes(Reflect.get(error, 'code')))

/** How many rows a statement of a transaction brings into a new order by itself. */
async function atMostAtOnce(trx: Database, rows: number): Promise<void> {
  await sql`select set_config('pmp.rows_at_once', ${rows}::text, true)`.execute(trx)
}

/** Some of the statements in transactions, as a program sends them; some are rolled back. */
export async function writeAtRandom(
  db: Database,
  statements: readonly Write[],
  { seed, transactions }: { seed: number; transactions: number },
): Promise<void> {
  const random = chance(seed)
  for (let count = 0; count < transactions; count += 1) {
    await transaction(db, async (trx) => {
      await atMostAtOnce(trx, pick(random, [0, 3, 1000]))
      for (let left = random(3); left >= 0; left -= 1) {
        await pick(random, statements)(random).execute(trx)
      }
      if (random(5) === 0) throw rolledBack
    }).catch((error: unknown) => {
      if (!isRefusal(error)) throw error
    })
  }
}
