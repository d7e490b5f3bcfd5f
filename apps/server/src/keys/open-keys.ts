import { buildPath, type Certificate } from '@pmp/x509'
import { transaction } from '../database/database.ts'
import {
  findCurrent,
  findInUse,
  readKeyLines,
  type Generation,
  type KeyLine,
  type KeyLines,
} from './key-lines.ts'
import { nameOfPurpose, type KeyRole } from './key-purposes.ts'
import type { Keys, PlatformKey } from './keys.ts'
import { makeKey, type KeyParts } from './make-key.ts'
import { serialiseKeyCreation } from './queries.ts'

/** Keys that were opened before by id; undefined for those that the key store does not have. */
export type OpenedKeys = Map<string, PlatformKey | undefined>

const roles: readonly KeyRole[] = ['root', 'signer', 'personalData']
const issuers: Record<KeyRole, KeyRole | undefined> = {
  root: undefined,
  signer: 'root',
  personalData: 'signer',
}

/**
 * Opens the platform's keys and makes those that are missing or about to end (certificates.md B7).
 * Replicas that do so together wait for each other, so each key is made once.
 * @throws {Error} when the private half of a key in use is not in the key store, when a key policy
 *   is missing
 */
export async function openKeys(parts: KeyParts, opened: OpenedKeys = new Map()): Promise<Keys> {
  let lines = await readKeyLines(parts.db)
  if (roles.some((role) => !findCurrent(lines[role], parts.now))) {
    lines = await makeMissing(parts, opened)
  }
  const signer = requireGeneration(findInUse(lines.signer, parts.now), lines.signer)
  const root = rootOf(signer, lines.root)
  const { next, inUse, earlier } = ofPersonalData(lines.personalData, parts.now)
  return {
    root: await openGeneration(parts, root, opened),
    signer: await openGeneration(parts, signer, opened),
    earlierSigners: await openEarlier(parts, others(lines.signer, signer), opened),
    personalData: await openGeneration(parts, inUse, opened),
    nextPersonalData: next && (await openGeneration(parts, next, opened)),
    earlierPersonalData: await openEarlier(parts, earlier, opened),
  }
}

/** @returns the lines with the new generations */
async function makeMissing(parts: KeyParts, opened: OpenedKeys): Promise<KeyLines> {
  return transaction(parts.db, async (db) => {
    await serialiseKeyCreation(db)
    const lines = await readKeyLines(db)
    for (const role of roles) {
      const line = lines[role]
      if (findCurrent(line, parts.now)) continue
      const issuer = await openIssuer({ ...parts, db, opened }, lines, role)
      const reason = line.generations.length === 0 ? 'created' : 'renewed'
      const made = await makeKey({ ...parts, db }, { line, issuer, reason })
      lines[role] = { ...line, generations: [made, ...line.generations] }
    }
    return lines
  })
}

/** The key that signs the next generation of another: the newest current one, used or not yet. */
export async function openIssuer(
  parts: KeyParts & { opened?: OpenedKeys },
  lines: KeyLines,
  role: KeyRole,
): Promise<PlatformKey | undefined> {
  const issuer = issuers[role]
  if (!issuer) return undefined
  const line = lines[issuer]
  const current = requireGeneration(findCurrent(line, parts.now), line)
  return openGeneration(parts, current, parts.opened ?? new Map())
}

function requireGeneration(generation: Generation | undefined, { purpose }: KeyLine): Generation {
  if (generation) return generation
  throw new Error(`There is no platform key ${nameOfPurpose(purpose)}`)
}

/** After ROOT was renewed, the signer in use still hangs below the earlier one. */
function rootOf({ certificate: target }: Generation, { generations, purpose }: KeyLine) {
  const found = generations.find(
    ({ certificate }) => certificate && isIssuedBy(target, certificate),
  )
  if (found) return found
  throw new Error(`No ${nameOfPurpose(purpose)} in the database has signed the platform's PMS key`)
}

function others({ generations }: KeyLine, { id }: Generation): Generation[] {
  return generations.filter((generation) => generation.id !== id)
}

/** Judged at the start of the key's life: the clock of this replica may lag behind it. */
function isIssuedBy(target: Certificate | undefined, issuer: Certificate): boolean {
  if (!target) return false
  return buildPath({ target, anchors: [issuer], intermediates: [], at: target.notBefore }).ok
}

function ofPersonalData(line: KeyLine, now: Date) {
  const { generations } = line
  const inUse = requireGeneration(findInUse(line, now), line)
  const at = generations.indexOf(inUse)
  const [next, ...between] = generations.slice(0, at)
  return { inUse, next, earlier: [...between, ...generations.slice(at + 1)] }
}

async function openGeneration(
  { keyStore }: KeyParts,
  { id, appId, refId, certificate }: Generation,
  opened: OpenedKeys,
): Promise<PlatformKey> {
  const known = opened.get(id)
  if (known) return known
  const name = nameOfPurpose({ appId, refId })
  const stored = await keyStore.open(id)
  if (!stored || !certificate) {
    throw new Error(
      `The database has the platform key ${name} (${id}), but its private key is not in the key ` +
        `store ${keyStore.name}. Put back the key store that belongs to this database, or start ` +
        'with an empty database.',
    )
  }
  const { publicKeyDer, sign, decrypt } = stored
  if (Buffer.compare(publicKeyDer, certificate.publicKeyDer) !== 0) {
    throw new Error(`The private key of the platform key ${name} (${id}) is another's`)
  }
  const key = { id, certificate, sign, decrypt }
  opened.set(id, key)
  return key
}

/** Generations that can still be opened; the others are named in the log, once. */
async function openEarlier(
  parts: KeyParts,
  generations: readonly Generation[],
  opened: OpenedKeys,
): Promise<PlatformKey[]> {
  const keys: PlatformKey[] = []
  for (const generation of generations) {
    const { id } = generation
    if (!opened.has(id) && !(await parts.keyStore.open(id))) {
      opened.set(id, undefined)
      parts.log(
        `The earlier platform key ${nameOfPurpose(generation)} (${id}) is not in the key store: ` +
          'it signs nothing more, and what it encrypted cannot be read',
      )
    }
    const isThere = !opened.has(id) || opened.get(id) !== undefined
    if (isThere) keys.push(await openGeneration(parts, generation, opened))
  }
  return keys
}
