import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { filter, pathText, requiredText } from '../fields.ts'
import {
  WantedExtractors,
  credentialTypeFields,
  extractorFields,
  extractorRefusals,
} from './credential-requests.ts'
import { UseCase, policyFields, policyRefusals } from './policy-requests.ts'

/** Policies that one answer names at most; a search finds the others. */
export const mostPoliciesToAsk = 100

/** What a partner may ask for, and how far it is with each. */
export const readPoliciesToAsk = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/partners/:partnerId/policies-to-ask',
  summary:
    'Active policies of the group of a partner, with what each shares and whether it is asked for',
  permission: 'policyRequests.submit',
  ownership: 'hidden',
  envelope: v2('pmp.policies-to-ask.get'),
  params: z.object({ partnerId: pathText }),
  query: z.object({ search: filter }),
  response: z.object({
    partner: z.object({
      partnerId: z.string(),
      organizationName: z.string(),
      partnerType: z.string(),
      isActive: z.boolean(),
      policyGroupName: z.string().nullable(),
    }),
    /** Whether bio extractors and a credential type are asked for with the policy, or may be. */
    mapping: z.enum(['required', 'allowed', 'none']),
    /** Credential types that the partner receives, or asks for, by some policy. */
    takenCredentialTypes: z.array(z.string()),
    /** What the partner is told of people today, by the policies that it may use. */
    attributesToday: z.array(z.string()),
    /** How many there are; the answer names a hundred of them. */
    total: z.number().int(),
    policies: z.array(
      z.object({
        policyId: z.string(),
        policyName: z.string(),
        policyDescription: z.string(),
        policyType: z.string(),
        policies: z.record(z.string(), z.unknown()),
        /** The latest request of the partner for it. */
        request: z.object({ requestId: z.string(), status: z.string() }).nullable(),
      }),
    ),
  }),
  failures: ['partner_not_found'],
})

/** Asks for a policy together with all that an approval needs: the whole of it, or nothing. */
export const askForPolicy = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/partners/:partnerId/policy-requests',
  summary: 'Ask for a policy with its bio extractors and credential type at once',
  permission: 'policyRequests.submit',
  ownership: 'hidden',
  envelope: v2('pmp.policy-requests.post'),
  params: z.object({ partnerId: pathText }),
  request: z.object({
    policyName: requiredText(128),
    useCaseDescription: UseCase,
    extractors: WantedExtractors.nullish(),
    credentialType: requiredText(128).nullish(),
  }),
  response: z.object({ requestId: z.string() }),
  failures: [
    'field_invalid',
    'partner_not_found',
    'partner_not_active',
    ...policyRefusals,
    'extractors_missing',
    'credential_type_missing',
    'credential_partner_type_wrong',
    'mandatory_value_missing',
    ...extractorRefusals,
    'credential_type_unknown',
    'credential_type_requested',
  ],
  fields: {
    ...policyFields,
    ...extractorFields,
    extractors_missing: 'extractors',
    ...credentialTypeFields,
    credential_type_missing: 'credentialType',
    credential_partner_type_wrong: 'credentialType',
  },
})
