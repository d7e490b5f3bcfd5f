import { z } from 'zod'
import { endpoint, v1, v2 } from '../endpoint.ts'
import {
  CertificateData,
  LocalDateTime,
  exactFilter,
  filter,
  givenPathText,
  optionalText,
  organizationText,
  pageOf,
  pathText,
  requestFailures,
  requiredBoolean,
  requiredText,
} from '../fields.ts'
import { SearchRequest, searchFailures, searchPageOf } from '../search.ts'
import { acceptanceOfLeaf } from './certificates/acceptance.ts'

/** `POST /ftpchipdetail` (devices.md 7.1). */
export const createFtmChip = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/ftpchipdetail',
  summary: 'Register an FTM chip by make and model',
  permission: 'ftmChips.create',
  envelope: v1(),
  request: z.object({
    ftpProviderId: requiredText(36),
    make: requiredText(36),
    model: requiredText(36),
  }),
  response: z.object({ id: z.string() }),
  failures: ['field_invalid', 'ftm_provider_not_usable', 'caller_not_owner', 'ftm_chip_taken'],
})

/** `PUT /ftpchipdetail` (devices.md 7.2). */
export const updateFtmChip = endpoint({
  service: 'partner',
  method: 'PUT',
  path: '/ftpchipdetail',
  summary: 'Correct make and model of an FTM chip before it is approved',
  permission: 'ftmChips.update',
  envelope: v1(),
  request: z.object({
    ftpChipDetailId: requiredText(36),
    make: requiredText(36),
    model: requiredText(36),
  }),
  response: z.object({ id: z.string() }),
  failures: [
    'field_invalid',
    'ftm_chip_not_found',
    'caller_not_owner',
    'ftm_chip_status_wrong',
    'ftm_chip_taken',
  ],
})

/** `PATCH /ftpchipdetail` (devices.md 7.3). */
export const decideFtmChip = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/ftpchipdetail',
  summary: 'Approve or reject an FTM chip',
  permission: 'ftmChips.decide',
  envelope: v1(),
  request: z.object({
    ftpChipDetailId: requiredText(36),
    /** True approves. */
    approvalStatus: requiredBoolean,
  }),
  response: z.string(),
  failures: [
    'field_invalid',
    'ftm_chip_not_found',
    'ftm_chip_without_certificate',
    'ftm_chip_status_wrong',
  ],
})

/** `POST /ftpchipdetail/uploadcertificate` (certificates.md A9, devices.md 7.4). */
export const uploadFtmChipCertificate = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/ftpchipdetail/uploadcertificate',
  summary: 'Upload the certificate of an FTM chip and get the one that consumers verify',
  permission: 'ftmChips.uploadCertificate',
  envelope: v1(),
  request: z.object({
    ftpProviderId: requiredText(36),
    /** Upstream: spelled so. */
    ftpChipDeatilId: requiredText(36),
    /** Asked for and not used. */
    isItForRegistrationDevice: requiredBoolean,
    certificateData: CertificateData,
    /** The certificate must name this organisation, and it must be the provider's own. */
    organizationName: organizationText(),
    partnerDomain: requiredText(36),
  }),
  response: z.object({
    signedCertificateData: z
      .string()
      .describe('The chain, leaf first, as base64url of a PKCS#7 bundle'),
    certificateId: z.string().describe('Upstream: not an id but the leaf as PEM'),
    timestamp: LocalDateTime,
  }),
  failures: [
    'too_many_attempts',
    'field_invalid',
    'ftm_provider_not_usable',
    'caller_not_owner',
    'ftm_chip_not_found',
    'ftm_chip_of_other_provider',
    'ftm_chip_status_wrong',
    'ftm_chip_deactivated',
    ...acceptanceOfLeaf,
  ],
})

/** `GET /ftpchipdetail/getPartnerCertificate/{ftpChipDetailId}` (devices.md 7.5). */
export const readFtmChipCertificate = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/ftpchipdetail/getPartnerCertificate/:ftpChipDetailId',
  summary: 'The MOSIP-signed certificate of an FTM chip',
  permission: 'ftmChips.readCertificate',
  envelope: v1(),
  params: z.object({ ftpChipDetailId: pathText }),
  response: z.object({ certificateData: z.string(), timestamp: LocalDateTime }),
  failures: [
    'ftm_chip_not_found',
    'caller_not_owner',
    'ftm_chip_without_certificate',
    'certificate_not_found',
  ],
})

