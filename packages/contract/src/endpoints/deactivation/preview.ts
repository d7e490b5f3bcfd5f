import { z } from 'zod'
import { endpoint, v2 } from '../../endpoint.ts'
import { requiredText } from '../../fields.ts'

/** What can be deactivated. */
const deactivatable = [
  'partner',
  'policy',
  'policyGroup',
  'apiKey',
  'oidcClient',
  'mispLicence',
] as const

/** What can hang on a partner, a policy or a group, in the order in which it ends. */
export const dependentKinds = [
  'apiKey',
  'oidcClient',
  'mispLicence',
  'pendingRequest',
  'approvedRequest',
  'mappingChange',
  'credentialType',
  'nameRequest',
  'renewal',
] as const

export type DependentKind = (typeof dependentKinds)[number]

/** Something of a kind; of a key its label, never its value. */
const Dependent = z.object({
  name: z.string().nullable(),
  partnerId: z.string(),
  /** Null: upstream's tables may name partners and policies that are gone. */
  orgName: z.string().nullable(),
  policyName: z.string().nullable(),
})

/** `GET /deactivation-preview`: ours. */
export const previewDeactivation = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/deactivation-preview',
  summary: 'What would stop if something were deactivated now',
  description:
    'Nothing is changed. An API key is named by its partner (`id`), its policy and its label. What belongs to others is not there.',
  permission: 'deactivation.preview',
  ownership: 'hidden',
  envelope: v2('pmp.deactivation-preview.get'),
  query: z.object({
    kind: z.enum(deactivatable),
    id: requiredText(100),
    policyId: z.string().optional(),
    label: z.string().optional(),
  }),
  response: z.object({
    kind: z.enum(deactivatable),
    /** What people call it. */
    name: z.string(),
    /** Whether what hangs on it ends with it (DEACTIVATION_CASCADE). */
    cascade: z.enum(['full', 'upstream']),
    /** Our name of the failure with which the deactivation would be refused now. */
    refusal: z.string().nullable(),
    /** Kinds of which there is something, with the first of each. */
    dependents: z.array(
      z.object({
        kind: z.enum(dependentKinds),
        count: z.number().int(),
        /** False: it goes on, because the setting says so. */
        stops: z.boolean(),
        first: z.array(Dependent),
      }),
    ),
  }),
  failures: ['nothing_to_deactivate'],
})
