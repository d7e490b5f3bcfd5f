import type { Database } from '../database/database.ts'
import { findInUse, readKeyLines, type KeyLine } from './key-lines.ts'
import { nameOfPurpose } from './key-purposes.ts'

type KeyState = 'next' | 'in use' | 'earlier' | 'ended'

/** One generation of a key of the platform, without anything secret. */
export interface ListedKey {
  name: string
  id: string
  state: KeyState
  madeAt: Date
  /** End of its certificate. */
  endsAt: Date
  thumbprint: string
}

/** Every generation of the platform's keys, newest first within each kind. */
export async function listKeys(db: Database, now: Date): Promise<ListedKey[]> {
  const lines = Object.values(await readKeyLines(db))
  return lines.flatMap((line) => generationsOf(line, now))
}

function generationsOf(line: KeyLine, now: Date): ListedKey[] {
  const working = findInUse(line, now)
  const inUse = line.generations.findIndex((generation) => generation === working)
  return line.generations.map(({ id, madeAt, expiresAt, certificate }, index) => {
    const endsAt = certificate?.notAfter ?? expiresAt
    return {
      name: nameOfPurpose(line.purpose),
      id,
      state: stateOf(index - inUse, endsAt < now),
      madeAt,
      endsAt,
      thumbprint: certificate?.thumbprintSha256 ?? '',
    }
  })
}

/** @param age generations since the one in use; negative for a newer one */
function stateOf(age: number, isOver: boolean): KeyState {
  if (age < 0) return 'next'
  if (age === 0) return 'in use'
  return isOver ? 'ended' : 'earlier'
}
