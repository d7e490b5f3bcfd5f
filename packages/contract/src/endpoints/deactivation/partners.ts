import { z } from 'zod'
import { endpoint, v1 } from '../../endpoint.ts'
import { pathText, requiredText } from '../../fields.ts'

/** `PATCH /partners/{partnerId}` (partner.md 2.9). */
export const changePartnerStatus = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/partners/:partnerId',
  summary: 'Activate a partner, or deactivate it for good',
  permission: 'partners.changeStatus',
  envelope: v1('request'),
  params: z.object({ partnerId: pathText }),
  request: z.object({ status: requiredText() }),
  response: z.object({ message: z.string() }),
  failures: [
    'field_invalid',
    'key_partner_not_found',
    'partner_already_deactivated',
    'certificate_not_uploaded',
    'api_key_status_unknown',
  ],
  fields: { api_key_status_unknown: 'status' },
})
