import type { Certificate } from '@pmp/x509'
import type { StoredKey } from './key-store.ts'

/** A key pair of the platform with its certificate. The private key stays in the key store. */
export interface PlatformKey extends Pick<StoredKey, 'sign' | 'decrypt'> {
  /** Id in `keymgr.key_alias` and alias in the key store. */
  id: string
  certificate: Certificate
}

/** The platform's keys in use (certificates.md B7). */
export interface Keys {
  /** The ROOT that signed `signer`; a newer ROOT counts once it has signed a newer signer. */
  root: PlatformKey
  /** Signs partner certificates. */
  signer: PlatformKey
  /** Encrypts personal data at rest. */
  personalData: PlatformKey
  /** The one that will soon take its place; another replica may encrypt with it already. */
  nextPersonalData?: PlatformKey | undefined
  /** Earlier keys of that kind, newest first: what they encrypted must stay readable. */
  earlierPersonalData: readonly PlatformKey[]
}