/** `GET /ftpchipdetail/{ftmId}/certificate-data` (certificates.md A9, devices.md 7.8). */
export const readFtmChipCertificateData = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/ftpchipdetail/:ftmId/certificate-data',
  summary: 'The uploaded and the MOSIP-signed certificate of an FTM chip',
  permission: 'ftmChips.readOriginalCertificate',
  envelope: v2('mosip.pms.original.ftm.certificate.get'),
  feature: 'originalCertificates',
  params: z.object({ ftmId: pathText }),
  response: z.object({
    caSignedCertificateData: z.string(),
    caSignedCertUploadDateTime: LocalDateTime,
    caSignedCertExpiryDateTime: LocalDateTime,
    isCaSignedCertificateExpired: z.boolean(),
    mosipSignedCertificateData: z.string(),
    mosipSignedCertUploadDateTime: LocalDateTime,
    mosipSignedCertExpiryDateTime: LocalDateTime,
    isMosipSignedCertificateExpired: z.boolean(),
  }),
  failures: [
    'original_certificates_off',
    'path_id_malformed',
    'caller_has_no_partner',
    'ftm_id_unknown',
    'ftm_chip_not_own',
    'partner_not_active',
    'ftm_chip_of_certificate_rejected',
    'ftm_certificate_missing',
    'ftm_chip_of_certificate_deactivated',
    'certificate_not_found',
    'ftm_certificate_read_failed',
  ],
  unexpected: 'ftm_certificate_read_failed',
})

/** `GET /ftpchipdetail` (devices.md 7.6). */
export const listOwnFtmChips = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/ftpchipdetail',
  summary: "The FTM chips of the caller's providers",
  permission: 'ftmChips.listOwn',
  ownership: 'scoped',
  envelope: v2('mosip.pms.ftm.chip.details.get'),
  response: z.array(
    z.object({
      ftmId: z.string(),
      partnerId: z.string(),
      partnerStatus: z.string(),
      make: z.string().nullable(),
      model: z.string().nullable(),
      status: z.string(),
      isActive: z.boolean(),
      isCertificateAvailable: z.boolean(),
      certificateUploadDateTime: LocalDateTime.nullable(),
      certificateExpiryDateTime: LocalDateTime.nullable(),
      isCertificateExpired: z.boolean(),
      createdDateTime: LocalDateTime,
    }),
  ),
  failures: ['partner_id_blank'],
  unexpected: 'ftm_chip_list_failed',
})

/** `PATCH /ftpchipdetail/{ftmId}` (devices.md 7.7). */
export const deactivateFtmChip = endpoint({
  service: 'partner',
  method: 'PATCH',
  path: '/ftpchipdetail/:ftmId',
  summary: 'Deactivate an approved FTM chip for good',
  permission: 'ftmChips.deactivate',
  envelope: v2('mosip.pms.deactivate.ftm.patch', { checksRequest: true }),
  params: z.object({ ftmId: givenPathText }),
  request: z.object({ status: optionalText() }),
  freeText: ['status'],
  response: z.object({ ftmId: z.string(), status: z.string(), isActive: z.boolean() }),
  failures: [
    ...requestFailures,
    'characters_not_allowed',
    'hardware_status_wrong',
    'caller_has_no_partner',
    'ftm_id_unknown',
    'ftm_chip_not_own',
    'partner_not_active',
    'ftm_chip_not_approved',
    'ftm_chip_already_deactivated',
  ],
  unexpected: 'ftm_chip_deactivation_failed',
})

/** `GET /ftpchipdetail/v2` (devices.md 7.9). */
export const listFtmChips = endpoint({
  service: 'partner',
  method: 'GET',
  path: '/ftpchipdetail/v2',
  summary: 'Every FTM chip, for administrators',
  permission: 'ftmChips.list',
  envelope: v2('mosip.pms.partners.ftm.chip.details.get'),
  query: z.object({
    partnerId: filter,
    orgName: filter,
    ftmId: filter,
    make: filter,
    model: filter,
    /** `approved`, `rejected`, `pending_cert_upload`, `pending_approval` or `deactivated`. */
    status: exactFilter,
  }),
  list: {
    sortFields: ['partnerId', 'orgName', 'ftmId', 'make', 'model', 'status', 'createdDateTime'],
    defaultPage: { pageNo: 0, pageSize: 8 },
  },
  response: pageOf(
    z.object({
      ftmId: z.string(),
      partnerId: z.string(),
      orgName: z.string().nullable(),
      make: z.string().nullable(),
      model: z.string().nullable(),
      status: z.string(),
      isActive: z.boolean(),
      isCertificateAvailable: z.boolean(),
      createdDateTime: LocalDateTime,
    }),
  ),
  failures: ['characters_not_allowed'],
  unexpected: 'ftm_chip_list_failed',
})

/** `POST /ftpchipdetail/search` (devices.md 7.10). */
export const searchFtmChips = endpoint({
  service: 'partner',
  method: 'POST',
  path: '/ftpchipdetail/search',
  summary: 'Search FTM chips; providers find their own',
  permission: 'ftmChips.search',
  ownership: 'scoped',
  envelope: v1(),
  request: SearchRequest,
  isWhole: true,
  response: searchPageOf(
    z.object({
      ftpChipDetailId: z.string(),
      ftpProviderId: z.string(),
      make: z.string().nullable(),
      model: z.string().nullable(),
      certificateAlias: z.string().nullable(),
      partnerOrganizationName: z.string().nullable(),
      active: z.boolean(),
      deleted: z.boolean().nullable(),
      crBy: z.string(),
      crDtimes: LocalDateTime,
      delDtimes: LocalDateTime.nullable(),
      updBy: z.string().nullable(),
      updDtimes: LocalDateTime.nullable(),
      approvalStatus: z.string(),
    }),
  ),
  failures: ['field_invalid', ...searchFailures],
})
