import { z } from 'zod'
import { endpoint, v2 } from '../../endpoint.ts'
import {
  LocalDateTime,
  exactFilter,
  expiryPeriod,
  filter,
  optionalDay,
  optionalText,
  pageOf,
  pathText,
  requestFailures,
} from '../../fields.ts'

/*
 * Licences of MISPs as the final release has them (additions-1.3.0.md 3): many a MISP, one active at
 * most, each with a name. A key is shown once, when it is made.
 */

const status = z.enum(['ACTIVE', 'INACTIVE'])

/** What hangs on a licence; null where nothing is set. */
const around = {
  orgName: z.string(),
  policyGroupId: z.string().nullable(),
  policyGroupName: z.string().nullable(),
  policyGroupDescription: z.string().nullable(),
  policyId: z.string().nullable(),
  policyName: z.string().nullable(),
  policyDescription: z.string().nullable(),
}

/** A licence that was just made, with its key. */
export const NewLicence = z.object({
  mispLicenseId: z.string(),
  partnerId: z.string(),
  policyId: z.string().nullable(),
  licenseKeyName: z.string(),
  licenseKey: z.string(),
  status: z.literal('ACTIVE'),
  expiryDateTime: LocalDateTime,
})

/** `POST /misp-licenses` (additions-1.3.0.md 3.2). */
export const generateMispLicence = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/misp-licenses',
  summary: 'Generate a licence, which ends the active one; the only answer that shows its key',
  permission: 'mispLicences.generate',
  envelope: v2('mosip.pms.misp.generate.license.post', { checksRequest: true }),
  request: z.object({
    partnerId: optionalText(),
    /** None: a licence without policy. */
    policyId: optionalText(),
    licenseKeyName: optionalText(128),
    /** The licence ends on that day, at the time of day at which it was made (UTC). */
    expiryDate: optionalDay,
  }),
  freeText: ['partnerId', 'policyId', 'licenseKeyName'],
  response: NewLicence,
  failures: [
    ...requestFailures,
    'characters_not_allowed',
    'licence_partner_blank',
    'licence_name_blank',
    'licence_expiry_missing',
    'licence_partner_not_found',
    'licence_partner_type_wrong',
    'licence_partner_not_active',
    'licence_policy_not_found',
    'licence_policy_not_approved',
    'licence_name_taken',
    'licence_expiry_not_ahead',
    'policy_text_unreadable',
  ],
  fields: {
    licence_partner_blank: 'partnerId',
    licence_name_blank: 'licenseKeyName',
    licence_expiry_missing: 'expiryDate',
    licence_partner_not_found: 'partnerId',
    licence_partner_type_wrong: 'partnerId',
    licence_partner_not_active: 'partnerId',
    licence_policy_not_found: 'policyId',
    licence_policy_not_approved: 'policyId',
    licence_name_taken: 'licenseKeyName',
    licence_expiry_not_ahead: 'expiryDate',
  },
  unexpected: 'licence_generation_failed',
})

/** `GET /misp-licenses` (additions-1.3.0.md 3.3). */
export const listMispLicences = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/misp-licenses',
  summary: 'Licences of all MISPs, their keys masked',
  permission: 'mispLicences.list',
  envelope: v2('mosip.pms.misp.licenses.get'),
  query: z.object({
    partnerId: filter,
    orgName: filter,
    policyGroupName: filter,
    policyName: filter,
    mispLicenseKeyName: filter,
    /** `ACTIVE` or `INACTIVE`; `activated` and `deactivated` mean the same. */
    status: exactFilter,
    expiryPeriod,
  }),
  list: {
    sortFields: [
      'partnerId',
      'orgName',
      'policyGroupName',
      'policyName',
      'mispLicenseKeyName',
      'createdDateTime',
      'expiryDateTime',
      'status',
    ],
    defaultPage: { pageNo: 0, pageSize: 8 },
  },
  response: pageOf(
    z.object({
      mispLicenseId: z.string(),
      partnerId: z.string(),
      ...around,
      orgName: z.string().nullable(),
      mispLicenseKeyName: z.string().nullable(),
      /** All but the last four characters are asterisks. */
      mispLicenseKey: z.string(),
      status,
      createdDateTime: LocalDateTime,
      expiryDateTime: LocalDateTime.nullable(),
    }),
  ),
  failures: ['characters_not_allowed'],
  unexpected: 'licence_list_failed',
})

