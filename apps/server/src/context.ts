import type { FastifyBaseLogger } from 'fastify'
import type { JWTPayload } from 'jose'
import type { ExaminationBudget } from './certificate-engine/examination-budget.ts'
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import type { ReadDiscovery } from './esignet/discovery.ts'
import type { IssuerOutage } from './identity/issuer-outage.ts'
import type { Keys } from './keys/keys.ts'

/**
 * What the name of a caller is to us: bound to them · nobody's yet · that of a partner nobody has
 * claimed, which they must not own by its name · that of another person.
 */
type Standing = 'bound' | 'free' | 'unclaimed' | 'taken'

/** Who is calling, as their token says. */
export interface Caller {
  /** Claim `preferred_username`: who acts, in `cr_by` and audit (common.md 4.1). Owns nothing. */
  userName: string
  roles: readonly string[]
  email: string | undefined
  claims: JWTPayload
  /** The token itself, for answers that hand it back. Never logged. */
  token: string
  expiresAt: Date
}

/** Who is calling, and what they own. */
export interface Actor extends Caller {
  /** The user id that their issuer and `sub` are bound to; null: no partner is theirs. */
  userId: string | null
  standing: Standing
}

/** What one request may use. Built anew for each request by `http/route.ts`. */
export interface Context {
  /** The open transaction for endpoints that write, else the database. */
  db: Database
  config: Config
  actor: Actor
  /** The instant of the request; every rule about time uses it. */
  now: Date
  keys: Keys
  /** From memory, but for the first time. */
  readDiscovery: ReadDiscovery
  /** That of the identity provider, if it cannot be asked at present. */
  outage: IssuerOutage | undefined
  /** What callers may have examined; absent where nobody in particular acts. */
  examinations?: ExaminationBudget
  /** Notes that an API key was used now; it is written later, with others. */
  noteKeyUse: (apiKey: string) => void
  log: FastifyBaseLogger
  requestId: string
}
