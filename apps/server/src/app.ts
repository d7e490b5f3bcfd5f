import type { FastifyInstance } from 'fastify'
import { acceptanceRoutes } from './features/acceptance/routes.ts'
import { apiKeyRoutes } from './features/api-keys/routes.ts'
import { approvalRoutes } from './features/approvals/routes.ts'
import { askingRoutes } from './features/asking/routes.ts'
import { auditRoutes } from './features/audit/routes.ts'
import { certificateRoutes } from './features/certificates/routes.ts'
import { conversationRoutes } from './features/conversations/routes.ts'
import { credentialRequestRoutes } from './features/credential-requests/routes.ts'
import { credentialRoutes } from './features/credentials/routes.ts'
import { deactivationRoutes } from './features/deactivation/routes.ts'
import { extractorConfigurationRoutes } from './features/extractor-configurations/routes.ts'
import { ftmChipRoutes } from './features/ftm-chips/routes.ts'
import { mappingChangeRoutes } from './features/mapping-changes/routes.ts'
import { mispLicenceRoutes } from './features/misp-licences/routes.ts'
import { oidcClientRoutes } from './features/oidc-clients/routes.ts'
import { organizationNameRoutes } from './features/organization-names/routes.ts'
import { outboxRoutes } from './features/outbox/routes.ts'
import { partnerRoutes } from './features/partners/routes.ts'
import { personRoutes } from './features/persons/routes.ts'
import { policyRoutes } from './features/policies/routes.ts'
import { policyGroupRoutes } from './features/policy-groups/routes.ts'
import { policyRequestRoutes } from './features/policy-requests/routes.ts'
import { renewalRoutes } from './features/renewals/routes.ts'
import { revocationRoutes } from './features/revocations/routes.ts'
import { serveOwnLists } from './features/revocations/serve-own-list.ts'
import { savedViewRoutes } from './features/saved-views/routes.ts'
import { sessionRoutes } from './features/session/routes.ts'
import { trustStoreRoutes } from './features/trust-store/routes.ts'
import { userRoutes } from './features/users/routes.ts'
import { guardRoutes } from './http/caller.ts'
import { serveHealth } from './http/health.ts'
import { serveApiDocument } from './http/open-api.ts'
import { answerErrors, registerRoutes } from './http/register.ts'
import type { Route } from './http/route.ts'
import { createServer } from './http/server.ts'
import { serveWebUi } from './http/web-ui.ts'
import { mountIdentity } from './identity/mount.ts'
import type { Services } from './services.ts'

export const routes: readonly Route[] = [
  ...sessionRoutes,
  ...userRoutes,
  ...partnerRoutes,
  ...personRoutes,
  ...deactivationRoutes,
  ...trustStoreRoutes,
  ...revocationRoutes,
  ...certificateRoutes,
  ...renewalRoutes,
  ...organizationNameRoutes,
  ...policyGroupRoutes,
  ...policyRoutes,
  ...policyRequestRoutes,
  ...approvalRoutes,
  ...askingRoutes,
  ...conversationRoutes,
  ...mappingChangeRoutes,
  ...apiKeyRoutes,
  ...acceptanceRoutes,
  ...oidcClientRoutes,
  ...credentialRoutes,
  ...credentialRequestRoutes,
  ...extractorConfigurationRoutes,
  ...mispLicenceRoutes,
  ...ftmChipRoutes,
  ...auditRoutes,
  ...outboxRoutes,
  ...savedViewRoutes,
]

/** Puts the server together; it does not listen yet. */
export async function buildApp(services: Services): Promise<FastifyInstance> {
  const { config, laneOf } = services
  const app = await createServer(config)
  guardRoutes(app, services)
  answerErrors(app, services)
  registerRoutes(app, routes, services)
  serveHealth(app, { ...services, db: laneOf('health') })
  serveOwnLists(app, { ...services, db: laneOf('revocation lists') })
  const endpoints = routes.map(({ endpoint }) => endpoint)
  await serveApiDocument(app, endpoints, config)
  await mountIdentity(app, { ...services, db: laneOf('sign-in') })
  await serveWebUi(app, config)
  return app
}
