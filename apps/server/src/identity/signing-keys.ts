import { createPublicKey, generateKeyPairSync, hkdfSync, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, createLocalJWKSet, type JWK, type JWTVerifyGetKey } from 'jose'
import type { KeyFile } from '../keys/key-file.ts'

const alias = 'oidc-signing'

/** What the embedded provider signs with. */
export interface SigningKeys {
  /** The private key as `oidc-provider` wants it. */
  privateJwk: JWK
  /** The public half, for the token verifier of the same process. */
  localKeys: JWTVerifyGetKey
  /** Keys of the provider's signed cookies. */
  cookieKeys: string[]
}

/**
 * The RS256 key of the embedded provider, made at first use and kept in the key file. Cookie keys
 * are derived from it (RFC 5869), so that replicas on one key file agree without a second secret.
 */
export async function openSigningKeys(keyFile: KeyFile): Promise<SigningKeys> {
  const key = keyFile.read(alias) ?? makeKey(keyFile)
  const publicJwk = createPublicKey(key).export({ format: 'jwk' })
  const kid = await calculateJwkThumbprint(publicJwk)
  const marks = { kid, use: 'sig', alg: 'RS256' }
  return {
    privateJwk: { ...key.export({ format: 'jwk' }), ...marks },
    localKeys: createLocalJWKSet({ keys: [{ ...publicJwk, ...marks }] }),
    cookieKeys: [deriveCookieKey(key)],
  }
}

/** Without a pause between looking and saving, so that two callers at start get one key. */
function makeKey(keyFile: KeyFile): KeyObject {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  keyFile.save(alias, privateKey)
  return privateKey
}

function deriveCookieKey(key: KeyObject): string {
  const secret = key.export({ type: 'pkcs8', format: 'der' })
  return Buffer.from(hkdfSync('sha256', secret, '', 'oidc cookies', 32)).toString('base64url')
}
