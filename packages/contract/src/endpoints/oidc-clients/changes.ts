import { z } from 'zod'
import { registrationStates } from '../../client-registrations.ts'
import { endpoint, v1, v2 } from '../../endpoint.ts'
import type { FailureName } from '../../failures.ts'
import { optionalText, pathText, requestFailures } from '../../fields.ts'
import {
  AdditionalConfigInput,
  ClientStatus,
  changedFields,
  clientFields,
  fitsTogether,
  languageFields,
} from './fields.ts'

/** What refuses contents of a client, by the field that it is about. */
const contentFields = {
  redirect_uri_refused: 'redirectUris',
  grant_type_refused: 'grantTypes',
  grant_type_unsupported: 'grantTypes',
  client_auth_refused: 'clientAuthMethods',
} as const

const contentFailures = [
  'field_invalid',
  'redirect_uri_refused',
  'grant_type_refused',
  'grant_type_unsupported',
  'client_auth_refused',
] as const satisfies readonly FailureName[]

const creationFields = {
  ...contentFields,
  client_key_unusable: 'publicKey',
  public_key_refused: 'publicKey',
  client_key_taken: 'publicKey',
  client_not_own_to_create: 'authPartnerId',
  client_partner_not_found: 'authPartnerId',
  client_partner_type_wrong: 'authPartnerId',
  relying_party_refused: 'authPartnerId',
  requested_policy_not_found: 'policyId',
  policy_not_for_clients: 'policyId',
  policy_not_requested: 'policyId',
  client_policy_not_approved: 'policyId',
  policy_not_active: 'policyId',
  policy_expired: 'policyId',
  group_of_policy_not_active: 'policyId',
  policy_text_unreadable: 'policyId',
  policy_yields_no_claims: 'policyId',
  policy_demands_authentication: 'policyId',
  policy_yields_no_acr: 'policyId',
} as const

/** Why a policy grants nothing to a client, or nobody can tell what (auth-services.md 8.2). */
export const grantFailures = [
  'policy_not_active',
  'policy_expired',
  'group_of_policy_not_active',
  'policy_text_unreadable',
  'claims_mapping_unreadable',
  'acr_mapping_unreadable',
  'amr_mapping_unreadable',
  'esignet_unreachable',
] as const satisfies readonly FailureName[]

/** In the order in which a creation meets them (auth-services.md 8.1). */
const creationFailures = [
  ...contentFailures,
  'client_key_unusable',
  'public_key_refused',
  'client_key_taken',
  'caller_has_no_partner',
  'client_not_own_to_create',
  'client_partner_not_found',
  'client_partner_type_wrong',
  'partner_not_active',
  'requested_policy_not_found',
  'policy_not_for_clients',
  'policy_not_requested',
  'client_policy_not_approved',
  ...grantFailures,
  'policy_yields_no_claims',
  'policy_demands_authentication',
  'policy_yields_no_acr',
  'claims_refused',
  'acr_refused',
  'relying_party_refused',
  'certificate_not_uploaded',
] as const satisfies readonly FailureName[]

const languageFailures = [
  'language_code_refused',
  'client_name_too_long',
] as const satisfies readonly FailureName[]

const namedFields = {
  language_code_refused: 'clientNameLangMap',
  client_name_too_long: 'clientNameLangMap',
} as const

const updateFailures = [
  ...contentFailures,
  'path_id_malformed',
  'client_not_found',
  'client_not_active',
  'client_partner_not_found',
  'caller_has_no_partner',
  'client_not_own_to_update',
  'partner_not_active',
] as const satisfies readonly FailureName[]

const configurationFields = {
  client_response_type_unknown: 'additionalConfig',
  client_consent_time_wrong: 'additionalConfig',
  client_purpose_unknown: 'additionalConfig',
  client_purpose_texts_wrong: 'additionalConfig',
  client_default_text_missing: 'additionalConfig',
  additional_config_refused: 'additionalConfig',
} as const

const configurationFailures = [
  'oidc_configuration_off',
  'characters_not_allowed',
  'client_response_type_unknown',
  'client_consent_time_wrong',
  'client_purpose_unknown',
  'client_purpose_texts_wrong',
  'client_language_unknown',
  'client_default_text_missing',
  'additional_config_refused',
] as const satisfies readonly FailureName[]

const namedClient = { ...clientFields, ...languageFields }
const namedChange = { ...changedFields, ...languageFields }

/** What every way of changing something in the two older forms has. */
const older = {
  service: 'partner',
  feature: 'oidcClients',
  response: ClientStatus,
  unexpected: 'client_request_failed',
} as const

/** `POST /oidc/client`, without names by language (auth-services.md 8.1). */
export const createPlainClient = endpoint({
  ...older,
  method: 'POST',
  path: '/oidc/client',
  summary: 'Create an OIDC client of an authentication partner (older form)',
  permission: 'oidcClients.create',
  envelope: v1(),
  request: z.object(clientFields),
  failures: creationFailures,
  fields: creationFields,
})

