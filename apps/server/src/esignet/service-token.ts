import { z } from 'zod'
import type { Config } from '../config.ts'
import { ask } from './ask.ts'

/** The issuer gives no token: wrong secret, unknown client or scope, or none is configured. */
export class NoServiceToken extends Error {
  override readonly name = 'NoServiceToken'
}

interface ServiceTokens {
  /** @throws {NoServiceToken} · {Unreachable} */
  current(signal: AbortSignal): Promise<string>
  /** It was not taken; the next one is new. */
  forget(token: string): void
}

const Discovery = z.object({ token_endpoint: z.url() })
const Tokens = z.object({ access_token: z.string().min(1), expires_in: z.number().default(60) })

/** A token that ends on its way is of no use. */
const reserveMs = 30_000

/**
 * Our own token for eSignet, by client credentials (RFC 6749 §4.4), kept until shortly before its end.
 * Upstream: asks MOSIP's auth manager, which asks the same issuer, anew for each call.
 */
export function createServiceTokens(config: Config, clock: () => Date): ServiceTokens {
  let known: { token: string; until: number } | undefined
  let asking: Promise<string> | undefined

  async function askAnew(signal: AbortSignal): Promise<string> {
    try {
      const endpoint = config.ESIGNET_TOKEN_URL ?? (await discoverEndpoint(config, signal))
      const body = grantOf(config)
      const answer = await ask(endpoint, { method: 'POST', body, signal })
      const tokens = Tokens.safeParse(answer.body)
      if (answer.status !== 200 || !tokens.success) {
        throw new NoServiceToken(`The token endpoint answered ${answer.status}`)
      }
      const { access_token: token, expires_in: seconds } = tokens.data
      const lifeMs = seconds * 1000
      known = { token, until: clock().getTime() + Math.max(lifeMs - reserveMs, lifeMs / 2) }
      return token
    } finally {
      asking = undefined
    }
  }

  return {
    async current(signal) {
      if (known && clock().getTime() < known.until) return known.token
      asking ??= askAnew(signal)
      return asking
    },
    forget(token) {
      if (known?.token === token) known = undefined
    },
  }
}

async function discoverEndpoint(config: Config, signal: AbortSignal): Promise<string> {
  if (config.isEmbeddedIssuer) {
    throw new NoServiceToken('The embedded provider gives out no tokens for eSignet')
  }
  const issuer = config.issuer.replace(/\/$/, '')
  const { body } = await ask(`${issuer}/.well-known/openid-configuration`, { signal })
  const discovery = Discovery.safeParse(body)
  if (!discovery.success) throw new NoServiceToken('The issuer names no token endpoint')
  return discovery.data.token_endpoint
}

function grantOf(config: Config): URLSearchParams {
  const secret = config.ESIGNET_CLIENT_SECRET ?? config.OIDC_CLIENT_SECRET
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: config.ESIGNET_CLIENT_ID ?? config.OIDC_CLIENT_ID,
    ...(secret !== undefined && { client_secret: secret }),
    scope: config.ESIGNET_SCOPE,
  })
}
