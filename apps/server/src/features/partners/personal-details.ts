import { setImmediate } from 'node:timers/promises'
import { Failure } from '@pmp/contract'
import type { Keys } from '../../keys/keys.ts'
import { decryptPersonalData } from '../../keys/personal-data.ts'

/** Decrypting takes about a millisecond, so long lists let other requests pass in between. */
const rowsAtOnce = 10

/** A stored value as people read it; what cannot be decrypted is given as it is (partner.md 1.5). */
export function readPersonalData(keys: Keys, stored: string | null): string | null {
  if (stored === null) return null
  try {
    return decryptPersonalData(keys, stored)
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
    const opened = columns.map((column) => [column, readPersonalData(keys, row[column])])
    readable.push({ ...row, ...Object.fromEntries(opened) })
    if (readable.length % rowsAtOnce === 0) await setImmediate()
  }
  return readable
}
