import { z } from 'zod'
import { endpoint, v2 } from '../../endpoint.ts'
import { LocalDateTime, filter, pageOf, wholeParameterOr } from '../../fields.ts'
import { certificateDomains } from '../../partner-types.ts'

/** Trust certificates by type; those of active partners as they came, and as the platform signed them. */
export const expiryKinds = ['root', 'intermediate', 'uploaded', 'signed'] as const

/** Ten years. */
const longestSpanDays = 3660

/** Which certificates, and between which days, both included. */
const span = z.object({
  /** How far ahead. */
  days: wholeParameterOr(365, 1, longestSpanDays),
  /** How far back, for what has expired already. */
  expiredDays: wholeParameterOr(0, 0, longestSpanDays),
  kind: z.enum(expiryKinds).optional(),
  domain: z.enum(certificateDomains).optional(),
  /** Part of the id or the name of a partner; trust certificates are left out then. */
  partner: filter,
})

/** The certificates that end within a span, one by one. */
export const listExpiringCertificates = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/certificates/expiring',
  summary: 'Certificates of the trust store and of partners that end within a span',
  permission: 'certificates.watchExpiry',
  envelope: v2('pmp.certificates.expiring.get'),
  query: span,
  list: { sortFields: ['validTill'], defaultPage: { pageNo: 0, pageSize: 10 } },
  response: pageOf(
    z.object({
      kind: z.enum(expiryKinds),
      certificateId: z.string(),
      domain: z.string().nullable(),
      issuedTo: z.string(),
      partnerId: z.string().nullable(),
      organizationName: z.string().nullable(),
      validTill: LocalDateTime,
    }),
  ),
  failures: [],
})

/** How many end in each month of the span, those without any included. */
export const countExpiringCertificates = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/certificates/expiring/months',
  summary: 'How many certificates end in each month of a span',
  permission: 'certificates.watchExpiry',
  envelope: v2('pmp.certificates.expiring-months.get'),
  query: span,
  response: z.array(
    z.object({
      /** `2026-11`, in UTC. */
      month: z.string(),
      root: z.number().int(),
      intermediate: z.number().int(),
      uploaded: z.number().int(),
      signed: z.number().int(),
    }),
  ),
  failures: [],
})
