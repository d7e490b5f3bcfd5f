import { generateKeyPairSync, sign } from 'node:crypto'
import { TAG } from '../asn1.ts'
import { write, writeBitString, writeInteger, writeOid } from '../asn1-write.ts'
import { EXTENSION } from '../extensions.ts'
import { type Change, ladder, leafBelow, make, rsa, year } from '../path-scenes.ts'
import { pooledKey } from '../test-authority.ts'
import { type CorpusCase, breaks, der, ordered, reshaped } from './corpus-case.ts'
import { policyConstraints, unknownExtension } from './encode.ts'
import { replacing, reshape, without } from './reshape.ts'

const curve = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve })
const expired: Change = { notAfter: year(2031) }
const future: Change = { notBefore: year(2032) }
const pathLength = (length: number): Change => ({
  basicConstraints: { ca: true, pathLength: length },
})
const noName = write(TAG.sequence)

/** A leaf whose signature is made with a digest of our choice below an RSA root. */
const digested = (oid: string, digest: string) => async () => {
  const root = await make('root', undefined, { key: await pooledKey('RSA', 'root') })
  const algorithm = write(TAG.sequence, writeOid(oid), write(TAG.null))
  const target = reshape(await leafBelow(root), root, {
    algorithm,
    sign: (tbs, key) => sign(digest, tbs, key),
  })
  return { target, anchors: [der(root)] }
}

/** An RSA key nobody has: its bits are all that matters. */
const rsaKey = (bits: number, exponent: number) => {
  const modulus = Buffer.alloc(bits / 8 + 1, 0xb5)
  modulus[0] = 0
  const key = write(TAG.sequence, write(TAG.integer, modulus), writeInteger(exponent))
  const algorithm = write(TAG.sequence, writeOid('1.2.840.113549.1.1.1'), write(TAG.null))
  return write(TAG.sequence, algorithm, writeBitString(key))
}
const besideItsCurve = write(
  TAG.sequence,
  write(TAG.sequence, writeOid('1.2.840.10045.2.1'), writeOid('1.2.840.10045.3.1.7')),
  writeBitString(Buffer.alloc(65, 4)),
)

