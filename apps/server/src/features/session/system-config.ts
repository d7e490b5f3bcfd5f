import type { ResponseOf, listRoles as rolesContract } from '@pmp/contract'
import type { Config } from '../../config.ts'
import type { Context } from '../../context.ts'

/** Settings that user interfaces read, all as text (common.md 7.1, additions-1.3.0.md 10.1). */
export function systemConfig(config: Config): Record<string, string> {
  return {
    grantTypes: config.GRANT_TYPES,
    clientAuthMethods: config.CLIENT_AUTH_METHODS,
    inActivityTimer: String(config.INACTIVITY_MINUTES),
    inActivityPromptTimer: String(config.INACTIVITY_PROMPT_MINUTES),
    axiosTimeout: String(config.CLIENT_TIMEOUT_MINUTES),
    maxAllowedExpiryYear: String(config.MAX_EXPIRY_YEARS),
    maxAllowedCreatedYear: String(config.MAX_CREATED_YEARS),
    itemsPerPage: String(config.ITEMS_PER_PAGE),
    isCaSignedPartnerCertificateAvailable: String(config.ORIGINAL_CERTIFICATES_AVAILABLE),
    isOidcClientAvailable: String(config.OIDC_CLIENTS_AVAILABLE),
    isRootIntermediateCertAvailable: String(config.TRUST_STORE_LIST_AVAILABLE),
    refreshNotificationsTime: String(config.REFRESH_NOTIFICATIONS_SECONDS),
    partnerIdMaxLength: String(config.PARTNER_ID_MAX_LENGTH),
    certificateSignatureAlgorithms: config.CERTIFICATE_SIGNATURE_ALGORITHMS.join(','),
    phoneNumberMaxLength: String(config.CONTACT_NUMBER_MAX_LENGTH),
    isOidcClientAdditionalInfoRequired: String(config.OIDC_ADDITIONAL_INFO),
    supportedNotificationLanguages: config.LANGUAGES.join(','),
    supportedOidcLanguages: config.OIDC_LANGUAGES.join(','),
    allowedCredentialTypes: config.CREDENTIAL_TYPES.join(','),
    allowedBioextractorModalities: config.EXTRACTOR_MODALITIES.map(modalityOf).join(','),
    allowedBioextractorModalitiesAttributeNameMap: config.EXTRACTOR_MODALITIES.join(','),
  }
}

/** What stands before the attribute, e.g. `face` of `face:photo`. */
function modalityOf(entry: string): string {
  return entry.split(':')[0] ?? entry
}

export async function readSystemConfig({ config }: Context): Promise<Record<string, string>> {
  return systemConfig(config)
}

/** Roles that a user can be given (common.md 7.2). */
export async function listRoles({ config }: Context): Promise<ResponseOf<typeof rolesContract>> {
  return { roles: config.UI_ROLES }
}
