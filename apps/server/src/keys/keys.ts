import type { KeyObject } from 'node:crypto'
import type { Certificate } from '@pmp/x509'

/** A key pair of the platform with its certificate. The private key signs or decrypts in process. */
export interface PlatformKey {
  /** Id in `keymgr.key_alias` and alias in the key store. */
  id: string
  privateKey: KeyObject
  certificate: Certificate
}

/** The platform's keys in use (certificates.md B7). */
export interface Keys {
  /** The ROOT that signed `signer`; a newer ROOT counts once it has signed a newer signer. */
  root: PlatformKey
  /** Signs partner certificates. */
  signer: PlatformKey
  /** Those before it: they still sign the lists of what they issued. */
  earlierSigners: readonly PlatformKey[]
  /** Encrypts personal data at rest. */
  personalData: PlatformKey
  /** Earlier keys of that kind, newest first: what they encrypted must stay readable. */
  earlierPersonalData: readonly PlatformKey[]
}
