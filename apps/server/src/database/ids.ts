import { randomBytes, randomInt } from 'node:crypto'
import { Failure } from '@pmp/contract'

const mostAttempts = 100

/** A number of that many digits as text, without leading zero (database.md 2.4). */
export function randomDigits(length: number): string {
  const first = String(randomInt(1, 10))
  return first + Array.from({ length: length - 1 }, () => randomInt(0, 10)).join('')
}

/** 128 random bits as 32 lower-case hex digits: safe in a path, short enough for IDA. */
export function randomApiKey(): string {
  return randomBytes(16).toString('hex')
}

const lettersAndDigits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Random letters and digits, each worth almost six bits. */
export function randomLettersAndDigits(length: number): string {
  return Array.from({ length }, () => lettersAndDigits.charAt(randomInt(62))).join('')
}

/**
 * Tries new ids until one is free; an existing row is never touched (database.md 2.4).
 * @param insert inserts with `on conflict do nothing` and tells whether a row came to be
 * @throws {Failure} no_free_id (additions-1.3.0.md 1.3)
 */
export async function withFreshId(
  newId: () => string,
  insert: (id: string) => Promise<boolean>,
): Promise<string> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const id = newId()
    if (await insert(id)) return id
  }
  throw new Failure('no_free_id')
}
