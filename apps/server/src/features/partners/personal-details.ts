import { Failure } from '@pmp/contract'
import type { Keys } from '../../keys/keys.ts'
import { decryptPersonalData } from '../../keys/personal-data.ts'

/** A stored value as people read it; what cannot be decrypted is given as it is (partner.md 1.5). */
export async function readPersonalData(keys: Keys, stored: string | null): Promise<string | null> {
  if (stored === null) return null
  try {
    return await decryptPersonalData(keys, stored)
  } catch (error) {
    if (error instanceof Failure && error.failure === 'partner_data_unreadable') return stored
    throw error
  }
}

/** Rows with the encrypted columns that are named made readable. */
export async function readPersonalRows<
  Column extends string,
  Row extends Record<Column, string | null>,
>(keys: Keys, rows: readonly Row[], columns: readonly Column[]): Promise<Row[]> {
  const readable: Row[] = []
  for (const row of rows) {
    const opened = await Promise.all(
      columns.map(async (column) => [column, await readPersonalData(keys, row[column])]),
    )
    readable.push({ ...row, ...Object.fromEntries(opened) })
  }
  return readable
}
