import { namesOf } from './objects.ts'
import { z } from 'zod'

/*
 * What a policy may say, per policy type (policy.md 2.3). The server checks with these schemas,
 * the editor builds its form from them, and the API document publishes them as JSON Schema.
 */

export const AuthPolicy = z.strictObject({
  authTokenType: z.enum(['random', 'partner', 'policy']),
  allowedAuthTypes: z.array(
    z.strictObject({
      authType: z.string(),
      authSubType: z.string().optional(),
      mandatory: z.boolean(),
    }),
  ),
  allowedKycAttributes: z.array(z.strictObject({ attributeName: z.string() })),
  kycLanguages: z.array(z.string()).optional(),
})

const FilterEntry = z.looseObject({ type: z.string().optional() })
const AttributeFilter = z
  .tuple([
    FilterEntry.optional(),
    z
      .looseObject({
        type: z.string().optional(),
        subType: z
          .tuple([z.string().optional(), z.string().optional()])
          .rest(z.unknown())
          .optional(),
      })
      .optional(),
    z.looseObject({ language: z.string().optional() }).optional(),
  ])
  .rest(z.unknown())

export const DataSharePolicy = z.strictObject({
  dataSharePolicies: z.looseObject({
    typeOfShare: z.enum(['Data Share', 'direct']),
    validForInMinutes: z.string(),
    transactionsAllowed: z.string(),
    encryptionType: z.enum(['Partner Based', 'none']),
    shareDomain: z.string(),
    source: z.string(),
    protocol: z.string().optional(),
  }),
  shareableAttributes: z.array(
    z.strictObject({
      attributeName: z.string(),
      group: z.string().optional(),
      format: z.string().optional(),
      encrypted: z.boolean(),
      source: z.array(z.looseObject({ attribute: z.string(), filter: AttributeFilter.optional() })),
    }),
  ),
})

export const MispPolicy = z.strictObject({
  allowAuthRequestDelegation: z.boolean(),
  allowKycRequestDelegation: z.boolean(),
  allowKeyBindingDelegation: z.boolean(),
  allowVciRequestDelegation: z.boolean().optional(),
  trustBindedAuthVerificationToken: z.boolean().optional(),
})

/** Policy type as upstream writes it → schema of its document. */
export const policyDocuments = {
  Auth: AuthPolicy,
  DataShare: DataSharePolicy,
  CredentialIssuance: DataSharePolicy,
  MISP: MispPolicy,
} as const

export type PolicyType = keyof typeof policyDocuments
export const policyTypes = namesOf(policyDocuments)

/** Longest JSON text of a policy, in characters (policy.md 1.2). */
export const policyDocumentMaxLength = 5120

/** The policy type that a word means, letter case ignored. */
export function policyTypeOf(word: string): PolicyType | undefined {
  return policyTypes.find((type) => type.toLowerCase() === word.toLowerCase())
}