/** Paths that break one rule of the path itself. RFC 5280 §6.1. */
export const badPaths: readonly CorpusCase[] = [
  breaks('valid_at', 'an expired leaf', ordered({ leaf: expired })),
  breaks('valid_at', 'a leaf from the future', ordered({ leaf: future })),
  breaks('valid_at', 'an expired authority', ordered({ middle: expired })),
  breaks('valid_at', 'an authority from the future', ordered({ middle: future })),
  breaks('valid_at', 'an expired root', ordered({ root: expired })),
  breaks('valid_at', 'a root from the future', ordered({ root: future })),
  breaks('issuer_known', 'an authority that is missing', async () => ({
    ...(await ordered({})()),
    pool: [],
  })),
  breaks('trust_anchor', 'a root that nobody trusts', async () => {
    const root = await make('root')
    return {
      target: der(await leafBelow(root)),
      anchors: [der(await make('other'))],
      pool: [der(root)],
    }
  }),
  breaks('signature', 'a root of the right name with another key', async () => {
    const impostor = await make('root', undefined, { key: await pooledKey('EC', 'impostor') })
    // Without identifiers, so that only the signature tells.
    const leaf = await leafBelow(impostor, { authorityKeyId: false })
    return { target: der(leaf), anchors: [der(await make('root'))] }
  }),
  breaks('signature', 'a leaf with another signature', async () => {
    const root = await make('root')
    const leaf = Buffer.from(der(await leafBelow(root)))
    const last = leaf.length - 1
    leaf[last] = (leaf[last] ?? 0) ^ 1
    return { target: leaf, anchors: [der(root)] }
  }),
  breaks('signature', 'a leaf with another subject than was signed', async () => {
    const root = await make('root')
    const hex = Buffer.from(der(await leafBelow(root))).toString('hex')
    const forged = hex.replace(
      Buffer.from('leaf').toString('hex'),
      Buffer.from('loaf').toString('hex'),
    )
    return { target: Buffer.from(forged, 'hex'), anchors: [der(root)] }
  }),
  breaks(
    'certificate_authority',
    'an authority without the flag',
    reshaped('middle', {
      extensions: replacing({ oid: EXTENSION.basicConstraints, isCritical: true, value: noName }),
    }),
  ),
  breaks(
    'certificate_authority',
    'an authority without basic constraints',
    reshaped('middle', { extensions: without(EXTENSION.basicConstraints) }),
  ),
  breaks('certificate_authority', 'a leaf that issues', async () => {
    const root = await make('root')
    const leaf = await leafBelow(root)
    return {
      target: der(await leafBelow(leaf, { subject: { CN: 'below' } })),
      anchors: [der(root)],
      pool: [der(leaf)],
    }
  }),
  breaks(
    'certificate_authority',
    'a root without the flag',
    ordered({ root: { basicConstraints: { ca: false } } }),
  ),
  breaks(
    'may_sign_certificates',
    'an authority that may only sign lists',
    ordered({ middle: { keyUsage: ['cRLSign'] } }),
  ),
  breaks('path_length', 'an authority below path length 0', async () => {
    const root = await make('root')
    const middle = await make('middle', root, pathLength(0))
    const below = await make('below', middle)
    return {
      target: der(await leafBelow(below)),
      anchors: [der(root)],
      pool: [der(middle), der(below)],
    }
  }),
  breaks('path_length', 'two authorities below path length 1 of the root', async () => {
    const root = await make('root', undefined, pathLength(1))
    const middle = await make('middle', root)
    const below = await make('below', middle)
    return {
      target: der(await leafBelow(below)),
      anchors: [der(root)],
      pool: [der(middle), der(below)],
    }
  }),
  breaks(
    'critical_extensions',
    'an unknown critical extension of the leaf',
    ordered({ leaf: { furtherExtensions: [unknownExtension(true)] } }),
  ),
  breaks(
    'critical_extensions',
    'an unknown critical extension of an authority',
    ordered({ middle: { furtherExtensions: [unknownExtension(true)] } }),
  ),
  breaks(
    'critical_extensions',
    'an unknown critical extension of the root',
    ordered({ root: { furtherExtensions: [unknownExtension(true)] } }),
  ),
  breaks(
    'policy_constraints',
    'a policy that must be explicit',
    ordered({ middle: { furtherExtensions: [policyConstraints(0)] } }),
  ),
  breaks('path_size', 'a path of nine certificates', async () => {
    const { target, anchors, intermediates = [] } = await ladder(7)
    return { target: der(target), anchors: anchors.map(der), pool: intermediates.map(der) }
  }),
]

/** Paths with an algorithm or key that is not good enough. */
export const weakChains: readonly CorpusCase[] = [
  breaks('strong_algorithm', 'a signature with MD5', digested('1.2.840.113549.1.1.4', 'md5')),
  breaks('strong_algorithm', 'a signature with SHA-1', digested('1.2.840.113549.1.1.5', 'sha1')),
  breaks(
    'strong_algorithm',
    'a signature with SHA-224',
    digested('1.2.840.113549.1.1.14', 'sha224'),
  ),
  breaks('strong_key', 'RSA 1024 in the leaf', ordered({ leaf: { key: rsa(1024) } })),
  breaks('strong_key', 'RSA 1024 in an authority', ordered({ middle: { key: rsa(1024) } })),
  breaks('strong_key', 'RSA 1024 in the root', ordered({ root: { key: rsa(1024) } })),
  breaks(
    'strong_key',
    'RSA 2040 in the leaf',
    ordered({ leaf: { publicKey: rsaKey(2040, 65_537) } }),
  ),
  breaks(
    'strong_key',
    'RSA 16384 in the leaf',
    ordered({ leaf: { publicKey: rsaKey(16_384, 65_537) } }),
  ),
  breaks('strong_key', 'the public exponent 1', ordered({ leaf: { publicKey: rsaKey(2048, 1) } })),
  breaks('strong_key', 'the public exponent 3', ordered({ leaf: { publicKey: rsaKey(2048, 3) } })),
  breaks(
    'strong_key',
    'an even public exponent',
    ordered({ leaf: { publicKey: rsaKey(2048, 65_538) } }),
  ),
  breaks('strong_key', 'curve P-192', ordered({ leaf: { key: curve('prime192v1') } })),
  breaks('strong_key', 'curve secp256k1', ordered({ leaf: { key: curve('secp256k1') } })),
  breaks('strong_key', 'a key beside its curve', ordered({ leaf: { publicKey: besideItsCurve } })),
]
