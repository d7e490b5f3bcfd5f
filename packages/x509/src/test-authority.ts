/** A certificate authority for tests, at the test's own date, so that no fixture ever expires. */
import { type KeyObject, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { Certificate } from './certificate.ts'
import { signOrder } from './issue.ts'
import { type KeyPair, generateRsaKey } from './key.ts'
import type { NameParts } from './names.ts'

export type TestKeyType = 'RSA' | 'EC'

/** A certificate with its private key. */
export interface TestCertificate {
  readonly certificate: Certificate
  readonly privateKey: KeyObject
}

/** How an authority for tests shall be. */
export interface TestAuthorityOptions {
  /** The test's clock; all periods start a day before. */
  readonly now: Date
  /** O of root, intermediate and, unless told otherwise, leaves. */
  readonly organization?: string
  /** Kind of the authority's and, unless told otherwise, the leaves' keys; RSA 2048 by default. */
  readonly keyType?: TestKeyType
}

/** How a leaf for tests shall be. */
export interface TestLeafOptions {
  readonly organization?: string | undefined
  readonly commonName?: string | undefined
  /** Further or replaced attributes of the subject; undefined drops one. */
  readonly subject?: NameParts | undefined
  /** Days from now to notAfter, 730 by default; negative for an expired one. */
  readonly days?: number | undefined
  /** A day before now by default, or before notAfter when that lies in the past. */
  readonly notBefore?: Date | undefined
  readonly keyUsage?: readonly string[] | undefined
  readonly basicConstraints?: { readonly ca: boolean; readonly pathLength?: number } | undefined
  readonly keyType?: TestKeyType | undefined
  /** Taken from a small pool by default, so that several leaves share a key. */
  readonly key?: KeyPair | undefined
  readonly signatureAlgorithm?: string | undefined
}

/** Root and intermediate, and a way to issue leaves below the intermediate. */
export interface TestAuthority {
  readonly root: TestCertificate
  readonly intermediate: TestCertificate
  issueLeaf(options?: TestLeafOptions): Promise<TestCertificate>
}

const DAY_MS = 86_400_000
const AUTHORITY_USAGE = ['keyCertSign', 'cRLSign']
const LEAF_USAGE = ['digitalSignature', 'nonRepudiation', 'keyEncipherment']
const LEAF_KEYS = 2

/** Making keys is slow, so a process makes each of these once. */
const pool = new Map<string, Promise<KeyPair>>()
let authoritiesMade = 0
let leavesMade = 0

/**
 * Makes an authority: root for 20 years, intermediate for 10. Each call gives other names, so
 * paths never cross from one authority to another although they share keys.
 */
export async function createTestAuthority(options: TestAuthorityOptions): Promise<TestAuthority> {
  const { now, organization = 'Test Organisation', keyType = 'RSA' } = options
  authoritiesMade += 1
  const nameOf = (role: string) => ({
    C: 'IN',
    O: organization,
    OU: `Test Authority ${authoritiesMade}`,
    CN: `${organization} ${role}`,
  })
  const [rootKey, intermediateKey] = await Promise.all([
    pooledKey(keyType, 'root'),
    pooledKey(keyType, 'intermediate'),
  ])
  const common = {
    notBefore: new Date(now.getTime() - DAY_MS),
    keyUsage: AUTHORITY_USAGE,
    signingKey: rootKey.privateKey,
    signatureAlgorithm: signatureOf(keyType),
  }
  const root = await signOrder({
    ...common,
    subject: nameOf('Root CA'),
    publicKey: rootKey.publicKey,
    notAfter: daysAfter(now, 20 * 365),
    basicConstraints: { ca: true },
  })
  const intermediate = await signOrder({
    ...common,
    subject: nameOf('Intermediate CA'),
    issuer: root,
    publicKey: intermediateKey.publicKey,
    notAfter: daysAfter(now, 10 * 365),
    basicConstraints: { ca: true },
  })
  const issuer = { certificate: intermediate, privateKey: intermediateKey.privateKey }
  return {
    root: { certificate: root, privateKey: rootKey.privateKey },
    intermediate: issuer,
    issueLeaf: (leaf = {}) => issueLeaf(issuer, { keyType, organization, ...leaf }, now),
  }
}

async function issueLeaf(
  issuer: TestCertificate,
  options: TestLeafOptions,
  now: Date,
): Promise<TestCertificate> {
  leavesMade += 1
  const { organization, commonName = `leaf ${leavesMade}.example`, subject } = options
  const { keyType = 'RSA', keyUsage = LEAF_USAGE, basicConstraints = { ca: false } } = options
  const key = options.key ?? (await pooledKey(keyType, `leaf ${leavesMade % LEAF_KEYS}`))
  const notAfter = daysAfter(now, options.days ?? 730)
  const signerType = issuer.privateKey.asymmetricKeyType === 'ec' ? 'EC' : 'RSA'
  const certificate = await signOrder({
    subject: { C: 'IN', ST: 'KA', L: 'Bengaluru', O: organization, CN: commonName, ...subject },
    issuer: issuer.certificate,
    publicKey: key.publicKey,
    signingKey: issuer.privateKey,
    notBefore: options.notBefore ?? daysAfter(notAfter < now ? notAfter : now, -1),
    notAfter,
    basicConstraints,
    keyUsage,
    signatureAlgorithm: options.signatureAlgorithm ?? signatureOf(signerType),
  })
  return { certificate, privateKey: key.privateKey }
}

/** A key that is made once in a process for a purpose. */
export function pooledKey(keyType: TestKeyType, purpose: string): Promise<KeyPair> {
  const place = `${keyType} ${purpose}`
  const made =
    pool.get(place) ??
    (keyType === 'RSA'
      ? generateRsaKey()
      : promisify(generateKeyPair)('ec', { namedCurve: 'P-256' }))
  pool.set(place, made)
  return made
}

const signatureOf = (keyType: TestKeyType): string =>
  keyType === 'EC' ? 'SHA256withECDSA' : 'SHA256withRSA'

const daysAfter = (at: Date, days: number): Date => new Date(at.getTime() + days * DAY_MS)
