/** What browsers need of public keys, too: nothing here is Node's. */
import { readWhole } from './asn1.ts'
import { describeKey, isAffordable, type KeyDescription } from './key-description.ts'

export { KEY_FLAWS, type KeyFlaw } from './key-flaws.ts'
export {
  type PublicNumbers,
  numbersOfPkcs1,
  numbersOfSpki,
  spkiOfCertificate,
  spkiOfNumbers,
} from './jwk.ts'

/**
 * Describes a public key that came without a certificate, and why it is none, if so.
 * @param spki DER of a SubjectPublicKeyInfo. RFC 5280 §4.1.2.7
 * @throws {X509Error} unreadable
 */
export function describePublicKey(spki: Uint8Array): KeyDescription {
  const key = describeKey(readWhole(spki))
  if (key.flaw !== undefined || isAffordable(key)) return key
  return {
    ...key,
    flaw: isAffordable({ ...key, exponent: 3n }) ? 'key_exponent_too_long' : 'key_too_long',
  }
}
