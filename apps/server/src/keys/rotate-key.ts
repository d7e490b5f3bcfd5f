import { transaction } from '../database/database.ts'
import { readKeyLines, settleMs, type Generation, type KeyLine } from './key-lines.ts'
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
    const [newest, before] = line.generations
    // It was made a moment ago because it was due: that is the new one.
    if (newest && newest.madeAt.getTime() >= parts.now.getTime() - 1000) {
      return rotation(line, newest, before)
    }
    const issuer = await openIssuer({ ...parts, db }, lines, role)
    await endGenerations(db, { ids: line.generations.map(({ id }) => id), now: parts.now })
    const made = await makeKey({ ...parts, db }, { line, issuer, actor, reason: 'rotated' })
    return rotation(line, made, newest)
  })
}

function rotation({ purpose }: KeyLine, made: Generation, previous?: Generation): Rotation {
  const inUseFrom = new Date(made.madeAt.getTime() + (previous ? settleMs : 0))
  return { name: nameOfPurpose(purpose), made, previous, inUseFrom }
}
