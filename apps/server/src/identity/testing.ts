import { createHash, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose'
import { userIdKey } from './user-ids.ts'

/** Who a test token speaks for. */
export interface TestSubject {
  userName: string
  roles: readonly string[]
  email?: string
  /** Further claims; they win over the usual ones. `undefined` removes one. */
  claims?: Record<string, unknown>
  /** Seconds until the token ends; negative for one that has ended. Default: an hour. */
  expiresIn?: number
  algorithm?: TestAlgorithm
}

export type TestAlgorithm = 'RS256' | 'RS384' | 'RS512' | 'PS256' | 'ES256'

/** A stand-in for the identity provider of a country, reached over real HTTP. */
export interface TestIssuer {
  issuer: string
  /** A token as Keycloak would write it. */
  tokenFor(subject: TestSubject): Promise<string>
  /** Replaces every key; tokens made before no longer pass once the new keys are known. */
  rotate(): Promise<void>
  /** How often the keys were fetched. */
  keyFetches(): number
  /** No longer answers, until `resume`. */
  stop(): Promise<void>
  resume(): Promise<void>
  close(): Promise<void>
}

interface SigningKey {
  kid: string
  privateKey: CryptoKey
  publicJwk: JWK
}

type KeyKind = 'RSA' | 'RSA-PSS' | 'EC'
type SigningKeys = Record<KeyKind, SigningKey>

const kinds: Record<TestAlgorithm, KeyKind> = {
  RS256: 'RSA',
  RS384: 'RSA',
  RS512: 'RSA',
  PS256: 'RSA-PSS',
  ES256: 'EC',
}

/** Keys of issuers that are closed: making new ones is most of what a start takes. */
const madeBefore: SigningKeys[] = []

/**
 * Starts an issuer with discovery and keys on a random port of this machine. Its issuer has a path,
 * as Keycloak's realms do.
 */
export async function startTestIssuer(): Promise<TestIssuer> {
  let keys = madeBefore.pop() ?? (await makeKeys())
  let fetches = 0
  const server = createServer((request, response) => {
    const document = documents[request.url ?? '']
    response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(document ? document() : { error: 'not_found' }))
  })
  const issuer = `${await listen(server)}/realms/mosip`
  const documents: Record<string, () => unknown> = {
    '/realms/mosip/.well-known/openid-configuration': () => discoveryOf(issuer),
    '/realms/mosip/protocol/openid-connect/certs': () => {
      fetches += 1
      return { keys: Object.values(keys).map((key) => key.publicJwk) }
    },
  }
  return {
    issuer,
    tokenFor: (subject) => makeToken(issuer, keys, subject),
    rotate: async () => {
      keys = await makeKeys()
    },
    keyFetches: () => fetches,
    stop: () => close(server),
    resume: async () => {
      await listen(server, Number(new URL(issuer).port))
    },
    close: async () => {
      await close(server)
      madeBefore.push(keys)
    },
  }
}

function discoveryOf(issuer: string) {
  const base = `${issuer}/protocol/openid-connect`
  return {
    issuer,
    authorization_endpoint: `${base}/auth`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/certs`,
    end_session_endpoint: `${base}/logout`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'PS256', 'ES256'],
  }
}

async function makeKeys(): Promise<SigningKeys> {
  const [rsa, pss, ec] = await Promise.all([
    makeKey('RS256', undefined),
    makeKey('PS256', 'PS256'),
    makeKey('ES256', 'ES256'),
  ])
  return { RSA: rsa, 'RSA-PSS': pss, EC: ec }
}

/** A plain RSA key states no algorithm, so that it serves RS256, RS384 and RS512. */
async function makeKey(algorithm: string, stated: string | undefined): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true })
  const kid = randomUUID()
  const publicJwk = await exportJWK(publicKey)
  return {
    kid,
    privateKey,
    publicJwk: { ...publicJwk, kid, use: 'sig', ...(stated && { alg: stated }) },
  }
}

/** The same for a name at any time and in any case, as long as nobody says otherwise. */
export function subOf(userName: string): string {
  const digits = createHash('sha256').update(userIdKey(userName)).digest('hex')
  return digits.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

async function makeToken(issuer: string, keys: SigningKeys, subject: TestSubject) {
  const algorithm = subject.algorithm ?? 'RS256'
  const key = keys[kinds[algorithm]]
  const now = Math.floor(Date.now() / 1000)
  const usual = {
    iss: issuer,
    sub: subOf(subject.userName),
    jti: randomUUID(),
    typ: 'Bearer',
    azp: 'mosip-pms-client',
    aud: ['account', 'mosip-pms-client'],
    iat: now,
    exp: now + (subject.expiresIn ?? 3600),
    preferred_username: subject.userName,
    email: subject.email ?? `${subject.userName}@example.org`,
    realm_access: { roles: subject.roles },
  }
  const privateKey = await signingKeyFor(key, algorithm)
  return new SignJWT({ ...usual, ...subject.claims })
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: key.kid })
    .sign(privateKey)
}

/** WebCrypto binds an RSA key to one hash; the longer ones need the key imported anew. */
async function signingKeyFor(key: SigningKey, algorithm: TestAlgorithm): Promise<CryptoKey> {
  if (algorithm !== 'RS384' && algorithm !== 'RS512') return key.privateKey
  const jwk = await crypto.subtle.exportKey('jwk', key.privateKey)
  const hash = algorithm === 'RS384' ? 'SHA-384' : 'SHA-512'
  const plain = { kty: jwk.kty, n: jwk.n, e: jwk.e, d: jwk.d, p: jwk.p, q: jwk.q, dp: jwk.dp }
  const whole = { ...plain, dq: jwk.dq, qi: jwk.qi }
  return crypto.subtle.importKey('jwk', whole, { name: 'RSASSA-PKCS1-v1_5', hash }, false, ['sign'])
}

async function listen(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve)
  })
  // A TCP server that listens always has such an address.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()))
  })
}
