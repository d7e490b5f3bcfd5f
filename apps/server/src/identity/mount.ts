import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { Database } from '../database/database.ts'
import type { MessageCatalogue } from '../http/envelope.ts'
import type { KeyFile } from '../keys/key-file.ts'
import { mountEmbeddedProvider } from './embedded-provider.ts'
import { registerSignInRoutes } from './sign-in-routes.ts'
import type { TokenVerifier } from './tokens.ts'

interface IdentityServices {
  config: Config
  db: Database
  keyFile: KeyFile
  verifier: TokenVerifier
  messages: MessageCatalogue
  clock: () => Date
}

/** Adds sign-in and sign-out, and the embedded provider unless the deployment has its own. */
export async function mountIdentity(
  app: FastifyInstance,
  services: IdentityServices,
): Promise<void> {
  registerSignInRoutes(app, services)
  if (!services.config.isEmbeddedIssuer) return
  await mountEmbeddedProvider(app, services)
}
