import { constants, sign, verify, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import {
  TAG,
  type Element,
  contextTag,
  elementAt,
  readChildren,
  readInteger,
  readOid,
} from './asn1.ts'
import { write, writeOid } from './asn1-write.ts'
import { X509Error, unreadable } from './x509-error.ts'

interface Algorithm {
  readonly oid: string
  /** The digest to sign with; null where the algorithm brings its own. */
  readonly digest: string | null
  readonly keyTypes: readonly string[]
  /** We verify with it, but never sign. */
  readonly isOnlyRead?: boolean
}

const RSA = ['rsa']
const EC = ['ec']
/** Signature algorithms by the names Java gives them. RFC 4055, RFC 5758, RFC 8410. */
const ALGORITHMS: Record<string, Algorithm> = {
  SHA256withRSA: { oid: '1.2.840.113549.1.1.11', digest: 'sha256', keyTypes: RSA },
  SHA384withRSA: { oid: '1.2.840.113549.1.1.12', digest: 'sha384', keyTypes: RSA },
  SHA512withRSA: { oid: '1.2.840.113549.1.1.13', digest: 'sha512', keyTypes: RSA },
  SHA256withECDSA: { oid: '1.2.840.10045.4.3.2', digest: 'sha256', keyTypes: EC },
  SHA384withECDSA: { oid: '1.2.840.10045.4.3.3', digest: 'sha384', keyTypes: EC },
  SHA512withECDSA: { oid: '1.2.840.10045.4.3.4', digest: 'sha512', keyTypes: EC },
  Ed25519: { oid: '1.3.101.112', digest: null, keyTypes: ['ed25519'] },
  Ed448: { oid: '1.3.101.113', digest: null, keyTypes: ['ed448'] },
  MD2withRSA: { oid: '1.2.840.113549.1.1.2', digest: 'md2', keyTypes: RSA, isOnlyRead: true },
  MD5withRSA: { oid: '1.2.840.113549.1.1.4', digest: 'md5', keyTypes: RSA, isOnlyRead: true },
  SHA1withRSA: { oid: '1.2.840.113549.1.1.5', digest: 'sha1', keyTypes: RSA, isOnlyRead: true },
  SHA224withRSA: {
    oid: '1.2.840.113549.1.1.14',
    digest: 'sha224',
    keyTypes: RSA,
    isOnlyRead: true,
  },
  SHA1withECDSA: { oid: '1.2.840.10045.4.1', digest: 'sha1', keyTypes: EC, isOnlyRead: true },
  SHA224withECDSA: {
    oid: '1.2.840.10045.4.3.1',
    digest: 'sha224',
    keyTypes: EC,
    isOnlyRead: true,
  },
  SHA1withDSA: { oid: '1.2.840.10040.4.3', digest: 'sha1', keyTypes: ['dsa'], isOnlyRead: true },
  SHA256withDSA: {
    oid: '2.16.840.1.101.3.4.3.2',
    digest: 'sha256',
    keyTypes: ['dsa'],
    isOnlyRead: true,
  },
}
/** By their names in lower case. */
const SIGNING = new Map(
  Object.entries(ALGORITHMS)
    .filter(([, { isOnlyRead }]) => !isOnlyRead)
    .map(([name, algorithm]) => [name.toLowerCase(), algorithm]),
)
const NAMES = new Map(Object.entries(ALGORITHMS).map(([name, { oid }]) => [oid, name]))
const PSS = '1.2.840.113549.1.1.10'
const MGF1 = '1.2.840.113549.1.1.8'
const DIGESTS = new Map([
  ['1.2.840.113549.2.5', 'md5'],
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
])

/** Makes the signature of a certificate; for keys that never leave their device. */
export type Signer = (tbs: Uint8Array) => Promise<Uint8Array>

/** How something is signed, as far as it matters for verifying. */
interface SignatureMethod {
  /** As Java names it, e.g. `SHA256withRSA` or `RSASSA-PSS`; unknown ones by their identifier. */
  readonly name: string
  /** OpenSSL's name; null where the algorithm brings its own, undefined when it cannot be used. */
  readonly digest: string | null | undefined
  /** In octets, only for RSASSA-PSS. */
  readonly saltLength?: number
}

/** The signed bytes with their signature: a certificate, a revocation list. RFC 5280 §4.1.1. */
export interface Signed {
  readonly signedDer: Uint8Array
  readonly signature: Uint8Array
  readonly signatureMethod: SignatureMethod
}

/**
 * Reads an AlgorithmIdentifier.
 * @throws {X509Error} unreadable when it is none, or its parameters are not those of the algorithm
 */
export function readSignatureMethod(element: Element): SignatureMethod {
  const [algorithm, parameters] = readChildren(element, TAG.sequence)
  if (!algorithm) throw unreadable('structure', 'no signature algorithm')
  const oid = readOid(algorithm)
  if (oid === PSS) return readPss(parameters)
  const name = NAMES.get(oid)
  return { name: name ?? oid, digest: name === undefined ? undefined : ALGORITHMS[name]?.digest }
}

/**
 * RFC 4055 §3.1. Only what Node can verify has a digest: one hash for message and mask. The name
 * tells a broken digest, which would otherwise hide in the parameters.
 */
function readPss(parameters: Element | undefined): SignatureMethod {
  const fields = parameters ? readChildren(parameters, TAG.sequence) : []
  const field = (number: number) => {
    const found = fields.find(({ tag }) => tag === contextTag(number))
    return found && elementAt(readChildren(found), 0)
  }
  const [hash, mask, salt] = [field(0), field(1), field(2)]
  const digest = hash ? DIGESTS.get(firstOid(hash)) : 'sha1'
  const maskHash = mask ? readChildren(mask)[1] : undefined
  const maskDigest = maskHash ? DIGESTS.get(firstOid(maskHash)) : 'sha1'
  const isUsable = digest === maskDigest && (!mask || firstOid(mask) === MGF1)
  const weak = ['md5', 'sha1', 'sha224'].find((name) => name === digest || name === maskDigest)
  return {
    name: weak ? `${weak.toUpperCase()}withRSAandMGF1` : 'RSASSA-PSS',
    digest: isUsable ? digest : undefined,
    saltLength: salt ? Math.min(Number(readInteger(salt)), 4096) : 20,
  }
}

const firstOid = (algorithm: Element): string =>
  readOid(elementAt(readChildren(algorithm, TAG.sequence), 0))

/** Reads the BIT STRING of a signature, which is whole octets. */
export function readSignature({ tag, content }: Element): Uint8Array {
  if (tag !== TAG.bitString || content[0] !== 0 || content.length < 2) {
    throw unreadable('structure', 'no signature')
  }
  return content.subarray(1)
}

/**
 * Tells whether the signature verifies with the key; names play no part. False also for keys of
 * another kind than the algorithm and for algorithms that Node does not know.
 */
export function isSignedWith(signed: Signed, key: KeyObject | undefined): boolean {
  const { digest, name, saltLength } = signed.signatureMethod
  if (!key || digest === undefined || !fits(key, name)) return false
  try {
    const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltLength ?? 20 }
    const options = saltLength === undefined ? key : { key, ...pss }
    return verify(digest, signed.signedDer, options, signed.signature)
  } catch {
    return false
  }
}

