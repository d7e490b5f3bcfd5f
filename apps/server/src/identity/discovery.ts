import { isObject } from '@pmp/contract'
import type { JSONWebKeySet } from 'jose'
import { bySlash } from './token-refusals.ts'

/** What an issuer tells about itself. */
export interface Discovery {
  /** Its document (OpenID Connect Discovery 1.0, section 3). */
  document: Readonly<Record<string, unknown>>
  keys: JSONWebKeySet
  /** The time at the issuer, if it told. */
  answeredAt: Date | undefined
}

/** The issuer was reached and its answer is not what discovery promises. */
export class DiscoveryRefused extends Error {
  override readonly name = 'DiscoveryRefused'
  /** The issuer that the document speaks for, where that is another one. */
  readonly stated: string | undefined

  constructor(message: string, stated?: string) {
    super(message)
    this.stated = stated
  }
}

const timeoutMs = 5000

/** Where an issuer's document lies (OpenID Connect Discovery 1.0, section 4). */
function discoveryAddressOf(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
}

/**
 * Reads the document and the keys of an issuer.
 * @throws {DiscoveryRefused} when it answers something else
 * @throws what `fetch` throws, or an Error naming a status of 5xx, while it cannot be reached
 */
export async function readDiscovery(issuer: string): Promise<Discovery> {
  const address = discoveryAddressOf(issuer)
  const { document, answeredAt } = await readDocument(address)
  const { issuer: stated, jwks_uri: keysAddress } = document
  // Section 4.3: both must be the same, or another issuer's keys would count.
  if (stated !== issuer) {
    const other = typeof stated === 'string' ? stated : undefined
    const differs = `OIDC_ISSUER is "${issuer}", but the provider calls itself "${String(stated)}"`
    const remedy = 'set OIDC_ISSUER to what it calls itself'
    throw new DiscoveryRefused(`${differs}${bySlash(stated, issuer)}; ${remedy}`, other)
  }
  if (typeof keysAddress !== 'string' || !URL.canParse(keysAddress)) {
    throw new DiscoveryRefused(`${address} names no address of keys`)
  }
  const { keys } = (await readDocument(keysAddress, 'error')).document
  if (!Array.isArray(keys) || keys.length === 0) {
    throw new DiscoveryRefused(`${keysAddress} holds no keys`)
  }
  return { document, keys: { keys }, answeredAt }
}

async function readDocument(address: string, redirect: 'follow' | 'error' = 'follow') {
  const response = await fetch(address, {
    headers: { accept: 'application/json' },
    redirect,
    signal: AbortSignal.timeout(timeoutMs),
  })
  const { ok, status } = response
  // What stands before an issuer that starts anew answers so.
  if (status >= 500 || status === 429) throw new Error(`${address} answered ${status}`)
  if (!ok) throw new DiscoveryRefused(`${address} answered ${status}`)
  const document: unknown = await response.json().catch((error: unknown) => {
    if (error instanceof SyntaxError) throw new DiscoveryRefused(`${address} is no JSON document`)
    throw error
  })
  const date = new Date(response.headers.get('date') ?? NaN)
  return {
    document: isObject(document) ? document : {},
    answeredAt: Number.isNaN(date.getTime()) ? undefined : date,
  }
}
