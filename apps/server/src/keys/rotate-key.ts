import { transaction } from '../database/database.ts'
import { readKeyLines, settleMs, type Generation } from './key-lines.ts'
import { nameOfPurpose, type KeyRole } from './key-purposes.ts'
import { makeKey, type KeyParts } from './make-key.ts'
import { openIssuer, openKeys } from './open-keys.ts'
import { endGenerations, serialiseKeyCreation } from './queries.ts'

export interface Rotation {
  name: string
  made: Generation
  previous: Generation | undefined
  /** From when on every replica works with it. */
  inUseFrom: Date
}

/**
 * Makes the next generation of a key now, before its time. Certificates that the previous one signed
 * stay as they are, what it encrypted stays readable, and the certificates below stay with it.
 * @param actor who asked for it
 * @throws {Error} as `openKeys`
 */
export async function rotateKey(parts: KeyParts, role: KeyRole, actor: string): Promise<Rotation> {
  // What is missing or about to end comes first, so that there is an issuer that lives long enough.
  await openKeys(parts)
  return transaction(parts.db, async (db) => {
    await serialiseKeyCreation(db)
    const lines = await readKeyLines(db)
    const line = lines[role]
    const issuer = await openIssuer({ ...parts, db }, lines, role)
    await endGenerations(db, { ids: line.generations.map(({ id }) => id), now: parts.now })
    const made = await makeKey({ ...parts, db }, { line, issuer, actor, reason: 'rotated' })
    return {
      name: nameOfPurpose(line.purpose),
      made,
      previous: line.generations[0],
      inUseFrom: new Date(made.madeAt.getTime() + settleMs),
    }
  })
}