function fits(key: KeyObject, name: string): boolean {
  const type = String(key.asymmetricKeyType)
  const known = ALGORITHMS[name]
  return known ? known.keyTypes.includes(type) : type === 'rsa' || type === 'rsa-pss'
}

/** The AlgorithmIdentifier of an algorithm we can sign with. RFC 4055 §5, RFC 5758, RFC 8410. */
export function writeSignatureAlgorithm(name: string): Uint8Array {
  const { oid, keyTypes } = signingAlgorithm(name)
  const parameters = keyTypes === RSA ? [write(TAG.null)] : []
  return write(TAG.sequence, writeOid(oid), ...parameters)
}

const signInBackground = promisify(sign)

/**
 * Signs with a key in memory, outside the event loop.
 * @throws {X509Error} unsuitable_key when the key is of another kind than the algorithm
 */
export async function signWith(key: KeyObject, name: string, tbs: Uint8Array): Promise<Uint8Array> {
  const { digest, keyTypes } = signingAlgorithm(name)
  if (!keyTypes.includes(String(key.asymmetricKeyType))) {
    throw new X509Error('unsuitable_key', `${name} needs another key than ${key.asymmetricKeyType}`)
  }
  return await signInBackground(digest, tbs, key)
}

function signingAlgorithm(name: string): Algorithm {
  const known = SIGNING.get(name.toLowerCase())
  if (!known) throw new RangeError(`cannot sign with ${name}`)
  return known
}
