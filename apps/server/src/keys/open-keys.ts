import { createPublicKey, randomUUID } from 'node:crypto'
import { buildPath, generateRsaKey, issueCertificate, readCertificate } from '@pmp/x509'
import type { Config } from '../config.ts'
import { transaction, type Database } from '../database/database.ts'
import { personalDataPurpose, rootPurpose, signerPurpose, type KeyPurpose } from './key-purposes.ts'
import type { KeyStore } from './key-store.ts'
import type { Keys, PlatformKey } from './keys.ts'
import {
  findGenerations,
  findKeyPolicy,
  insertPlatformKey,
  serialiseKeyCreation,
  type Generation,
} from './queries.ts'

interface Parts {
  db: Database
  config: Config
  keyStore: KeyStore
  now: Date
  log: (line: string) => void
}

const dayMs = 86_400_000

/**
 * Opens the platform's keys and makes those that are missing or about to end (certificates.md B7).
 * Replicas that start together wait for each other, so each key is made once.
 * @throws {Error} when the private half of a key in use is not in the key store, when a key policy
 *   is missing
 */
export async function openKeys(parts: Parts): Promise<Keys> {
  return transaction(parts.db, async (db) => {
    await serialiseKeyCreation(db)
    const within = { ...parts, db }
    const root = await openCurrent(within, rootPurpose)
    const signer = await openCurrent(within, signerPurpose, root)
    const personalData = await openCurrent(within, personalDataPurpose, signer)
    return {
      root: await openRootOf(within, signer, root),
      signer,
      earlierSigners: await openEarlier(within, signerPurpose, signer),
      personalData,
      earlierPersonalData: await openEarlier(within, personalDataPurpose, personalData),
    }
  })
}

/**
 * The key in use, else a new one. A key is in use until its pre-expiry period starts; the lower
 * bound of B7 is left out, so that a clock that lags behind another replica's makes no second key.
 */
async function openCurrent(
  parts: Parts,
  purpose: KeyPurpose,
  issuer?: PlatformKey,
): Promise<PlatformKey> {
  const { db, now } = parts
  const policy = await keyPolicyOf(db, purpose)
  const generations = await findGenerations(db, purpose.appId, purpose.refId)
  const current = generations.find(
    ({ expiresAt }) => now.getTime() < expiresAt.getTime() - policy.preExpireDays * dayMs,
  )
  if (current) return openGeneration(parts, purpose, current)
  const { validityDays } = policy
  const key = await makeKey(parts, { purpose, validityDays, previous: generations[0], issuer })
  const event = generations.length === 0 ? 'created' : 'renewed'
  parts.log(`Platform key ${nameOf(purpose)} ${event}, valid until ${dateOf(key)}`)
  return key
}

async function keyPolicyOf(db: Database, purpose: KeyPurpose) {
  const policy = await findKeyPolicy(db, purpose.policyId)
  if (!policy?.keyValidityDuration) {
    // Upstream: KER-KMS-002.
    throw new Error(`keymgr.key_policy_def has no active row for ${purpose.policyId}`)
  }
  return { validityDays: policy.keyValidityDuration, preExpireDays: policy.preExpireDays ?? 0 }
}

function openGeneration(
  { config, keyStore }: Parts,
  purpose: KeyPurpose,
  { id, certificateData }: Generation,
): PlatformKey {
  const privateKey = keyStore.read(id)
  if (!privateKey || certificateData === null) {
    throw new Error(
      `The database has the platform key ${nameOf(purpose)} (${id}), but its private key is not ` +
        `in the key store ${config.keyStorePath}. Put back the key store that belongs to this ` +
        'database, or start with an empty database.',
    )
  }
  const certificate = readCertificate(certificateData)
  const ownPublicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  if (!ownPublicKey.equals(certificate.publicKeyDer)) {
    throw new Error(`The private key of the platform key ${nameOf(purpose)} (${id}) is another's`)
  }
  return { id, privateKey, certificate }
}

interface KeyOrder {
  purpose: KeyPurpose
  validityDays: number
  /** The generation before, whose subject stays. */
  previous: Generation | undefined
  /** Absent for a self-signed certificate. */
  issuer: PlatformKey | undefined
}

/** Makes a key and its certificate, which never outlives its issuer; same subject as the last one. */
async function makeKey(
  { db, keyStore, now }: Parts,
  { purpose, validityDays, previous, issuer }: KeyOrder,
): Promise<PlatformKey> {
  const { privateKey, publicKey } = await generateRsaKey()
  const wantedEnd = now.getTime() + validityDays * dayMs
  const latestEnd = issuer?.certificate.notAfter.getTime() ?? Infinity
  const certificate = await issueCertificate({
    subject: previous?.certificateData
      ? readCertificate(previous.certificateData).subject
      : purpose.subject,
    issuer: issuer?.certificate,
    publicKey,
    signingKey: issuer?.privateKey ?? privateKey,
    notBefore: now,
    notAfter: new Date(Math.min(wantedEnd, latestEnd)),
    basicConstraints: purpose.basicConstraints,
    keyUsage: purpose.keyUsage,
  })
  const id = randomUUID()
  // First the key store: a row without private key would stop the next start, a key without row
  // harms nobody.
  keyStore.save(id, privateKey)
  await insertPlatformKey(db, {
    id,
    appId: purpose.appId,
    refId: purpose.refId,
    masterKeyId: purpose.refId === '' ? id : (issuer?.id ?? id),
    certificate,
    now,
  })
  return { id, privateKey, certificate }
}

/** After ROOT was renewed, the signer in use still hangs below the earlier one. */
async function openRootOf(
  parts: Parts,
  signer: PlatformKey,
  newest: PlatformKey,
): Promise<PlatformKey> {
  if (isIssuedBy(signer, newest)) return newest
  for (const generation of await findGenerations(parts.db, rootPurpose.appId, rootPurpose.refId)) {
    if (generation.id === newest.id) continue
    const root = openGeneration(parts, rootPurpose, generation)
    if (isIssuedBy(signer, root)) return root
  }
  throw new Error(`No ROOT in the database has signed the platform key ${nameOf(signerPurpose)}`)
}

/** Judged at the start of the key's life: the clock of this replica may lag behind it. */
function isIssuedBy({ certificate: target }: PlatformKey, issuer: PlatformKey): boolean {
  const anchors = [issuer.certificate]
  return buildPath({ target, anchors, intermediates: [], at: target.notBefore }).ok
}

/** Earlier generations that can still be opened; the others are named in the log. */
async function openEarlier(
  parts: Parts,
  purpose: KeyPurpose,
  current: PlatformKey,
): Promise<PlatformKey[]> {
  const generations = await findGenerations(parts.db, purpose.appId, purpose.refId)
  return generations.flatMap((generation) => {
    if (generation.id === current.id) return []
    if (parts.keyStore.read(generation.id)) return [openGeneration(parts, purpose, generation)]
    parts.log(
      `The earlier platform key ${nameOf(purpose)} (${generation.id}) is not in the key store: ` +
        'nothing can be read or signed with it',
    )
    return []
  })
}

function nameOf({ appId, refId }: KeyPurpose): string {
  return refId === '' ? appId : `${appId}:${refId}`
}

function dateOf({ certificate }: PlatformKey): string {
  return certificate.notAfter.toISOString().slice(0, 10)
}
