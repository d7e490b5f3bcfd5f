/** Role names as the identity provider writes them (common.md 12, role meaning). Case-sensitive. */
export const roles = {
  partnerAdmin: 'PARTNER_ADMIN',
  policyManager: 'POLICYMANAGER',
  partnerManager: 'PARTNERMANAGER',
  partnerManagerLowerCase: 'partnermanager',
  authPartner: 'AUTH_PARTNER',
  credentialPartner: 'CREDENTIAL_PARTNER',
  onlineVerificationPartner: 'ONLINE_VERIFICATION_PARTNER',
  abisPartner: 'ABIS_PARTNER',
  sdkPartner: 'SDK_PARTNER',
  manualAdjudication: 'MANUAL_ADJUDICATION',
  mispPartner: 'MISP_PARTNER',
  /** Of the same partners, in older deployments. */
  misp: 'MISP',
  deviceProvider: 'DEVICE_PROVIDER',
  ftmProvider: 'FTM_PROVIDER',
  partner: 'PARTNER',
  pmsUser: 'PMS_USER',
  credentialIssuance: 'CREDENTIAL_ISSUANCE',
  createShare: 'CREATE_SHARE',
  idAuthentication: 'ID_AUTHENTICATION',
  registrationProcessor: 'REGISTRATION_PROCESSOR',
  resident: 'RESIDENT',
  idRepository: 'ID_REPOSITORY',
} as const

export type Role = (typeof roles)[keyof typeof roles]

/** Roles that may act for every partner (partner.md 1.3, "Right"). */
export const rolesExemptFromOwnership: readonly string[] = [
  roles.partnerAdmin,
  roles.partnerManager,
  roles.resident,
  roles.createShare,
  roles.credentialIssuance,
  roles.idAuthentication,
  roles.registrationProcessor,
  roles.idRepository,
]
