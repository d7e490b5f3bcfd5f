import { Failure } from '@pmp/contract'
import type { Keys } from '../../keys/keys.ts'
import { decryptPersonalData } from '../../keys/personal-data.ts'

/** A stored value as people read it; what cannot be decrypted is given as it is (partner.md 1.5). */
export function readPersonalData(
  keys: Keys,
  stored: string | null,
): string | null | Promise<string | null> {
  if (stored === null) return null
  const text = decryptPersonalData(keys, stored)
  return text instanceof Promise ? text.catch((error) => orAsStored(error, stored)) : text
}

function orAsStored(error: unknown, stored: string): string {
  if (error instanceof Failure && error.failure === 'partner_data_unreadable') return stored
  throw error
}

/** Makes the encrypted columns that are named readable, in the rows themselves: they were just read. */
export async function readPersonalRows<
  Column extends string,
  Row extends Record<Column, string | null>,
>(keys: Keys, rows: Row[], columns: readonly Column[]): Promise<Row[]> {
  const readable: Row[] = []
  for (const row of rows) {
    const opened = columns.map((column) => readPersonalData(keys, row[column]))
    const isKnown = opened.every((text) => !(text instanceof Promise))
    const texts = isKnown ? opened : await Promise.all(opened.map(async (text) => text))
    const read = Object.fromEntries(columns.map((column, index) => [column, texts[index]]))
    readable.push(Object.assign(row, read))
  }
  return readable
}