const LicenceDetails = z.object({
  mispLicenseId: z.string(),
  partnerId: z.string(),
  ...around,
  maskedLicenseKey: z.string(),
  licenseKeyName: z.string().nullable(),
  status,
  expiryDateTime: LocalDateTime.nullable(),
  createdDateTime: LocalDateTime,
})

/** Upstream: two members have other names where the path names a partner. */
const LicenceOfPartner = LicenceDetails.omit({
  maskedLicenseKey: true,
  licenseKeyName: true,
}).extend({ mispLicenseKey: z.string(), mispLicenseKeyName: z.string().nullable() })

/** `GET /misp-licenses/{mispLicenseId}` (additions-1.3.0.md 3.4), by partner id as well (3.6). */
export const readMispLicence = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/misp-licenses/:mispLicenseId',
  summary: 'One licence, its key masked',
  description:
    'The path may name a partner instead: then policy and name tell which of its licences is meant.',
  permission: 'mispLicences.read',
  envelope: v2('mosip.pms.misp.licenses.details.get'),
  params: z.object({ mispLicenseId: pathText }),
  query: z.object({ policyId: filter, mispLicenseKeyName: filter }),
  response: z.union([LicenceDetails, LicenceOfPartner]),
  failures: [
    'characters_not_allowed',
    'licence_not_found',
    'licence_partner_not_found',
    'partner_group_gone',
    'misp_policy_gone',
    'licence_not_matched',
    'licences_match',
  ],
  unexpected: 'licence_read_failed',
})

/** `PATCH /misp-licenses/{mispLicenseId}` (additions-1.3.0.md 3.5), by partner id as well (3.6). */
export const deactivateMispLicence = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/misp-licenses/:mispLicenseId',
  summary: 'Deactivate a licence for good',
  description:
    'The path may name a partner instead: then policy and name tell which of its licences is meant, and the status is De-Activate.',
  permission: 'mispLicences.deactivate',
  envelope: v2('mosip.pms.update.misp.license.patch', {
    checksRequest: true,
    olderIds: ['mosip.pms.deactivate.misp.license.patch'],
  }),
  params: z.object({ mispLicenseId: pathText }),
  request: z.object({
    status: optionalText(),
    /** Upstream: taken and not used. */
    expiryDate: optionalDay,
    policyId: optionalText(),
    licenseKeyName: optionalText(),
  }),
  freeText: ['status', 'policyId', 'licenseKeyName'],
  response: z.union([
    z.object({
      mispLicenseId: z.string(),
      partnerId: z.string(),
      policyId: z.string().nullable(),
      licenseKeyName: z.string().nullable(),
      status: z.literal('INACTIVE'),
      expiryDateTime: LocalDateTime.nullable(),
    }),
    z.object({
      partnerId: z.string(),
      policyId: z.string().nullable(),
      licenseKeyName: z.string().nullable(),
      licenseKeyStatus: z.literal('INACTIVE'),
    }),
  ]),
  failures: [
    ...requestFailures,
    'characters_not_allowed',
    'licence_status_unknown',
    'licence_not_found',
    'licence_already_inactive',
    'licence_word_unknown',
    'licence_partner_not_active',
    'licence_not_matched',
    'licences_match',
  ],
  fields: { licence_status_unknown: 'status', licence_word_unknown: 'status' },
  unexpected: 'licence_update_failed',
})
