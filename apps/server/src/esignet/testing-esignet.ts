import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import {
  claimsSupported,
  isKeyTaken,
  isTooLong,
  membersOf,
  refusalsOf,
  type Call,
  type EsignetVersion,
  type Family,
  type Members,
  type Refusal,
} from './testing-esignet-rules.ts'

/** How it fails besides refusing; `lost`: it does what it is told and the answer never arrives. */
type Mood =
  | 'well'
  | '500'
  | 'html'
  | 'garbage'
  | 'reset'
  | 'silent'
  | 'lost'
  | 'noResponse'
  | 'otherClient'
  | 'noAuthorization'

interface StoredClient {
  members: Members
  key: unknown
  status: string
}

interface Received {
  method: string
  path: string
  body: unknown
}

interface Reply {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

/**
 * A server that manages clients as eSignet does, its odd answers included: HTTP 200 for refusals,
 * errors in any order, creates that race, one unknown member too many. It gives out the tokens for
 * itself, too.
 */
export class TestEsignet {
  readonly version: EsignetVersion
  clock = () => new Date()
  readonly clients = new Map<string, StoredClient>()
  readonly received: Received[] = []
  mood: Mood = 'well'
  /** What it refuses of the next call, whatever that holds, as one whose operator has rules of their own. */
  refuseNext: Refusal[] = []
  /** What tokens are good for from now on. */
  scopes = ['add_oidc_client', 'update_oidc_client']
  tokenSeconds = 3600
  /** How often a token was asked for. */
  tokensGiven = 0
  /** Headers of the discovery document. */
  discoveryHeaders: Record<string, string> = {}
  discoveryReads = 0
  readonly #tokens = new Map<string, { scopes: readonly string[] }>()
  readonly #server: Server
  #port: number
  #held: ServerResponse[] = []

