import { Failure, isObject } from '@pmp/contract'
import {
  CLIENT_KEY_FLAWS,
  clientIdOf,
  judgeClientKey,
  publicMembers,
  secretMembers,
  type ClientJwk,
} from '@pmp/contract/client-rules'
import { esignetTakes } from './esignet-rules.ts'

/**
 * Judges a JWK before anything of it is kept. Of a whole pair nothing private is: upstream's own clients
 * send pairs, so they are taken.
 * @param version eSignet's, which takes keys on curves from 1.7 on and others never
 * @throws {Failure} client_key_unusable · public_key_refused
 */
export async function readClientKey(
  sent: Readonly<Record<string, unknown>>,
  version: string | undefined,
): Promise<{ jwk: ClientJwk; clientId: string; hadPrivateMembers: boolean }> {
  const judged = judgeClientKey(sent, esignetTakes(version).keyKinds)
  if ('flaw' in judged) {
    if (judged.flaw === 'kind_not_taken') throw new Failure('public_key_refused')
    throw new Failure('client_key_unusable', { constraint: CLIENT_KEY_FLAWS[judged.flaw] })
  }
  const { jwk, spki, hadPrivateMembers } = judged
  return { jwk, clientId: await clientIdOf(spki), hadPrivateMembers }
}

/**
 * The stored text of a public key for others to read: as it is, but without what is secret in rows of
 * before.
 */
export function publicKeyText(stored: string): string {
  // A name may be spelled with escapes, too.
  const isSuspicious =
    stored.includes('\\u') || secretMembers.some((member) => stored.includes(`"${member}"`))
  return isSuspicious ? JSON.stringify(publicMembers(objectIn(stored) ?? {})) : stored
}

/** Reads a stored JSON object; undefined for anything else. */
export function objectIn(stored: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(stored)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
