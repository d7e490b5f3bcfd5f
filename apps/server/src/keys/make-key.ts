import { randomUUID } from 'node:crypto'
import { issueCertificate } from '@pmp/x509'
import type { Database } from '../database/database.ts'
import { insertAuditEntry } from '../audit/queries.ts'
import { dayMs } from '../durations.ts'
import type { Generation, KeyLine } from './key-lines.ts'
import { nameOfPurpose } from './key-purposes.ts'
import type { KeyStore } from './key-store.ts'
import type { PlatformKey } from './keys.ts'
import { insertPlatformKey } from './queries.ts'

/** What making and opening keys needs. */
export interface KeyParts {
  db: Database
  keyStore: KeyStore
  now: Date
  log: (line: string) => void
}

interface KeyOrder {
  line: KeyLine
  /** Absent for a self-signed certificate. */
  issuer: PlatformKey | undefined
  /** Who asked for it, for the audit; the portal itself by default. */
  actor?: string
  reason: 'created' | 'renewed' | 'rotated'
}

/**
 * Makes the next generation of a key in the transaction of `db`, with its audit entry. The
 * certificate never outlives its issuer and keeps the subject of the last one.
 */
export async function makeKey(parts: KeyParts, order: KeyOrder): Promise<Generation> {
  const { db, keyStore, now } = parts
  const { line, issuer } = order
  const { purpose } = line
  const id = randomUUID()
  // First the key store: a row without private key would stop the next start, a key without row
  // harms nobody.
  const { publicKeyDer, sign } = await keyStore.generate(id, purpose.use)
  const wantedEnd = now.getTime() + line.validityDays * dayMs
  const latestEnd = issuer?.certificate.notAfter.getTime() ?? Infinity
  const certificate = await issueCertificate({
    subject: line.generations[0]?.certificate?.subject ?? purpose.subject,
    issuer: issuer?.certificate,
    publicKey: publicKeyDer,
    signingKey: issuer?.sign ?? sign,
    notBefore: now,
    notAfter: new Date(Math.min(wantedEnd, latestEnd)),
    basicConstraints: purpose.basicConstraints,
    keyUsage: purpose.keyUsage,
  })
  const { appId, refId } = purpose
  const masterKeyId = refId === '' ? id : (issuer?.id ?? id)
  await insertPlatformKey(db, { id, appId, refId, masterKeyId, certificate, now })
  const made: Generation = {
    id,
    appId,
    refId,
    madeAt: certificate.notBefore,
    expiresAt: certificate.notAfter,
    certificateData: certificate.pem,
    certificate,
  }
  await note(parts, order, made)
  return made
}

async function note(
  { db, now, log }: KeyParts,
  { line, reason, actor = 'SYSTEM' }: KeyOrder,
  made: Generation,
): Promise<void> {
  const key = nameOfPurpose(line.purpose)
  const validTill = made.expiresAt.toISOString()
  await insertAuditEntry(db, {
    at: now,
    actor,
    actorRoles: '',
    action: `keys.${reason}`,
    outcome: 'success',
    failureCode: null,
    // There is no request; the key's id ties its entries together.
    requestId: made.id,
    subjectType: 'platformKey',
    subjectId: made.id,
    details: {
      key,
      validTill,
      thumbprint: made.certificate?.thumbprintSha256,
      previous: line.generations[0]?.id ?? null,
    },
  })
  log(`Platform key ${key} ${reason}, valid until ${validTill.slice(0, 10)}`)
}