  constructor(version: EsignetVersion, port: number) {
    this.version = version
    this.#port = port
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy())
    })
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/v1/esignet`
  }

  /** The settings of a portal that uses it. */
  get settings(): Record<string, string> {
    return {
      ESIGNET_URL: this.url,
      ESIGNET_TOKEN_URL: `http://127.0.0.1:${this.#port}/token`,
      ESIGNET_CLIENT_SECRET: 'portal-secret',
    }
  }

  /** Client management calls: method and path below `/client-mgmt`, the probe left out. */
  get calls(): string[] {
    return this.received
      .filter(({ body }) => JSON.stringify(body) !== '{}')
      .map(({ method, path }) => `${method} ${path}`)
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (this.#server.address() as AddressInfo).port
  }

  /** Nobody listens any more, until `listen`. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  /** Tokens that are out mean nothing any more. */
  forgetTokens(): void {
    this.#tokens.clear()
  }

  /** Lets go of the calls that it is silent to. */
  release(): void {
    for (const response of this.#held.splice(0)) response.destroy()
  }

  get held(): number {
    return this.#held.length
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const text = Buffer.concat(chunks).toString()
    const path = request.url ?? ''
    if (path === '/token') return send(response, this.#giveToken(text))
    if (path.endsWith('/openid-configuration')) return send(response, this.#discovery(request))
    const managed = path.split('/client-mgmt/')[1]
    if (managed === undefined) return send(response, notFound(path))
    const method = request.method ?? ''
    this.received.push({ method, path: `/${managed}`, body: parsed(text) })
    await this.#answerInMood(response, () => this.#manage(request, managed, text))
  }

  async #answerInMood(response: ServerResponse, work: () => Promise<Reply>): Promise<void> {
    if (this.mood === 'reset') return void response.destroy()
    if (this.mood === 'silent') return void this.#held.push(response)
    const odd = oddReplies[this.mood]
    if (odd) return send(response, odd)
    const reply = await work()
    if (this.mood === 'lost') return void response.destroy()
    send(response, reply)
  }

  #giveToken(form: string): Reply {
    const words = new URLSearchParams(form)
    if (words.get('client_secret') !== 'portal-secret') {
      return { status: 401, body: { error: 'invalid_client' } }
    }
    const token = randomUUID()
    this.tokensGiven += 1
    this.#tokens.set(token, { scopes: this.scopes })
    const body = { access_token: token, token_type: 'Bearer', expires_in: this.tokenSeconds }
    return { status: 200, body }
  }

  #discovery(request: IncomingMessage): Reply {
    this.discoveryReads += 1
    const headers = this.discoveryHeaders
    if (this.mood !== 'well') return oddReplies[this.mood] ?? { status: 503 }
    if (headers['etag'] !== undefined && request.headers['if-none-match'] === headers['etag']) {
      return { status: 304, headers }
    }
    return { status: 200, headers, body: { issuer: this.url, claims_supported: claimsSupported } }
  }

  async #manage(request: IncomingMessage, managed: string, text: string): Promise<Reply> {
    const [family = '', id] = managed.split('/').map(decodeURIComponent)
    const { method = '' } = request
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (bearer === undefined) return authenticationNeeded
    const token = this.#tokens.get(bearer)
    if (!token) return { status: 401 }
    const isFamily = family === 'oidc-client' || family === 'oauth-client' || family === 'client'
    const isKnown = isFamily && !(family === 'client' && this.version === '1.5.1')
    if (!isKnown) return notFound(`/v1/esignet/client-mgmt/${managed}`)
    const isUpdate = method === 'PUT'
    if ((isUpdate && id === undefined) || !['POST', 'PUT'].includes(method)) return { status: 405 }
    const scope = isUpdate ? 'update_oidc_client' : 'add_oidc_client'
    if (!token.scopes.includes(scope)) return { status: 403 }
    if (!request.headers['content-type']?.startsWith('application/json')) return { status: 415 }
    const call = { version: this.version, family, isUpdate } satisfies Call & { family: Family }
    if (managed.includes('%2F')) return { status: 400, headers: html }
    if (text === '') return refused(unknown('Required request body is missing'))
    return this.#judge(parsed(text), call, id)
  }

  async #judge(body: unknown, call: Call, id: string | undefined): Promise<Reply> {
    const wrong = unreadable(body, call)
    if (wrong) return refused({ errorCode: 'unknown_error', errorMessage: wrong })
    const { requestTime, request } = Object(body) as { requestTime?: unknown; request?: Members }
    const outer: Refusal[] = []
    if (!isRequestTime(requestTime, this.clock())) outer.push(invalidRequest('requestTime'))
    if (!request) return refused(...outer, invalidRequest('request'))
    const refusals = [...outer, ...refusalsOf(request, call), ...this.refuseNext.splice(0)]
    if (refusals.length > 0) return refused(...refusals)
    return call.isUpdate ? this.#update(id ?? '', request, call) : this.#create(request, call)
  }

  /** Looks first and saves later: what comes in between is not seen. */
  async #create(members: Members, call: Call): Promise<Reply> {
    const id = String(members['clientId'])
    const key = Object(members['publicKey']) as Members
    if (this.clients.has(id)) return refused(bare('duplicate_client_id'))
    if (!isKeyTaken(key, this.version)) return refused(bare('invalid_public_key'))
    await turn()
    const number = key['n'] ?? key['x']
    const isUsed = [...this.clients].some(
      ([other, { key: used }]) => other !== id && used === number,
    )
    const isNewest = this.version === '1.8.0' && call.family === 'client'
    if (isUsed) return refused(keyUsed(this.version, call.family))
    if (isTooLong(members, call)) return refused(isNewest ? bare('duplicate_public_key') : tooLong)
    this.clients.set(id, { members, key: number, status: 'ACTIVE' })
    return { status: 200, body: wrapped({ clientId: id, status: 'ACTIVE' }) }
  }

  #update(id: string, members: Members, call: Call): Reply {
    const known = this.clients.get(id)
    if (!known) return refused(bare('invalid_client_id'))
    if (isTooLong(members, call)) return refused(tooLong)
    const status = String(members['status'])
    // What a family does not know, it empties or leaves (seen in the table).
    const kept = call.family === 'oauth-client' && {
      additionalConfig: known.members['additionalConfig'],
    }
    this.clients.set(id, { members: { ...kept, ...members }, key: known.key, status })
    return { status: 200, body: wrapped({ clientId: id, status }) }
  }
}

