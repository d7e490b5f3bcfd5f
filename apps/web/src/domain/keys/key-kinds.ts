/** A kind of key that browsers can make and certificate authorities take. */
interface KeyKind {
  /** How the key is made. */
  generation: RsaHashedKeyGenParams | EcKeyGenParams
  /** How it signs the request. */
  signing: AlgorithmIdentifier | EcdsaParams
  /** RFC 8017 appendix A.2.4, RFC 5758 §3.2. */
  signatureOid: string
}

const rsa = (modulusLength: number): KeyKind => ({
  generation: {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength,
    // 65537, the exponent that everybody uses.
    publicExponent: Uint8Array.of(1, 0, 1),
  },
  signing: 'RSASSA-PKCS1-v1_5',
  signatureOid: '1.2.840.113549.1.1.11',
})

const ec = (namedCurve: string, hash: string, signatureOid: string): KeyKind => ({
  generation: { name: 'ECDSA', namedCurve },
  signing: { name: 'ECDSA', hash },
  signatureOid,
})

export const keyKinds = {
  'RSA 2048': rsa(2048),
  'RSA 3072': rsa(3072),
  'RSA 4096': rsa(4096),
  'EC P-256': ec('P-256', 'SHA-256', '1.2.840.10045.4.3.2'),
  'EC P-384': ec('P-384', 'SHA-384', '1.2.840.10045.4.3.3'),
} as const satisfies Record<string, KeyKind>

export type KeyKindName = keyof typeof keyKinds

export const isRsa = (name: KeyKindName): boolean => name.startsWith('RSA')
