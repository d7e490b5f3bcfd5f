import { Failure, type FailureName } from '@pmp/contract'
import * as client from 'openid-client'
import type { Config } from '../config.ts'

/** Secrets of one sign-in, made at its start and checked at its end. */
export interface SignInSecrets {
  state: string
  /** PKCE (RFC 7636). */
  verifier: string
  /** Ties the id token to this sign-in (OpenID Connect Core 1.0, section 15.5.2). */
  nonce: string
}

export interface SignInClient {
  newSecrets(state: string): SignInSecrets
  /** @throws {Failure} sign_in_unreachable · sign_in_misconfigured */
  authorizationUrl(
    redirectUri: string,
    secrets: SignInSecrets,
    uiLocales: string | undefined,
  ): Promise<URL>
  /**
   * Trades the code in the callback's address for an access token.
   * @throws {Failure} sign_in_refused · sign_in_unreachable
   */
  exchange(callbackUrl: URL, secrets: SignInSecrets): Promise<string>
  /**
   * Where the browser ends its session at the provider: as its discovery document says, else where
   * Keycloak has it (common.md 5.4; OpenID Connect RP-Initiated Logout 1.0, section 2).
   * @throws {Failure} sign_in_unreachable
   */
  logoutUrl(returnUrl: URL): Promise<URL>
}

/** The portal's side of the code flow, with any OpenID provider. */
export function createSignInClient(config: Config): SignInClient {
  let discovered: Promise<client.Configuration> | undefined
  const discover = () => {
    discovered ??= discoverProvider(config).catch((error: unknown) => {
      discovered = undefined
      throw because(error, isOtherIssuer(error) ? 'sign_in_misconfigured' : 'sign_in_unreachable')
    })
    return discovered
  }
  return {
    newSecrets: (state) => ({
      state,
      verifier: client.randomPKCECodeVerifier(),
      nonce: client.randomNonce(),
    }),
    async authorizationUrl(redirectUri, { state, verifier, nonce }, uiLocales) {
      return client.buildAuthorizationUrl(await discover(), {
        redirect_uri: redirectUri,
        scope: config.OIDC_SCOPE,
        state,
        code_challenge: await client.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        ...(asksForIdToken(config) && { nonce }),
        ...(uiLocales && { ui_locales: uiLocales }),
      })
    },
    async exchange(callbackUrl, secrets) {
      const checks = checksOf(config, secrets)
      const provider = await discover()
      const answer = client.authorizationCodeGrant(provider, callbackUrl, checks)
      return (await answer.catch((error: unknown) => Promise.reject(failureOf(error)))).access_token
    },
    async logoutUrl(returnUrl) {
      const { end_session_endpoint: endpoint } = (await discover()).serverMetadata()
      const url = new URL(
        endpoint ?? `${config.issuer.replace(/\/$/, '')}/protocol/openid-connect/logout`,
      )
      url.searchParams.set('client_id', config.OIDC_CLIENT_ID)
      url.searchParams.set('post_logout_redirect_uri', returnUrl.href)
      return url
    },
  }
}

/** Without `openid` in the scope no id token comes back that could carry the nonce. */
function asksForIdToken(config: Config): boolean {
  return config.OIDC_SCOPE.split(' ').includes('openid')
}

function checksOf(config: Config, { state, verifier, nonce }: SignInSecrets) {
  const checks = { pkceCodeVerifier: verifier, expectedState: state }
  return asksForIdToken(config)
    ? { ...checks, expectedNonce: nonce, idTokenExpected: true }
    : checks
}

async function discoverProvider(config: Config): Promise<client.Configuration> {
  const { OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: secret, isEmbeddedIssuer } = config
  const authentication =
    secret === undefined || isEmbeddedIssuer ? client.None() : client.ClientSecretPost(secret)
  // Plain http is a choice of whoever configured the issuer: a developer's machine.
  const isPlain = config.issuer.startsWith('http:') || isEmbeddedIssuer
  return client.discovery(new URL(config.issuer), clientId, undefined, authentication, {
    timeout: 10,
    // Of the calls made here, discovery has no body and the token request is a form.
    [client.customFetch]: (address, { body, ...options }) =>
      fetch(reachable(config, address), {
        ...options,
        body: body instanceof URLSearchParams ? body : null,
      }),
    ...(isPlain && { execute: [client.allowInsecureRequests] }),
  })
}

/** The embedded issuer is this process, which need not reach itself by its public address. */
function reachable(config: Config, address: string): string {
  const isOwn = config.isEmbeddedIssuer && address.startsWith(`${config.PUBLIC_URL}/`)
  return isOwn ? `${config.internalUrl}${address.slice(config.PUBLIC_URL.length)}` : address
}

/** It was reached, and calls itself otherwise than the setting (Discovery 1.0, section 4.3). */
function isOtherIssuer(error: unknown): boolean {
  const codes = [error, error instanceof Error ? error.cause : undefined].map(
    (problem) => problem instanceof Error && 'code' in problem && problem.code,
  )
  return codes.includes('OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED')
}

/** What the provider answered is a refusal; that it did not answer is an outage. */
function failureOf(error: unknown): Failure {
  const cause = error instanceof Error ? error.cause : undefined
  const isOutage = [error, cause].some(
    (problem) =>
      (problem instanceof TypeError && problem.message === 'fetch failed') ||
      (problem instanceof DOMException && problem.name === 'TimeoutError'),
  )
  return because(error, isOutage ? 'sign_in_unreachable' : 'sign_in_refused')
}

/** Keeps the reason for the log; the caller is not told. */
function because(cause: unknown, failure: FailureName): Failure {
  return Object.assign(new Failure(failure), { cause })
}
