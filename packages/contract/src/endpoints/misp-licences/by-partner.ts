import { z } from 'zod'
import { endpoint, v2 } from '../../endpoint.ts'
import { optionalDay, optionalText, pathText, requestFailures } from '../../fields.ts'
import { NewLicence } from './licences.ts'

/** `PUT /misp-licenses/{partnerId}`, of releases before the final one (additions-1.3.0.md 3.6). */
export const regenerateMispLicence = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/misp-licenses/:mispLicenseId',
  summary: 'Replace the active licence of a partner for a policy by a new one',
  permission: 'mispLicences.regenerate',
  envelope: v2('mosip.pms.regenerate.misp.license.put', { checksRequest: true }),
  /** Upstream: named as beside other methods, but the id of a partner. */
  params: z.object({ mispLicenseId: pathText }),
  request: z.object({
    policyId: optionalText(),
    licenseKeyName: optionalText(128),
    expiryDate: optionalDay,
  }),
  freeText: ['policyId', 'licenseKeyName'],
  response: NewLicence.omit({ status: true }).extend({ licenseKeyStatus: z.literal('ACTIVE') }),
  failures: [
    ...requestFailures,
    'characters_not_allowed',
    'licence_partner_blank',
    'licence_name_blank',
    'licence_expiry_missing',
    'no_active_licence',
    'licence_partner_not_found',
    'licence_partner_not_active',
    'licence_policy_not_found',
    'licence_policy_not_approved',
    'licence_name_taken',
    'licence_expiry_not_ahead',
    'policy_text_unreadable',
  ],
  fields: {
    licence_partner_blank: 'mispLicenseId',
    licence_partner_not_found: 'mispLicenseId',
    licence_partner_not_active: 'mispLicenseId',
    licence_name_blank: 'licenseKeyName',
    licence_expiry_missing: 'expiryDate',
    no_active_licence: 'policyId',
    licence_policy_not_found: 'policyId',
    licence_policy_not_approved: 'policyId',
    licence_name_taken: 'licenseKeyName',
    licence_expiry_not_ahead: 'expiryDate',
  },
  unexpected: 'licence_regeneration_failed',
})
