import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { CertificateData, LocalDateTime, pathText, requiredText } from '../fields.ts'
import { acceptanceOfLeaf } from './certificates/acceptance.ts'

/** The next certificate and the instant from which it is used. */
export const scheduleRenewal = endpoint({
  service: 'portal',
  method: 'POST',
  path: '/partners/:partnerId/renewals',
  summary: 'Schedule the next certificate of a partner',
  permission: 'certificates.renew',
  ownership: 'hidden',
  envelope: v2('pmp.renewals.post'),
  params: z.object({ partnerId: pathText }),
  request: z.object({
    certificateData: CertificateData,
    partnerDomain: requiredText(36),
    activateAt: LocalDateTime,
    /** The renewal whose place it takes; one at most waits for its time. */
    replaces: z.string().max(36).nullish(),
  }),
  response: z.object({ renewalId: z.string(), activateAt: LocalDateTime }),
  failures: [
    'too_many_attempts',
    'field_invalid',
    'partner_not_found',
    'partner_not_active',
    'partner_type_not_found',
    'certificate_group_missing',
    'renewal_without_current',
    'renewal_not_in_future',
    'renewal_leaves_gap',
    'renewal_outside_validity',
    'renewal_already_scheduled',
    'renewal_not_found',
    ...acceptanceOfLeaf,
  ],
})

export const cancelRenewal = endpoint({
  service: 'portal',
  method: 'DELETE',
  path: '/partners/:partnerId/renewals/:renewalId',
  summary: 'Cancel the next certificate of a partner; the current one stays',
  permission: 'certificates.renew',
  ownership: 'hidden',
  envelope: v2('pmp.renewals.delete'),
  params: z.object({ partnerId: pathText, renewalId: pathText }),
  response: z.object({ renewalId: z.string() }),
  failures: ['partner_not_found', 'renewal_not_found'],
})
