import type { FastifyBaseLogger } from 'fastify'
import type { JWTPayload } from 'jose'
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import type { Keys } from './keys/keys.ts'

/** Who is calling, as their token says. */
export interface Actor {
  /** Claim `preferred_username`: the user id of ownership, `cr_by` and audit (common.md 4.1). */
  userName: string
  roles: readonly string[]
  email: string | undefined
  claims: JWTPayload
  /** The token itself, for answers that hand it back. Never logged. */
  token: string
  expiresAt: Date
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
  log: FastifyBaseLogger
  requestId: string
}
