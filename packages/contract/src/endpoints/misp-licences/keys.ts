import { z } from 'zod'
import { endpoint, v1 } from '../../endpoint.ts'
import { LocalDateTime, pathText, requiredText } from '../../fields.ts'
import {
  FilterValues,
  FilterValuesRequest,
  SearchRequest,
  filterValuesFailures,
  searchFailures,
  searchPageOf,
} from '../../search.ts'

/*
 * The older endpoints of upstream for licence keys of MISPs (auth-services.md 9): a MISP has one key
 * that counts, the newest. They show keys in clear, to the MISP itself and to administrators.
 */

const MispKey = z.object({
  providerId: z.string(),
  licenseKey: z.string(),
  licenseKeyStatus: z.string(),
  licenseKeyExpiry: LocalDateTime.nullable(),
})

/** `POST /misps` (auth-services.md 9.1). */
export const generateMispKey = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/misps',
  summary: 'Generate the first licence key of a MISP',
  permission: 'mispKeys.generate',
  envelope: v1(),
  request: z.object({ providerId: requiredText() }),
  response: MispKey,
  failures: [
    'field_invalid',
    'misp_not_found',
    'caller_not_owner',
    'misp_key_exists',
    'misp_type_wrong',
    'misp_not_active',
    'misp_policy_not_approved',
    'misp_policy_gone',
    'policy_text_unreadable',
  ],
  fields: { misp_not_found: 'providerId', misp_type_wrong: 'providerId' },
})

/** `PUT /misps` (auth-services.md 9.2). */
export const changeMispKeyStatus = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/misps',
  summary: 'Switch a licence key of a MISP on or off; switching on switches its others off',
  permission: 'mispKeys.changeStatus',
  envelope: v1(),
  request: z.object({
    providerId: requiredText(),
    licenseKey: requiredText(),
    /** `active` or `de-active`, in any letter case. */
    licenseKeyStatus: requiredText(),
  }),
  response: MispKey,
  failures: [
    'field_invalid',
    'misp_key_status_unknown',
    'caller_not_owner',
    'misp_key_not_found',
    'misp_not_active',
    'licence_expired',
    'policy_not_active',
    'policy_text_unreadable',
  ],
  fields: { misp_key_status_unknown: 'licenseKeyStatus', misp_key_not_found: 'licenseKey' },
})

const StoredMispKey = z.object({
  mispId: z.string(),
  policyId: z.string().nullable(),
  licenseKey: z.string(),
  validFromDate: LocalDateTime,
  validToDate: LocalDateTime.nullable(),
  isActive: z.boolean(),
  createdBy: z.string(),
  createdDateTime: LocalDateTime,
  updatedBy: z.string().nullable(),
  updatedDateTime: LocalDateTime.nullable(),
  isDeleted: z.boolean().nullable(),
  deletedDateTime: LocalDateTime.nullable(),
})

/** `GET /misps` (auth-services.md 9.3). */
export const listMispKeys = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/misps',
  summary: 'Every licence key: all for administrators, own ones for a MISP',
  permission: 'mispKeys.list',
  ownership: 'scoped',
  envelope: v1(),
  isWhole: true,
  response: z.array(StoredMispKey),
  failures: [],
})

/** `GET /misps/{mispId}/licenseKey` (auth-services.md 9.4). Upstream: a read that may write. */
export const readMispKey = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/misps/:mispId/licenseKey',
  summary: 'The licence key of a MISP that is valid; a new one where none is',
  permission: 'mispKeys.read',
  envelope: v1(),
  params: z.object({ mispId: pathText }),
  response: MispKey,
  failures: [
    'misp_not_found',
    'misp_not_active',
    'misp_key_not_found',
    'misp_policy_not_approved',
    'misp_policy_gone',
    'policy_text_unreadable',
  ],
  fields: { misp_not_found: 'mispId' },
})

/** `POST /misps/search` (auth-services.md 9.6). */
export const searchMispKeys = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/misps/search',
  summary: 'Search licence keys; a MISP finds its own',
  permission: 'mispKeys.search',
  ownership: 'scoped',
  envelope: v1(),
  request: SearchRequest,
  response: searchPageOf(StoredMispKey),
  failures: ['field_invalid', 'search_page_missing', ...searchFailures],
})

/** `POST /misps/filtervalues` (auth-services.md 9.6). */
export const listMispKeyValues = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/misps/filtervalues',
  summary: 'The values of columns of licence keys, for drop-downs',
  permission: 'mispKeys.filterValues',
  ownership: 'scoped',
  envelope: v1(),
  request: FilterValuesRequest,
  response: FilterValues,
  failures: [...filterValuesFailures, ...searchFailures],
})
