import { basePaths } from '@pmp/contract'
import {
  interactionPolicy,
  Provider,
  type Configuration,
  type KoaContextWithOIDC,
} from 'oidc-provider'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import { findEnabled } from './accounts.ts'
import { createArtifactStore } from './artifacts.ts'
import { renderError } from './provider-page.ts'
import { allowedReturnUrl } from './return-urls.ts'
import type { SigningKeys } from './signing-keys.ts'
import { accessTokenClaims, profileClaims } from './token-claims.ts'

const scope = 'openid email profile'
/** Access tokens are JWTs only for a resource, and that must be an absolute URI. */
const resource = 'urn:mosip:pms'
/** As Keycloak's longest session; tokens end sooner, by the setting. */
const sessionSeconds = 10 * 3600

/** Below the issuer, as Keycloak has them; upstream's clients put these addresses together. */
export const providerRoutes = {
  authorization: '/protocol/openid-connect/auth',
  token: '/protocol/openid-connect/token',
  jwks: '/protocol/openid-connect/certs',
  userinfo: '/protocol/openid-connect/userinfo',
  end_session: '/protocol/openid-connect/logout',
}

interface ProviderParts {
  config: Config
  db: Database
  keys: SigningKeys
}

/** The embedded OpenID provider, not yet reachable. */
export function createProvider({ config, db, keys }: ProviderParts): Provider {
  const provider = new Provider(config.issuer, {
    ...identities(config, db),
    ...lifetimes(config),
    adapter: createArtifactStore(db),
    jwks: { keys: [keys.privateJwk] },
    cookies: cookies(config, keys),
    routes: providerRoutes,
    clients: [portalClient(config)],
    responseTypes: ['code'],
    clientAuthMethods: ['none'],
    pkce: { required: () => true },
    scopes: scope.split(' '),
    // The portal asks for `openid email` alone and gets the name with it, as from Keycloak.
    conformIdTokenClaims: false,
    features: features(config),
    interactions: {
      policy: signInPolicy(),
      url: (_, { uid }) => `${config.PUBLIC_URL}/sign-in/${uid}`,
    },
    loadExistingGrant,
    renderError: renderError(config.PUBLIC_URL),
  })
  // The public address is a setting; `X-Forwarded-*` is written by our mount, not by the caller.
  provider.proxy = true
  allowReturnAddresses(provider, config)
  return provider
}

function identities(config: Config, db: Database): Configuration {
  return {
    claims: {
      openid: ['sub', 'preferred_username'],
      email: ['email'],
      profile: ['name', 'given_name', 'family_name', 'locale'],
    },
    async findAccount(_, id) {
      const account = await findEnabled(db, id)
      return account && { accountId: id, claims: () => ({ sub: id, ...profileClaims(account) }) }
    },
    async extraTokenClaims(_, token) {
      const id = 'accountId' in token ? token.accountId : undefined
      const account = id === undefined ? undefined : await findEnabled(db, id)
      return account && accessTokenClaims(account, config.OIDC_CLIENT_ID)
    },
  }
}

function lifetimes(config: Config): Configuration {
  return {
    ttl: {
      AccessToken: config.SESSION_SECONDS,
      AuthorizationCode: 60,
      Grant: sessionSeconds,
      IdToken: config.SESSION_SECONDS,
      Interaction: 1800,
      Session: sessionSeconds,
    },
  }
}

function cookies(config: Config, keys: SigningKeys): Configuration['cookies'] {
  const options = {
    httpOnly: true,
    sameSite: 'lax',
    secure: config.PUBLIC_URL.startsWith('https:'),
    signed: true,
  } as const
  return {
    keys: keys.cookieKeys,
    names: { session: 'idp-session', interaction: 'idp-sign-in', resume: 'idp-resume' },
    long: options,
    short: options,
  }
}

/** A public client: its code is worth nothing without the PKCE verifier (RFC 9700, 2.1.1). */
function portalClient(config: Config) {
  return {
    client_id: config.OIDC_CLIENT_ID,
    token_endpoint_auth_method: 'none',
    grant_types: ['authorization_code'],
    response_types: ['code' as const],
    redirect_uris: [redirectBase(config)],
    post_logout_redirect_uris: [config.PUBLIC_URL],
  } as const
}

function features(config: Config): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    // The one client needs neither, and what is off cannot be attacked.
    pushedAuthorizationRequests: { enabled: false },
    dPoP: { enabled: false },
    // Answered beside the provider: it knows only opaque tokens there, and ours are JWTs.
    userinfo: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => resource,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope,
        audience: config.OIDC_CLIENT_ID,
        accessTokenFormat: 'jwt',
        accessTokenTTL: config.SESSION_SECONDS,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  }
}

/** Asks for the credentials and nothing else: the portal is ours, so there is no consent page. */
function signInPolicy() {
  const { Check, base } = interactionPolicy
  const policy = base()
  policy.remove('consent')
  policy.get('login')?.checks.add(new Check('account_gone', 'the account is gone', isAccountGone))
  return policy
}

/** Switched off or deleted since the session began. */
function isAccountGone({ oidc }: KoaContextWithOIDC): boolean {
  return oidc.session?.accountId !== undefined && oidc.account === undefined
}

async function loadExistingGrant({ oidc }: KoaContextWithOIDC) {
  const { provider, session, client, account } = oidc
  if (!client || !account) return undefined
  const grantId = session?.grantIdFor(client.clientId)
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId)
  if (known?.accountId === account.accountId) return known
  const { clientId } = client
  const grant = new provider.Grant({ clientId, accountId: account.accountId })
  grant.addOIDCScope(scope)
  grant.addResourceScope(resource, scope)
  await grant.save()
  return grant
}

function redirectBase(config: Config): string {
  return `${config.PUBLIC_URL}${basePaths.partner}/login-redirect/`
}

/**
 * Upstream: the address to return to is the last path segment of the redirect URI, so no list of
 * exact addresses can hold them. Everything before that segment must match to the letter.
 */
function allowReturnAddresses(provider: Provider, config: Config): void {
  const base = redirectBase(config)
  Object.assign(provider.Client.prototype, {
    redirectUriAllowed: (address: string) =>
      address.startsWith(base) && /^(?:[\w=-]|%2B|%2F)+$/.test(address.slice(base.length)),
    postLogoutRedirectUriAllowed: (address: string) =>
      allowedReturnUrl(config, address) !== undefined,
  })
}
