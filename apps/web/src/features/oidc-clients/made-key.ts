import {
  publicMembers,
  thumbprintOf,
  type ClientJwk,
  type KeyKind,
} from '@pmp/contract/client-rules'
import { keyKinds, type KeyKindName } from '../../domain/keys/key-kinds.ts'
import { privateKeyPem } from '../../domain/keys/private-key-file.ts'

/** Kinds of keys that a client may have and a browser can make, with how they sign. RFC 7518 §3.1. */
const algorithms = {
  'RSA 2048': { kind: 'RSA', alg: 'RS256' },
  'RSA 3072': { kind: 'RSA', alg: 'RS256' },
  'RSA 4096': { kind: 'RSA', alg: 'RS256' },
  'EC P-256': { kind: 'EC', alg: 'ES256' },
  'EC P-384': { kind: 'EC', alg: 'ES384' },
} as const satisfies Record<KeyKindName, { kind: KeyKind; alg: string }>

/** Those of them that eSignet takes. */
export function kindsToMake(taken: readonly KeyKind[]): KeyKindName[] {
  return Object.entries(algorithms).flatMap(([name, { kind }]) =>
    isKindName(name) && taken.includes(kind) ? [name] : [],
  )
}

export const isKindName = (name: string): name is KeyKindName => Object.hasOwn(keyKinds, name)

/** How the private half is written: a JWK, or PKCS#8 as PEM, which alone can be encrypted. */
export type PrivateForm = 'pem' | 'jwk'

/** A pair that was made in this page. */
export interface MadeKey {
  /** The public half as JWK, with its thumbprint as key id. */
  jwk: ClientJwk
  /** Writes the private half; the key itself cannot be taken out of here. */
  privateText: (form: PrivateForm, passphrase: string) => Promise<string>
}

/** Makes a pair. Nothing of its private half leaves the browser but the file that its owner saves. */
export async function makeKey(name: KeyKindName): Promise<MadeKey> {
  const { alg } = algorithms[name]
  const pair = await crypto.subtle.generateKey(keyKinds[name].generation, true, ['sign', 'verify'])
  const { ext: _, key_ops: __, ...exported } = await crypto.subtle.exportKey('jwk', pair.publicKey)
  const numbers = publicMembers({ ...exported })
  const marks = { use: 'sig', alg, kid: await thumbprintOf(numbers) }
  return {
    jwk: { ...numbers, ...marks },
    privateText: async (form, passphrase) => {
      if (form === 'jwk') {
        const {
          ext: ___,
          key_ops: ____,
          ...whole
        } = await crypto.subtle.exportKey('jwk', pair.privateKey)
        return JSON.stringify({ ...whole, ...marks }, null, 2)
      }
      const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey)
      return privateKeyPem(new Uint8Array(pkcs8), passphrase)
    },
  }
}
