import { generateKeyPairSync, sign } from 'node:crypto'
import { TAG } from '../asn1.ts'
import { write, writeBitString, writeInteger, writeOid, writeTime } from '../asn1-write.ts'
import { EXTENSION } from '../extensions.ts'
import { writeSignatureAlgorithm } from '../signature.ts'
import { type Change, ladder, leafBelow, make, rsa, year } from '../path-scenes.ts'
import { pooledKey } from '../test-authority.ts'
import { type CorpusCase, breaks, der, ordered, reshaped } from './corpus-case.ts'
import { altNames, authorityBySerial, dns, policyConstraints, unknownExtension } from './encode.ts'
import { replacing, reshape, withCritical, without } from './reshape.ts'

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

const inner = writeSignatureAlgorithm('SHA384withECDSA')
const serial = (value: bigint) => write(TAG.integer, Buffer.from(value.toString(16), 'hex'))

/** Certificates that are not what RFC 5280 §4 tells issuers to write. */
export const carelessChains: readonly CorpusCase[] = [
  breaks(
    'algorithms_agree',
    'another algorithm inside than outside',
    reshaped('leaf', { innerAlgorithm: inner }),
  ),
  breaks(
    'serial_number',
    'a negative serial number',
    reshaped('leaf', { serial: write(TAG.integer, Uint8Array.of(0xff)) }),
  ),
  breaks('serial_number', 'the serial number 0', reshaped('leaf', { serial: writeInteger(0) })),
  breaks(
    'serial_number',
    'a serial number of 21 octets',
    reshaped('leaf', { serial: serial(1n << 164n) }),
  ),
  breaks(
    'version_3',
    'an authority of version 1',
    reshaped('middle', { version: 0, extensions: () => [] }),
  ),
  breaks(
    'version_3',
    'an authority of version 2 with extensions',
    reshaped('middle', { version: 1 }),
  ),
  breaks(
    'version_3',
    'a root of version 1',
    reshaped('root', { version: 0, extensions: () => [] }),
  ),
  breaks(
    'extensions_version_3',
    'a leaf of version 2 with extensions',
    reshaped('leaf', { version: 1 }),
  ),
  breaks(
    'extension_criticality',
    'basic constraints of an authority that are not critical',
    reshaped('middle', { extensions: withCritical(EXTENSION.basicConstraints, false) }),
  ),
  breaks(
    'extension_criticality',
    'a critical authority key identifier',
    reshaped('leaf', { extensions: withCritical(EXTENSION.authorityKeyId, true) }),
  ),
  breaks(
    'extension_criticality',
    'a critical subject key identifier',
    reshaped('middle', { extensions: withCritical(EXTENSION.subjectKeyId, true) }),
  ),
  breaks(
    'usages_consistent',
    'an authority without key usage',
    reshaped('middle', { extensions: without(EXTENSION.keyUsage) }),
  ),
  breaks('usages_consistent', 'a root without key usage', ordered({ root: { keyUsage: [] } })),
  breaks(
    'usages_consistent',
    'a leaf that may sign certificates',
    ordered({ leaf: { keyUsage: ['keyCertSign'] } }),
  ),
  breaks(
    'usages_consistent',
    'a leaf with a path length',
    reshaped('leaf', {
      extensions: replacing({
        oid: EXTENSION.basicConstraints,
        isCritical: true,
        value: write(TAG.sequence, writeInteger(0)),
      }),
    }),
  ),
  breaks(
    'key_identifiers',
    'the key identifier of another issuer',
    ordered({ leaf: { authorityKeyId: '00ff' } }),
  ),
  breaks('key_identifiers', 'the serial number of another issuer', async () => {
    const root = await make('root')
    const other = authorityBySerial(root.certificate.issuerDer, '4711')
    return {
      target: reshape(await leafBelow(root), root, { extensions: replacing(other) }),
      anchors: [der(root)],
    }
  }),
  breaks('key_identifiers_present', 'an authority named by its serial number only', async () => {
    const root = await make('root')
    const { issuerDer, serialNumber } = root.certificate
    const extensions = replacing(authorityBySerial(issuerDer, serialNumber))
    return { target: reshape(await leafBelow(root), root, { extensions }), anchors: [der(root)] }
  }),
  breaks(
    'key_identifiers_present',
    'a leaf without authority key identifier',
    ordered({ leaf: { authorityKeyId: false } }),
  ),
  breaks(
    'key_identifiers_present',
    'an authority without authority key identifier',
    ordered({ middle: { authorityKeyId: false } }),
  ),
  breaks(
    'key_identifiers_present',
    'an authority without subject key identifier',
    reshaped('middle', { extensions: without(EXTENSION.subjectKeyId) }),
  ),
  breaks(
    'names_present',
    'neither subject nor alternative name',
    ordered({ leaf: { subject: {} } }),
  ),
  breaks(
    'names_present',
    'no subject and an alternative name that is not critical',
    ordered({
      leaf: { subject: {}, furtherExtensions: [altNames([dns('a.example')])] },
    }),
  ),
  breaks('names_present', 'an authority without a name', ordered({ middle: { subject: {} } })),
]

const period = write(
  TAG.sequence,
  write(TAG.generalizedTime, Buffer.from('20300101000000.5Z')),
  writeTime(year(2035)),
)

/** Certificates that are not read at all. */
export const unreadableChains: readonly CorpusCase[] = [
  breaks(
    'duplicate_extension',
    'an extension that comes twice',
    reshaped('leaf', { extensions: (list) => [...list, ...list.slice(-1)] }),
  ),
  breaks(
    'bad_name',
    'a NUL in a name',
    reshaped('leaf', {
      subject: write(
        TAG.sequence,
        write(
          TAG.set,
          write(
            TAG.sequence,
            writeOid('2.5.4.3'),
            write(TAG.utf8String, Buffer.from('bank.example\0.evil')),
          ),
        ),
      ),
    }),
  ),
  breaks(
    'bad_name',
    'a name that is not UTF-8',
    reshaped('leaf', {
      subject: write(
        TAG.sequence,
        write(
          TAG.set,
          write(
            TAG.sequence,
            writeOid('2.5.4.3'),
            write(TAG.utf8String, Uint8Array.of(0xc3, 0x28)),
          ),
        ),
      ),
    }),
  ),
  breaks('bad_time', 'a fraction of a second', reshaped('leaf', { validity: period })),
  breaks(
    'not_der',
    'a length with more octets than needed',
    reshaped('leaf', {
      // The first member is [0] { INTEGER 2 }, whose length is written in two octets here.
      tbs: (tbs) =>
        write(
          TAG.sequence,
          Buffer.from('a08103020102', 'hex'),
          tbs.subarray(tbs.indexOf(0xa0) + 5),
        ),
    }),
  ),
  breaks(
    'not_der',
    'a serial number with padding',
    reshaped('leaf', { serial: write(TAG.integer, Uint8Array.of(0, 1)) }),
  ),
  breaks(
    'bad_extension',
    'a NUL in an alternative name',
    reshaped('leaf', { extensions: replacing(altNames([dns('a.example\0.b')])) }),
  ),
  breaks('cut_short', 'a certificate cut short', async () => {
    const scene = await ordered({})()
    return { ...scene, target: scene.target.subarray(0, -8) }
  }),
  breaks('trailing_bytes', 'bytes after a certificate', async () => {
    const scene = await ordered({})()
    return { ...scene, target: Buffer.concat([scene.target, Uint8Array.of(5, 0)]) }
  }),
]