/** `POST /oauth/client` (auth-services.md 8.1). */
export const createNamedClient = endpoint({
  ...older,
  method: 'POST',
  path: '/oauth/client',
  summary: 'Create an OIDC client with names by language',
  permission: 'oidcClients.create',
  envelope: v1(),
  request: fitsTogether(z.object(namedClient), (given) => [given.name, given.clientNameLangMap]),
  failures: [...creationFailures, ...languageFailures],
  fields: { ...creationFields, ...namedFields },
})

/** `POST /oidc-clients` (additions-1.3.0.md 7.2). */
export const createOidcClient = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/oidc-clients',
  summary: 'Create an OIDC client with names by language and additional configuration',
  permission: 'oidcClients.createConfigured',
  envelope: v2('mosip.pms.create.oidc.client.post', { checksRequest: true }),
  feature: 'oidcClientConfiguration',
  request: fitsTogether(
    z.object({ ...namedClient, additionalConfig: AdditionalConfigInput }),
    (given) => [given.name, given.clientNameLangMap],
  ),
  freeText: ['name', 'policyId', 'authPartnerId'],
  response: ClientStatus,
  failures: [
    ...requestFailures,
    ...creationFailures,
    ...languageFailures,
    ...configurationFailures,
  ],
  fields: { ...creationFields, ...namedFields, ...configurationFields },
  unexpected: 'client_creation_failed',
})

/** `PUT /oidc/client/{client_id}`, without names by language (auth-services.md 8.4). */
export const updatePlainClient = endpoint({
  ...older,
  method: 'PUT',
  path: '/oidc/client/:clientId',
  summary: 'Change an OIDC client, or deactivate it for good (older form)',
  permission: 'oidcClients.update',
  envelope: v1(),
  params: z.object({ clientId: pathText }),
  request: z.object(changedFields),
  failures: updateFailures,
  fields: contentFields,
})

/** `PUT /oauth/client/{client_id}` (auth-services.md 8.4). */
export const updateNamedClient = endpoint({
  ...older,
  method: 'PUT',
  path: '/oauth/client/:clientId',
  summary: 'Change an OIDC client with its names, or deactivate it for good',
  permission: 'oidcClients.update',
  envelope: v1('none', { checksRequestTime: true }),
  params: z.object({ clientId: pathText }),
  request: fitsTogether(z.object(namedChange), (given) => [
    given.clientName,
    given.clientNameLangMap,
  ]),
  failures: [
    ...updateFailures,
    ...languageFailures,
    'request_time_missing',
    'request_time_not_today',
  ],
  fields: { ...contentFields, ...namedFields },
})

/** `PUT /oidc-clients/{clientId}`; its status is asked for and not looked at (additions-1.3.0.md 7.3). */
export const updateOidcClient = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/oidc-clients/:clientId',
  summary: 'Change an OIDC client of your own',
  permission: 'oidcClients.updateConfigured',
  envelope: v2('mosip.pms.update.oidc.client.put', { checksRequest: true }),
  feature: 'oidcClientConfiguration',
  params: z.object({ clientId: pathText }),
  request: fitsTogether(
    z.object({ ...namedChange, additionalConfig: AdditionalConfigInput }),
    (given) => [given.clientName, given.clientNameLangMap],
  ),
  freeText: ['clientName'],
  response: ClientStatus,
  failures: [...requestFailures, ...updateFailures, ...languageFailures, ...configurationFailures],
  fields: { ...contentFields, ...namedFields, ...configurationFields },
  unexpected: 'client_update_failed',
})

/** `PATCH /oidc-clients/{clientId}` (additions-1.3.0.md 7.4). */
export const deactivateOidcClient = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/oidc-clients/:clientId',
  summary: 'Deactivate an OIDC client for good',
  permission: 'oidcClients.deactivate',
  envelope: v2('mosip.pms.deactivate.oidc.client.patch', { checksRequest: true }),
  feature: 'oidcClientConfiguration',
  params: z.object({ clientId: pathText }),
  request: z.object({ status: optionalText() }),
  freeText: ['status'],
  response: ClientStatus,
  failures: [
    ...requestFailures,
    'oidc_configuration_off',
    'characters_not_allowed',
    'path_id_malformed',
    'client_status_wrong',
    'client_not_found',
    'client_not_active',
    'client_partner_not_found',
    'caller_has_no_partner',
    'client_not_own_to_update',
    'partner_not_active',
  ],
  fields: { client_status_wrong: 'status' },
  unexpected: 'client_deactivation_failed',
})

/** Our own: upstream registers a client while its caller waits, and never again. */
export const retryClientRegistration = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/oidc-clients/:clientId/registration/retry',
  summary: 'Have eSignet told of an OIDC client again, and at once',
  permission: 'oidcClients.retryRegistration',
  envelope: v2('pmp.oidc-clients.registration.retry.post'),
  feature: 'oidcClients',
  params: z.object({ clientId: pathText }),
  response: z.object({ clientId: z.string(), registration: z.enum(registrationStates) }),
  failures: ['client_not_found', 'client_registration_settled'],
})
