import { z } from 'zod'
import { LocalDateTime } from '../../fields.ts'

/** What the upload of a leaf refuses, whoever's it is (certificates.md B4). */
export const acceptanceOfLeaf = [
  'certificate_data_unusable',
  'certificate_unreadable',
  'private_key_inside',
  'key_too_large',
  'domain_not_allowed',
  'certificate_starts_in_future',
  'certificate_not_valid_now',
  'certificate_validity_too_short',
  'certificate_self_signed',
  'issuer_not_trusted',
  'certificate_version_unsupported',
  'name_not_plain',
  'organization_differs',
  'key_too_short',
  'signature_algorithm_not_allowed',
] as const

export const CertificateSummary = z.object({
  subject: z.string(),
  issuer: z.string(),
  organization: z.string().nullable(),
  commonName: z.string().nullable(),
  serialNumber: z.string(),
  thumbprintSha1: z.string(),
  thumbprintSha256: z.string(),
  notBefore: LocalDateTime,
  notAfter: LocalDateTime,
  key: z.string(),
  keyUsage: z.array(z.string()),
  extendedKeyUsage: z.array(z.string()),
  signatureAlgorithm: z.string(),
  isCa: z.boolean(),
  isSelfSigned: z.boolean(),
  /** By an administrator, or by a list of its issuer. */
  isRevoked: z.boolean(),
})

/** How a rule of the upload was judged. Advice: not passed, and no failure code. */
export const JudgedRule = z.object({
  rule: z.string(),
  passed: z.boolean(),
  failureCode: z.string().nullable(),
  details: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .describe('What was found and what was wanted, where the rule compares two things'),
})

/** One rule of path validation applied to one certificate of the path. */
export const PathCheck = z.object({
  rule: z.string(),
  /** `not_reached` when what the rule looks at is missing, such as an unknown issuer. */
  outcome: z.enum(['passed', 'failed', 'warned', 'not_reached']),
  subject: z.string(),
  thumbprintSha256: z.string(),
  /** Its place on the path, the certificate itself being 0. */
  position: z.number().int(),
  /** Where the rule is written. */
  source: z.string(),
  reason: z
    .string()
    .nullable()
    .describe('Which flaw of its key it is, by name; only with the rule `strong_key`'),
})
