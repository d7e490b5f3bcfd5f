import { z } from 'zod'
import { endpoint, v2 } from '../../endpoint.ts'
import { LocalDateTime, pageOf, pathText } from '../../fields.ts'

/*
 * Every certificate that a partner ever had, and the next one, which waits for its time while the
 * current one stays in use.
 */

/** Where a certificate stands. Those that never came into use are `cancelled` or `failed`. */
const generationStates = [
  'current',
  'expired',
  'scheduled',
  'replaced',
  'cancelled',
  'failed',
] as const

const Generation = z.object({
  generationId: z.string(),
  state: z.enum(generationStates),
  partnerDomain: z.string(),
  /** Null for what another installation uploaded. */
  uploadedBy: z.string().nullable(),
  uploadedAt: LocalDateTime,
  /** O of the subject: must be the partner's name when it is put into use. */
  organization: z.string().nullable(),
  subject: z.string(),
  issuer: z.string(),
  serialNumber: z.string(),
  thumbprintSha1: z.string(),
  thumbprintSha256: z.string(),
  validFrom: LocalDateTime,
  validTill: LocalDateTime,
  /** The MOSIP-signed one; null until the certificate is put into use. */
  signedValidFrom: LocalDateTime.nullable(),
  signedValidTill: LocalDateTime.nullable(),
  /** For a renewal: when it shall be put into use. */
  activateAt: LocalDateTime.nullable(),
  /** When it was replaced, cancelled or could not be put into use. */
  endedAt: LocalDateTime.nullable(),
  endedBy: z.string().nullable(),
  /** `withdrawn`, `replaced`, `partner_deactivated`, `organization_renamed`, or a failure's code. */
  endReason: z.string().nullable(),
  /** By an administrator; lists of other authorities are asked when it is put into use. */
  isRevoked: z.boolean(),
})

/** The certificates of a partner, newest first, with what its next steps depend on. */
export const listCertificateGenerations = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/partners/:partnerId/certificates',
  summary: 'Every certificate that a partner ever uploaded, newest first',
  permission: 'certificates.history',
  ownership: 'hidden',
  envelope: v2('pmp.partner-certificates.get'),
  params: z.object({ partnerId: pathText }),
  list: { sortFields: [], defaultPage: { pageNo: 0, pageSize: 20 } },
  response: pageOf(Generation).extend({
    partner: z.object({
      partnerId: z.string(),
      partnerType: z.string(),
      organizationName: z.string(),
      isDeactivated: z.boolean(),
    }),
    current: Generation.nullable(),
    renewal: Generation.nullable(),
    /** The end of what is in use: until then the next certificate must be. */
    renewableUntil: LocalDateTime.nullable(),
  }),
  failures: ['partner_not_found'],
})

/** Both files of one generation, also of one that has ended. */
export const readCertificateGeneration = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/partners/:partnerId/certificates/:generationId',
  summary: 'The uploaded and the MOSIP-signed certificate of one generation, as PEM',
  permission: 'certificates.history',
  ownership: 'hidden',
  envelope: v2('pmp.partner-certificate.get'),
  params: z.object({ partnerId: pathText, generationId: pathText }),
  response: z.object({
    /** Null where originals are switched off. */
    uploadedCertificateData: z.string().nullable(),
    signedCertificateData: z.string().nullable(),
  }),
  failures: ['partner_not_found', 'certificate_not_found'],
})
