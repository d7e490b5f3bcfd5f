import type { Config } from '../config.ts'
import { DiscoveryRefused, readDiscovery, type Discovery } from '../identity/discovery.ts'
import { bySlash } from '../identity/token-refusals.ts'
import { mistake, ok, warning, type Finding } from './finding.ts'
import { networkProblem } from './network-problem.ts'

const setting = 'OIDC_ISSUER'

/** Which outages are no mistake; a name that leads nowhere is likelier mistyped than away. */
export type Outages = 'none' | 'of what has a name' | 'any'

export interface IssuerLook {
  findings: readonly Finding[]
  discovery?: Discovery
  /** When it answered, by the clock of this machine. */
  askedAt?: Date
}

/**
 * Asks an external issuer who it is. An outage is a warning where it is expected, because the sign-in
 * comes back with the issuer.
 */
export async function lookAtIssuer(config: Config, expected: Outages): Promise<IssuerLook> {
  if (config.isEmbeddedIssuer) return { findings: [ok(setting, 'unset: the embedded provider')] }
  try {
    const discovery = await readDiscovery(config.issuer)
    const askedAt = new Date()
    return {
      discovery,
      askedAt,
      findings: [ok(setting, `${config.issuer} answers`)],
    }
  } catch (error) {
    if (error instanceof DiscoveryRefused) return { findings: [refusalOf(config.issuer, error)] }
    return { findings: [outageOf(config.issuer, error, expected)] }
  }
}

function refusalOf(issuer: string, { message, stated }: DiscoveryRefused): Finding {
  if (stated === undefined) {
    return mistake(
      setting,
      message.split(';')[0] ?? message,
      'set the issuer, for Keycloak https://HOST/realms/REALM',
    )
  }
  const remedy = `set OIDC_ISSUER=${stated}, or correct the address that the provider gives itself`
  const differs = bySlash(stated, issuer)
  return mistake(setting, `the provider at ${issuer} calls itself ${stated}${differs}`, remedy)
}

function outageOf(issuer: string, error: unknown, expected: Outages): Finding {
  const { text, kind } = networkProblem(error)
  const problem = `${issuer} cannot be reached: ${text}`
  if (kind === 'trust') {
    return mistake(setting, problem, 'add its CA by NODE_EXTRA_CA_CERTS, or correct the host')
  }
  const isExpected = expected === 'any' || (expected === 'of what has a name' && kind === 'away')
  return isExpected
    ? warning(setting, problem, 'nobody can sign in until it can; correct it if it is wrong')
    : mistake(setting, problem, 'start the provider, or correct host and port')
}

/** Answers that say who the client is, though the code is wrong (RFC 6749 §5.2). */
const isKnownClient = new Set(['invalid_grant', 'invalid_request'])
const isUnknownClient = new Set(['invalid_client', 'unauthorized_client'])

/**
 * Whether the provider takes the portal's client and secret: asks for the token of a code that nobody was
 * given. The client is judged first, and nothing is ever issued.
 */
export async function checkClient(config: Config, discovery: Discovery): Promise<Finding[]> {
  const { token_endpoint: endpoint } = discovery.document
  const { OIDC_CLIENT_ID: id, OIDC_CLIENT_SECRET: secret } = config
  if (typeof endpoint !== 'string') {
    const problem = 'the provider names no token endpoint'
    return [mistake(setting, problem, 'set an OpenID provider with the code flow')]
  }
  const name = secret === undefined ? 'OIDC_CLIENT_ID' : 'OIDC_CLIENT_SECRET'
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code: 'pmp-doctor',
    redirect_uri: `${config.PUBLIC_URL}/`,
    code_verifier: 'pmp-doctor'.repeat(5),
    client_id: id,
    ...(secret !== undefined && { client_secret: secret }),
  })
  try {
    const answer = await askForToken(endpoint, form)
    if (isKnownClient.has(answer)) return [ok(name, `the provider takes the client ${id}`)]
    if (isUnknownClient.has(answer)) return [clientMistake(id, secret !== undefined)]
    return [
      warning(name, `the provider answers ${answer} for the client ${id}`, 'look into its log'),
    ]
  } catch (error) {
    const problem = `${endpoint} cannot be reached: ${networkProblem(error).text}`
    return [mistake(setting, problem, 'correct the address that the provider gives itself')]
  }
}

async function askForToken(endpoint: string, form: URLSearchParams): Promise<string> {
  const response = await fetch(endpoint, {
    method: 'POST',
    body: form,
    redirect: 'error',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(5000),
  })
  const text = await response.text()
  const [, error] = /"error"\s*:\s*"([a-z_]{1,40})"/.exec(text) ?? []
  return error ?? `status ${response.status}`
}

function clientMistake(id: string, hasSecret: boolean): Finding {
  return hasSecret
    ? mistake(
        'OIDC_CLIENT_SECRET',
        `the provider refuses the client ${id} with this secret`,
        'copy the secret of that client from the provider',
      )
    : mistake(
        'OIDC_CLIENT_ID',
        `the provider refuses the client ${id} without a secret`,
        'register it there as public, or set OIDC_CLIENT_SECRET',
      )
}
