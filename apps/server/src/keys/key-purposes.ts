import type { CertificateOrder, NameParts } from '@pmp/x509'

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
}

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

export const rootPurpose: KeyPurpose = {
  appId: 'ROOT',
  refId: '',
  policyId: 'ROOT',
  subject: subjectOf('www.mosip.io (ROOT)'),
  basicConstraints: { ca: true, pathLength: 2 },
  keyUsage: authorityUsage,
}

export const signerPurpose: KeyPurpose = {
  appId: 'PMS',
  refId: '',
  policyId: 'PMS',
  subject: subjectOf('www.mosip.io (PMS)'),
  basicConstraints: { ca: true, pathLength: 1 },
  keyUsage: authorityUsage,
}

export const personalDataPurpose: KeyPurpose = {
  appId: 'PMS',
  refId: 'PII-DATA',
  policyId: 'BASE',
  subject: subjectOf('PMS-PII-DATA'),
  basicConstraints: { ca: false },
  keyUsage: ['keyEncipherment'],
}
