/** Certificates and scenes that the tests of path building share; not part of the build. */
import { spawnSync } from 'node:child_process'
import { type KeyObject, generateKeyPairSync, sign } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TAG, readChildren, readWhole } from './asn1.ts'
import { write, writeBitString } from './asn1-write.ts'
import { type Certificate, certificateFromDer } from './certificate.ts'
import type { PathRequest } from './chain.ts'
import { type CertificateOrder, signOrder } from './issue.ts'
import type { KeyPair } from './key.ts'
import { pooledKey } from './test-authority.ts'

export const at = new Date('2031-05-17T10:20:30Z')
export const year = (number: number) => new Date(Date.UTC(number, 0, 1))
/** Absent is the only excuse: an openssl that is there but fails must fail the tests. */
export const hasOpenssl = !isMissing(spawnSync('openssl', ['version']).error)

function isMissing(error: Error | undefined): boolean {
  return error !== undefined && 'code' in error && error.code === 'ENOENT'
}

/** What a scene orders differently from a plain certificate. */
export type Change = Partial<CertificateOrder> & { readonly key?: KeyPair }

export interface Made {
  readonly certificate: Certificate
  readonly key: KeyPair
}

/** A certificate of the given name below an issuer, or self-signed; an authority unless told. */
export async function make(name: string, issuer?: Made, options: Change = {}): Promise<Made> {
  const key = options.key ?? (await pooledKey('EC', name))
  const signer = issuer?.key ?? key
  const certificate = await signOrder({
    subject: { O: 'Path tests', CN: name },
    issuer: issuer?.certificate,
    publicKey: key.publicKey,
    signingKey: signer.privateKey,
    notBefore: year(2030),
    notAfter: year(2035),
    basicConstraints: { ca: true },
    keyUsage: ['keyCertSign'],
    signatureAlgorithm: algorithmFor(signer.privateKey),
    ...options,
  })
  return { certificate, key }
}

const algorithmFor = (key: KeyObject) =>
  ({ rsa: 'SHA256withRSA', ed25519: 'Ed25519', ed448: 'Ed448' })[String(key.asymmetricKeyType)] ??
  'SHA256withECDSA'

export const leafBelow = (issuer: Made, options: Change = {}) =>
  make('leaf', issuer, {
    basicConstraints: { ca: false },
    keyUsage: ['digitalSignature'],
    ...options,
  })

/** Replaces bytes in the signed part and signs again: for what no sane issuer would write. */
export function forge(
  made: Made,
  [from, to]: [string, string],
  signer: KeyPair,
  digest = 'sha256',
): Made {
  const [tbs, algorithm] = readChildren(readWhole(made.certificate.der))
  const swap = (bytes: Uint8Array | undefined) => {
    const hex = Buffer.from(bytes ?? []).toString('hex')
    return Buffer.from(hex.replace(from, to), 'hex')
  }
  const signature = sign(digest, swap(tbs?.bytes), signer.privateKey)
  const parts = [swap(tbs?.bytes), swap(algorithm?.bytes), writeBitString(signature)]
  return { ...made, certificate: certificateFromDer(write(TAG.sequence, ...parts)) }
}

const KEY_USAGE_OID = '0603551d0f'
const UNKNOWN_OID = '0603551d7f'
export const UNKNOWN_EXTENSION: [string, string] = [KEY_USAGE_OID, UNKNOWN_OID]
export const VERSION_2: [string, string] = ['a003020102', 'a003020101']
export const SHA256_TO_MD5: [string, string] = ['2a864886f70d01010b', '2a864886f70d010104']
export const SHA256_TO_SHA1: [string, string] = ['2a864886f70d01010b', '2a864886f70d010105']

export interface Scene {
  readonly target: Made
  readonly anchors: readonly Made[]
  readonly intermediates?: readonly Made[]
  readonly at?: Date
}

export async function twoSteps(authority: Change = {}) {
  const root = await make('root')
  const middle = await make('middle', root, authority)
  return { root, middle, leaf: await leafBelow(middle) }
}

export const rsa = (bits: number): KeyPair => generateKeyPairSync('rsa', { modulusLength: bits })

/** A leaf below so many authorities. */
export async function ladder(steps: number): Promise<Scene> {
  const root = await make('root')
  const intermediates: Made[] = []
  for (let step = 1; step <= steps; step += 1) {
    intermediates.push(await make(`step ${step}`, intermediates.at(-1) ?? root))
  }
  return { target: await leafBelow(intermediates.at(-1) ?? root), anchors: [root], intermediates }
}

export const request = (scene: Scene): PathRequest => ({
  target: scene.target.certificate,
  anchors: scene.anchors.map(({ certificate }) => certificate),
  intermediates: (scene.intermediates ?? []).map(({ certificate }) => certificate),
  at: scene.at ?? at,
})

/** Asks the openssl binary for its judgement of the same request. */
export function opensslAccepts(asked: PathRequest): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'path-'))
  try {
    return runVerify(folder, asked)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function runVerify(folder: string, { target, anchors, intermediates, at }: PathRequest): boolean {
  const save = (name: string, certificates: readonly Certificate[]) => {
    const file = join(folder, name)
    writeFileSync(file, certificates.map(({ pem }) => `${pem}\n`).join(''))
    return file
  }
  const clock = ['-attime', String(at.getTime() / 1000), '-auth_level', '1']
  const trust = ['-no-CApath', '-no-CAstore', '-CAfile', save('anchors', anchors)]
  const known = intermediates.length > 0 ? ['-untrusted', save('known', intermediates)] : []
  const files = [...trust, ...known, save('target', [target])]
  return spawnSync('openssl', ['verify', ...clock, ...files]).status === 0
}
