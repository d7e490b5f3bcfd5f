import { namesOf } from '@pmp/contract'
import { userInfo } from 'node:os'
import type { OpenDatabase } from '../database/database.ts'
import { keyPurposes, type KeyRole } from './key-purposes.ts'
import type { OpenStores } from './open-key-store.ts'
import { listKeys, type ListedKey } from './list-keys.ts'
import { rotateKey, type Rotation } from './rotate-key.ts'

interface CommandParts {
  openKeys: () => Promise<OpenStores>
  database: OpenDatabase
  now: Date
  /** Progress, apart from the answer. */
  log: (line: string) => void
}

export const keysUsage = `Usage: pmp keys list
       pmp keys rotate [ROOT | PMS | PII-DATA]

  list      every generation of the platform's keys
  rotate    make the next generation of a key now (default PMS)
`

/**
 * `pmp keys …`: the answer as text.
 * @returns undefined when the words make no command
 */
export async function runKeysCommand(
  words: readonly string[],
  open: () => Promise<CommandParts>,
): Promise<string | undefined> {
  const [command, name = 'PMS', ...more] = words
  const role = roleOf(name)
  const isRotation = command === 'rotate' && role !== undefined && more.length === 0
  const isList = command === 'list' && words.length === 1
  if (!isRotation && !isList) return undefined
  const parts = await open()
  try {
    return isRotation
      ? await rotate(parts, role)
      : tableOf(await listKeys(parts.database.db, parts.now))
  } finally {
    await parts.database.close()
  }
}

function roleOf(name: string): KeyRole | undefined {
  return namesOf(keyPurposes).find((role) => shortNameOf(role) === name.toUpperCase())
}

const shortNameOf = (role: KeyRole) => keyPurposes[role].refId || keyPurposes[role].appId

async function rotate(parts: CommandParts, role: KeyRole): Promise<string> {
  const { openKeys, database, now, log } = parts
  const { keyStore } = await openKeys()
  try {
    const given = { db: database.db, keyStore, now, log }
    return describe(await rotateKey(given, role, `command line (${userInfo().username})`), role)
  } finally {
    await keyStore.close()
  }
}

const consequences: Record<KeyRole, string> = {
  root: 'It signs the next PMS key: run `pmp keys rotate PMS` to make one now.',
  signer: 'Partner certificates that the previous key signed stay valid until their own end.',
  personalData: 'What the previous key encrypted stays readable, as long as the key store has it.',
}

function describe({ name, made, previous, inUseFrom }: Rotation, role: KeyRole): string {
  return [
    `New key    ${name}  ${made.id}`,
    `valid      until ${dayOf(made.expiresAt)}, SHA-256 ${made.certificate?.thumbprintSha256}`,
    `in use     ${role === 'root' ? 'once it has signed a PMS key' : `from ${inUseFrom.toISOString()}`}`,
    `previous   ${previous?.id ?? 'none'}`,
    consequences[role],
    '',
  ].join('\n')
}

function tableOf(keys: readonly ListedKey[]): string {
  const rows = keys.map(({ name, state, madeAt, endsAt, id, thumbprint }) =>
    [name.padEnd(12), state.padEnd(7), dayOf(madeAt), dayOf(endsAt), id, thumbprint].join('  '),
  )
  const head = `${'KEY'.padEnd(12)}  ${'STATE'.padEnd(7)}  MADE        ENDS        ${'ID'.padEnd(36)}  SHA-256`
  return `${[head, ...rows].join('\n')}\n`
}

const dayOf = (date: Date) => date.toISOString().slice(0, 10)
