import { readStored, type Certificate } from '@pmp/x509'
import type { Database } from '../database/database.ts'
import { dayMs } from '../durations.ts'
import { keyPurposes, type KeyPurpose, type KeyRole } from './key-purposes.ts'
import { findGenerations, findKeyPolicies, type GenerationRow } from './queries.ts'

export interface Generation extends GenerationRow {
  /** Undefined when the row has none that can be read. */
  certificate: Certificate | undefined
}

/** A key of the platform over all its generations, newest first. */
export interface KeyLine {
  purpose: KeyPurpose
  validityDays: number
  preExpireDays: number
  generations: readonly Generation[]
}

export type KeyLines = Record<KeyRole, KeyLine>

/**
 * How long a new key waits before it is used. Every replica looks for new keys once a minute, so all
 * know it, with a minute to spare for clocks that differ, before the first one encrypts with it.
 */
export const settleMs = 120_000

/**
 * Reads what the database knows of the platform's keys.
 * @throws {Error} when a key policy is missing
 */
export async function readKeyLines(db: Database): Promise<KeyLines> {
  const rows = await findGenerations(db)
  const policies = await findKeyPolicies(db)
  const lineOf = (purpose: KeyPurpose): KeyLine => {
    const policy = policies.find(({ appId }) => appId === purpose.policyId)
    if (!policy?.keyValidityDuration) {
      // Upstream: KER-KMS-002.
      throw new Error(`keymgr.key_policy_def has no active row for ${purpose.policyId}`)
    }
    return {
      purpose,
      validityDays: policy.keyValidityDuration,
      preExpireDays: policy.preExpireDays ?? 0,
      generations: rows
        .filter(({ appId, refId }) => appId === purpose.appId && refId === purpose.refId)
        .map((row) => ({ ...row, certificate: readStored(row.certificateData) })),
    }
  }
  const { root, signer, personalData } = keyPurposes
  return { root: lineOf(root), signer: lineOf(signer), personalData: lineOf(personalData) }
}

/**
 * The newest generation whose pre-expiry period has not begun (certificates.md B7), which signs what
 * is made now. The lower bound of B7 is left out, so that a clock that lags behind another replica's
 * makes no second key.
 */
export function findCurrent(line: KeyLine, now: Date): Generation | undefined {
  const latest = now.getTime() + line.preExpireDays * dayMs
  return line.generations.find(({ expiresAt }) => latest < expiresAt.getTime())
}

/** The generation that works at this instant: the newest that every replica knows by now. */
export function findInUse({ generations }: KeyLine, now: Date): Generation | undefined {
  const valid = generations.filter(({ certificate, expiresAt }) => {
    const end = certificate?.notAfter ?? expiresAt
    return now.getTime() < end.getTime()
  })
  const settled = valid.find(({ madeAt }) => now.getTime() - madeAt.getTime() >= settleMs)
  return settled ?? valid.at(-1) ?? generations[0]
}
