import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { LocalDateTime, pathText, requiredText } from '../fields.ts'
import {
  WantedExtractors,
  credentialTypeFields,
  extractorFields,
  extractorRefusals,
} from './credential-requests.ts'
import { UseCase, policyRefusals } from './policy-requests.ts'

/** Those who decide, or the partner. */
const sides = ['administrator', 'partner'] as const

/** What was asked and answered on a request, and with which other request it goes together. */
export const Conversation = z.object({
  /** Whether more can be written: as long as something of the request waits for a decision. */
  isOpen: z.boolean(),
  /** Whose turn it is while it is open. */
  awaits: z.enum(sides).nullable(),
  /** Oldest first. */
  messages: z.array(
    z.object({
      messageId: z.number().int(),
      side: z.enum(sides),
      author: z.string(),
      text: z.string(),
      writtenAt: LocalDateTime,
    }),
  ),
  /** The refused request that this one takes up. */
  previousRequestId: z.string().nullable(),
  /** The request that takes up this one. */
  nextRequestId: z.string().nullable(),
})

/** An administrator asks for more, or the partner answers; the request stays as it is. */
export const writeRequestMessage = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/policy-requests/:requestId/messages',
  summary: 'Ask or answer on a policy request that waits for a decision',
  permission: 'policyRequests.submit',
  ownership: 'hidden',
  envelope: v2('pmp.policy-request-messages.post'),
  params: z.object({ requestId: pathText }),
  request: z.object({ text: requiredText(2000) }),
  response: z.object({ messageId: z.number().int() }),
  failures: [
    'field_invalid',
    'policy_request_not_found',
    'conversation_closed',
    'conversation_full',
  ],
})

/** A new request for the same policy, which shows the refused one to who decides. */
export const resubmitPolicyRequest = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/policy-requests/:requestId/resubmission',
  summary: 'Take up a refused policy request with a new one, and with what it asks for',
  permission: 'policyRequests.submit',
  ownership: 'hidden',
  envelope: v2('pmp.policy-request-resubmission.post'),
  params: z.object({ requestId: pathText }),
  request: z.object({
    useCaseDescription: UseCase,
    extractors: WantedExtractors.nullish(),
    credentialType: requiredText(128).nullish(),
  }),
  response: z.object({ requestId: z.string() }),
  failures: [
    'field_invalid',
    'policy_request_not_found',
    'policy_request_not_refused',
    'policy_request_taken_up',
    'partner_not_active',
    ...policyRefusals,
    'mandatory_value_missing',
    ...extractorRefusals,
    'credential_type_unknown',
    'credential_type_requested',
  ],
  fields: { ...extractorFields, ...credentialTypeFields },
})
