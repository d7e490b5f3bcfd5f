import { roles, type Role } from './roles.ts'

/**
 * Partner types of the reference data (database.md 6.1) that a person signs up for or an
 * administrator creates, with the realm role of their users and the certificate domain.
 */
export const partnerTypes = [
  { code: 'Auth_Partner', role: roles.authPartner, domain: 'AUTH', isSelfService: true },
  { code: 'Device_Provider', role: roles.deviceProvider, domain: 'DEVICE', isSelfService: true },
  { code: 'FTM_Provider', role: roles.ftmProvider, domain: 'FTM', isSelfService: true },
  {
    code: 'Credential_Partner',
    role: roles.credentialPartner,
    domain: 'AUTH',
    isSelfService: true,
  },
  {
    code: 'Online_Verification_Partner',
    role: roles.onlineVerificationPartner,
    domain: 'AUTH',
    isSelfService: false,
  },
  { code: 'ABIS_Partner', role: roles.abisPartner, domain: 'AUTH', isSelfService: false },
  {
    code: 'Manual_Adjudication',
    role: roles.manualAdjudication,
    domain: 'AUTH',
    isSelfService: false,
  },
  { code: 'MISP_Partner', role: roles.mispPartner, domain: 'MISP', isSelfService: false },
] as const satisfies readonly {
  code: string
  role: Role
  domain: CertificateDomain
  isSelfService: boolean
}[]

/** Beside those that sign up, MISPs register themselves (additions-1.3.0.md 2.1). */
export function registersItself({ code, isSelfService }: (typeof partnerTypes)[number]): boolean {
  return isSelfService || code === 'MISP_Partner'
}

/** Whether partners of a type are infrastructure providers; letter case is ignored. */
export function isMispType(code: string): boolean {
  return code.toLowerCase() === 'misp_partner'
}

/** Types of the platform's own services; only administrators create them, and nobody signs in as one. */
export const internalPartnerTypes = [
  'Internal_Partner',
  'Print_Partner',
  'Binding_Partner',
] as const

/** SDK partners use the portal without being registered. */
export const typeWithoutRegistration = 'SDK_Partner'

/** Trust-store domains (certificates.md B1). */
export const certificateDomains = ['AUTH', 'DEVICE', 'FTM', 'MISP'] as const
export type CertificateDomain = (typeof certificateDomains)[number]

/** The domain in which partners of this type upload (ui.md 1.11); AUTH for every other type. */
export function domainOfPartnerType(code: string): CertificateDomain {
  return (
    partnerTypes.find((type) => type.code.toLowerCase() === code.toLowerCase())?.domain ?? 'AUTH'
  )
}