/** @param port where another one listened; else a free one */
export async function startTestEsignet(
  version: EsignetVersion = '1.6.2',
  port = 0,
): Promise<TestEsignet> {
  const esignet = new TestEsignet(version, port)
  await esignet.listen()
  return esignet
}

const responseTime = () => new Date().toISOString()
const wrapped = (response: unknown) => ({ responseTime: responseTime(), response, errors: [] })
const refused = (...errors: Refusal[]): Reply => ({
  status: 200,
  body: { responseTime: responseTime(), response: null, errors },
})
const bare = (code: string): Refusal => ({ errorCode: code, errorMessage: code })
const invalidRequest = (member: string): Refusal => ({
  errorCode: 'invalid_request',
  errorMessage: `${member}: invalid_request`,
})
const unknown = (errorMessage: string): Refusal => ({ errorCode: 'unknown_error', errorMessage })
const authenticationNeeded = refused(
  unknown('Full authentication is required to access this resource'),
)
const tooLong = unknown(
  'could not execute statement; SQL [n/a]; nested exception is org.hibernate.exception.DataException: could not execute statement',
)

function keyUsed(version: EsignetVersion, family: Family): Refusal {
  if (family === 'oidc-client' || (version === '1.8.0' && family === 'client')) {
    return bare('duplicate_public_key')
  }
  return unknown(
    version === '1.8.0'
      ? 'could not execute statement [ERROR: duplicate key value violates unique constraint "uk_clntdtl_public_key_hash"'
      : 'could not execute statement; SQL [n/a]; constraint [unique_n_value]; nested exception is org.hibernate.exception.ConstraintViolationException: could not execute statement',
  )
}

const notFound = (path: string): Reply => ({
  status: 404,
  body: { timestamp: responseTime(), status: 404, error: 'Not Found', message: '', path },
})

const html = { 'content-type': 'text/html' }
const oddReplies: Partial<Record<Mood, Reply>> = {
  '500': { status: 500, body: { error: 'boom' } },
  html: { status: 200, headers: html, body: '<html>Sign in to continue</html>' },
  garbage: { status: 200, body: '{"response": {"clientId"' },
  noResponse: { status: 200, body: { responseTime: responseTime(), response: null, errors: [] } },
  otherClient: { status: 200, body: wrapped({ clientId: 'another', status: 'ACTIVE' }) },
  noAuthorization: authenticationNeeded,
}

function send(response: ServerResponse, { status, body, headers = {} }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' || body === undefined ? body : JSON.stringify(body))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const lists = ['userClaims', 'authContextRefs', 'redirectUris', 'grantTypes', 'clientAuthMethods']

/** What the JSON reader of eSignet stumbles over. */
function unreadable(body: unknown, call: Call): string | undefined {
  if (typeof body !== 'object' || body === null) return 'JSON parse error: Unexpected end-of-input'
  const beside = Object.keys(body).find((name) => name !== 'requestTime' && name !== 'request')
  const request = Object((body as { request?: unknown }).request) as Members
  const within = Object.keys(request).find((name) => !membersOf(call).has(name))
  const extra = beside ?? within
  if (extra !== undefined)
    return `JSON parse error: Unrecognized field "${extra}" (class io.mosip.…)`
  const isText = lists.some((name) => typeof request[name] === 'string')
  if (isText || typeof request['publicKey'] === 'string') {
    return 'JSON parse error: Cannot construct instance of `java.util.ArrayList`'
  }
  return undefined
}

/** Three decimals, UTC, within two minutes. */
function isRequestTime(time: unknown, now: Date): boolean {
  if (typeof time !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(time))
    return false
  return Math.abs(now.getTime() - new Date(time).getTime()) <= 120_000
}
