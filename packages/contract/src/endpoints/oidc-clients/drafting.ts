import { z } from 'zod'
import { endpoint, v2 } from '../../endpoint.ts'
import { pathText } from '../../fields.ts'
import { grantFailures } from './changes.ts'
import { clientFields } from './fields.ts'

/**
 * What whoever fills in the form of a client must know before anything is sent. All of it is our own:
 * upstream's form says nothing before eSignet has refused.
 */
const drafting = {
  service: 'portal',
  feature: 'oidcClients',
} as const

/** What differs by the settings and by the version of eSignet (esignet.md). */
export const readClientRules = endpoint({
  ...drafting,
  method: 'GET',
  path: '/oidc-client-rules',
  summary: 'What clients may be with the eSignet of this installation',
  permission: 'oidcClients.readDetails',
  envelope: v2('pmp.oidc-client-rules.get'),
  response: z.object({
    keyKinds: z.array(z.enum(['RSA', 'EC'])),
    /** Characters of a name in a language; null: as many as fit. */
    longestName: z.number().int().nullable(),
    /** Characters of all redirect addresses as JSON; null: as many as fit. */
    longestUris: z.number().int().nullable(),
    grantTypes: z.array(z.string()),
    clientAuthMethods: z.array(z.string()),
    languages: z.array(z.string()),
    /** Whether clients have names by language and an additional configuration in one call. */
    isConfigurable: z.boolean(),
  }),
  failures: [],
})

/** What a client would be told of people, and how they could sign in (auth-services.md 8.2). */
export const readClientGrants = endpoint({
  ...drafting,
  method: 'GET',
  path: '/oidc-client-grants/:partnerId/:policyId',
  summary: 'The claims and ways of signing in that a policy gives to a client of a partner',
  permission: 'oidcClients.readDetails',
  ownership: 'hidden',
  envelope: v2('pmp.oidc-client-grants.get'),
  params: z.object({ partnerId: pathText, policyId: pathText }),
  response: z.object({
    claims: z.array(z.string()),
    acrValues: z.array(z.string()),
    /** The code with which a client of this policy would be refused for what it grants. */
    refusal: z.string().nullable(),
  }),
  failures: [
    'client_partner_not_found',
    'requested_policy_not_found',
    'policy_not_for_clients',
    'client_policy_not_approved',
    ...grantFailures,
  ],
  fields: {
    requested_policy_not_found: 'policyId',
    policy_not_for_clients: 'policyId',
    client_policy_not_approved: 'policyId',
  },
})

/** By the key itself: whoever knows it may know that. */
export const checkClientKey = endpoint({
  ...drafting,
  method: 'POST',
  path: '/oidc-client-keys/check',
  summary: 'Whether a public key can be that of a new client',
  permission: 'oidcClients.create',
  envelope: v2('pmp.oidc-client-keys.check.post'),
  request: z.object({ publicKey: clientFields.publicKey }),
  response: z.object({ clientId: z.string(), isTaken: z.boolean() }),
  failures: ['field_invalid', 'client_key_unusable', 'public_key_refused'],
  fields: { client_key_unusable: 'publicKey', public_key_refused: 'publicKey' },
})
