import { sql } from 'kysely'
import { transaction, type Database } from '../database.ts'

/** Rows of one transaction: whoever changes one of them waits a fraction of a second. */
const rowsAtOnce = 500

/**
 * Brings rows of lists to their place after changes that reach too many of them for one statement
 * (decision 30), a few per transaction, and reads what is there then: it may end anywhere, run
 * beside itself and meet further changes. What others hold is left for the next time.
 * @param isStopping asked between transactions
 */
export async function catchUp(db: Database, isStopping: () => boolean = () => false) {
  const changes = await db.selectFrom('pmp.listChange').select('id').orderBy('id').execute()
  for (const { id } of changes) {
    let hasMore = true
    while (hasMore && !isStopping()) hasMore = await bringSome(db, id)
  }
}

async function bringSome(db: Database, change: number): Promise<boolean> {
  return transaction(db, async (trx) => {
    const { rows } = await sql<{ hasMore: boolean }>`
      select pmp.catch_up(${change}, ${rowsAtOnce}) as has_more`.execute(trx)
    return rows[0]?.hasMore ?? false
  })
}
