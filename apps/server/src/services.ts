import type { ExaminationBudget } from './certificate-engine/examination-budget.ts'
import type { Config } from './config.ts'
import type { Database, OpenDatabase } from './database/database.ts'
import type { ReadDiscovery } from './esignet/discovery.ts'
import type { MessageCatalogue } from './http/envelope.ts'
import type { PersonDirectory } from './identity/person-directory.ts'
import type { TokenVerifier } from './identity/tokens.ts'
import type { KeyFile } from './keys/key-file.ts'
import type { KeyRing } from './keys/key-ring.ts'

/** What the parts of the server are given; made once per process. */
export interface Services {
  config: Config
  db: Database
  /** The same for one kind of work: a route, or what many routes ask first. */
  laneOf: OpenDatabase['lane']
  /** The kinds of work that wait for the database. */
  blockedLanes: OpenDatabase['blockedLanes']
  /** Follows renewals and rotation; a request holds `keys.at(now)`. */
  keys: KeyRing
  keyFile: KeyFile
  verifier: TokenVerifier
  persons: PersonDirectory
  /** What eSignet tells of itself, kept in memory. */
  readDiscovery: ReadDiscovery
  /** Remembers when API keys were used. */
  keyUses: { note(apiKey: string, at: Date): void }
  messages: MessageCatalogue
  examinations: ExaminationBudget
  clock: () => Date
}
