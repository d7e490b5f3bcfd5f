import type { CertificateOrder, NameParts } from '@pmp/x509'
import type { KeyUse } from './key-store.ts'

/** What a key of the platform is for, and how its certificate looks (certificates.md B7). */
export interface KeyPurpose {
  appId: string
  /** Empty for master keys. */
  refId: string
  /** Row of `keymgr.key_policy_def` that says how long it lives. */
  policyId: string
  subject: NameParts
  basicConstraints: CertificateOrder['basicConstraints']
  keyUsage: readonly string[]
  use: KeyUse
}

/**
 * Upstream: without cRLSign. Lists of revoked certificates need it (RFC 5280 §4.2.1.3), and readers
 * that do not care are not disturbed (docs/decisions/0014).
 */
const authorityUsage = ['digitalSignature', 'keyCertSign', 'cRLSign']

/** Upstream's defaults, so that a country that changes over keeps the names its modules know. */
function subjectOf(commonName: string): NameParts {
  return {
    C: 'IN',
    ST: 'KA',
    L: 'BANGALORE',
    O: 'IITB',
    OU: 'MOSIP-TECH-CENTER',
    CN: commonName,
  }
}

const rootPurpose: KeyPurpose = {
  appId: 'ROOT',
  refId: '',
  policyId: 'ROOT',
  subject: subjectOf('www.mosip.io (ROOT)'),
  basicConstraints: { ca: true, pathLength: 2 },
  keyUsage: authorityUsage,
  use: 'sign',
}

const signerPurpose: KeyPurpose = {
  appId: 'PMS',
  refId: '',
  policyId: 'PMS',
  subject: subjectOf('www.mosip.io (PMS)'),
  basicConstraints: { ca: true, pathLength: 1 },
  keyUsage: authorityUsage,
  use: 'sign',
}

const personalDataPurpose: KeyPurpose = {
  appId: 'PMS',
  refId: 'PII-DATA',
  policyId: 'BASE',
  subject: subjectOf('PMS-PII-DATA'),
  basicConstraints: { ca: false },
  keyUsage: ['keyEncipherment'],
  use: 'decrypt',
}

/** In the order in which they sign each other. */
export const keyPurposes = {
  root: rootPurpose,
  signer: signerPurpose,
  personalData: personalDataPurpose,
} as const

export type KeyRole = keyof typeof keyPurposes

/** `ROOT`, `PMS`, `PMS:PII-DATA`. */
export function nameOfPurpose({ appId, refId }: Pick<KeyPurpose, 'appId' | 'refId'>): string {
  return refId === '' ? appId : `${appId}:${refId}`
}
