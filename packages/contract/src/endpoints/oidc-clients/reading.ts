import { z } from 'zod'
import { ClientRegistration, registrationStates } from '../../client-registrations.ts'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import type { FailureName } from '../../failures.ts'
import {
  JsonObject,
  LocalDateTime,
  OffsetDateTime,
  exactFilter,
  filter,
  pageOf,
  pathText,
} from '../../fields.ts'

/** A client as the older reads give it (auth-services.md 8.5). */
const Client = z.object({
  id: z.string(),
  /** As stored: names by language are JSON text. */
  name: z.string(),
  policyId: z.string(),
  /** Empty where the policy is gone. */
  policyName: z.string(),
  relyingPartyId: z.string(),
  logoUri: z.string(),
  redirectUris: z.array(z.string()),
  /** The public JWK as JSON text. */
  publicKey: z.string(),
  claims: z.array(z.string()),
  acrValues: z.array(z.string()),
  status: z.string(),
  grantTypes: z.array(z.string()),
  clientAuthMethods: z.array(z.string()),
})

const readFailures = [
  'client_not_found',
  'caller_has_no_partner',
  'client_not_own',
] as const satisfies readonly FailureName[]

/** A client is read in the same way in both older forms. */
const older = {
  service: 'partner',
  method: 'GET',
  permission: 'oidcClients.read',
  envelope: v1(),
  feature: 'oidcClients',
  params: z.object({ clientId: pathText }),
  response: Client,
  failures: readFailures,
  unexpected: 'client_request_failed',
} as const

/** `GET /oidc/client/{client_id}` (auth-services.md 8.5). */
export const readPlainClient = endpoint({
  ...older,
  path: '/oidc/client/:clientId',
  summary: 'An OIDC client (older form)',
})

/** `GET /oauth/client/{client_id}` (auth-services.md 8.5). */
export const readNamedClient = endpoint({
  ...older,
  path: '/oauth/client/:clientId',
  summary: 'An OIDC client',
})

const ClientDetails = Client.extend({
  /** The plain name. */
  name: z.string(),
  /** Names by language without the plain one; null where there are none. */
  clientNameLangMap: z.record(z.string(), z.string()).nullable(),
  additionalConfig: JsonObject.nullable(),
  createdDateTime: OffsetDateTime,
  policyDescription: z.string(),
  policyGroupName: z.string(),
  policyGroupDescription: z.string(),
})

/** `GET /oidc-clients/{clientId}` (additions-1.3.0.md 7.5). */
export const readOidcClient = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/oidc-clients/:clientId',
  summary: 'An OIDC client with its names and additional configuration',
  permission: 'oidcClients.readDetails',
  envelope: v2('mosip.pms.oidc.client.details.get'),
  feature: 'oidcClients',
  params: z.object({ clientId: pathText }),
  response: ClientDetails,
  failures: ['path_id_malformed', ...readFailures],
  unexpected: 'client_read_failed',
})

/** The same with what eSignet knows of it; "not yours" and "not there" look alike. */
export const readClientRegistration = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/oidc-clients/:clientId',
  summary: 'An OIDC client with how its registration at eSignet stands',
  permission: 'oidcClients.readDetails',
  ownership: 'hidden',
  envelope: v2('pmp.oidc-clients.get'),
  feature: 'oidcClients',
  params: z.object({ clientId: pathText }),
  response: ClientDetails.extend({
    partnerName: z.string(),
    updatedDateTime: LocalDateTime.nullable(),
    /** Null for a client that upstream registered and nobody has changed since. */
    registration: ClientRegistration.nullable(),
  }),
  failures: ['client_not_found'],
})

const ClientRow = z.object({
  partnerId: z.string(),
  orgName: z.string(),
  policyGroupId: z.string(),
  policyGroupName: z.string(),
  policyGroupDescription: z.string(),
  policyName: z.string(),
  policyDescription: z.string(),
  clientId: z.string(),
  /** As stored, like in the older reads. */
  clientName: z.string(),
  status: z.string(),
  createdDateTime: OffsetDateTime,
  updatedDateTime: OffsetDateTime.nullable(),
})

const clientFilters = z.object({
  partnerId: filter,
  orgName: filter,
  policyGroupName: filter,
  policyName: filter,
  clientName: filter,
  status: exactFilter,
})

const sortFields = [
  'partnerId',
  'orgName',
  'policyGroupName',
  'policyName',
  'clientId',
  'clientName',
  'status',
  'createdDateTime',
] as const

const listFailures = [
  'caller_has_no_partner',
  'partner_without_policy_group',
] as const satisfies readonly FailureName[]

/** `GET /oauth/client` (auth-services.md 8.6); its id is that of the newer list (additions-1.3.0.md 7). */
export const listNamedClients = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/oauth/client',
  summary: 'OIDC clients, all or of own partners (older form)',
  permission: 'oidcClients.list',
  ownership: 'scoped',
  envelope: v2('mosip.pms.oidc.clients.get'),
  feature: 'oidcClients',
  query: clientFilters,
  list: { sortFields },
  response: pageOf(ClientRow),
  failures: listFailures,
  unexpected: 'client_list_failed',
})

/** `GET /oidc-clients` (additions-1.3.0.md 7.6). */
export const listOidcClients = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/oidc-clients',
  summary: 'OIDC clients, all or of own partners',
  permission: 'oidcClients.list',
  ownership: 'scoped',
  envelope: v2('mosip.pms.oidc.clients.get'),
  feature: 'oidcClients',
  query: clientFilters,
  list: { sortFields },
  response: pageOf(
    ClientRow.extend({
      /** Our addition; null for a client that upstream registered and nobody has changed since. */
      registration: z.enum(registrationStates).nullable(),
    }),
  ),
  failures: listFailures,
  unexpected: 'client_list_failed',
})
