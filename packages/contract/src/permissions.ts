import { roles, type Role } from './roles.ts'

/**
 * Who may call what (common.md 12). `roles: 'any'` asks for a valid token only; `roles: 'open'`
 * asks for nothing. `upstream` is the suffix of upstream's property `mosip.role.pms.*`.
 */
export interface Permission {
  roles: readonly Role[] | 'any' | 'open'
  upstream?: string
}

const administrators = [roles.partnerManager, roles.partnerAdmin] as const
const policyAdministrators = [roles.partnerAdmin, roles.policyManager] as const
const portalUsers = [
  roles.authPartner,
  roles.abisPartner,
  roles.sdkPartner,
  roles.deviceProvider,
  roles.ftmProvider,
  roles.credentialPartner,
  roles.partnerAdmin,
  roles.onlineVerificationPartner,
] as const
const certificateUploaders = [
  roles.partner,
  roles.pmsUser,
  ...portalUsers,
  roles.credentialIssuance,
  roles.idAuthentication,
] as const
const policyUsers = [
  roles.authPartner,
  roles.abisPartner,
  roles.credentialPartner,
  roles.credentialIssuance,
  roles.onlineVerificationPartner,
] as const
/** Those who read requests for API keys in upstream's older way (auth-services.md 4). */
const keyRequesters = [
  roles.partner,
  roles.authPartner,
  roles.abisPartner,
  roles.credentialPartner,
  roles.partnerAdmin,
  roles.onlineVerificationPartner,
] as const
const keySearchers = [...keyRequesters, roles.pmsUser] as const
/** Those who end API keys (auth-services.md 3.3, additions-1.3.0.md 6.1). */
const keyChangers = [
  ...administrators,
  roles.authPartner,
  roles.credentialPartner,
  roles.credentialIssuance,
  roles.onlineVerificationPartner,
] as const
/** Those who may change a partner's own data (partner.md 1.4, `UPD`). */
const partnerUpdaters = [
  roles.partner,
  roles.authPartner,
  roles.credentialPartner,
  roles.partnerAdmin,
  roles.onlineVerificationPartner,
  roles.deviceProvider,
  roles.ftmProvider,
  roles.abisPartner,
  roles.manualAdjudication,
  roles.mispPartner,
] as const
/** Those who deal with credentials of partners (partner.md 1.4, `CRED`). */
const credentialUsers = [
  roles.partner,
  roles.credentialPartner,
  roles.partnerAdmin,
  roles.credentialIssuance,
  roles.createShare,
  roles.onlineVerificationPartner,
] as const
/** Those who offer bio extractors, and who choose one (additions-1.3.0.md 5). */
const extractorChoosers = [
  roles.partnerAdmin,
  roles.credentialPartner,
  roles.onlineVerificationPartner,
] as const
/** Those who search partners (partner.md 1.4, `SRCH`). */
const partnerSearchers = [
  roles.partner,
  roles.pmsUser,
  roles.authPartner,
  roles.abisPartner,
  roles.sdkPartner,
  roles.deviceProvider,
  roles.ftmProvider,
  roles.partnerAdmin,
  roles.credentialPartner,
  roles.onlineVerificationPartner,
] as const
/** Administrators and services that read every partner (partner.md 1.4, `LIST`). */
const partnerListers = [
  ...administrators,
  roles.partnerManagerLowerCase,
  roles.idAuthentication,
  roles.registrationProcessor,
  roles.resident,
  roles.credentialIssuance,
  roles.idRepository,
] as const
/** Those who have OIDC clients, and who look after them (auth-services.md 8). */
const clientOwners = [roles.partnerAdmin, roles.authPartner] as const
/** MISPs with their licence keys, and administrators (auth-services.md 9). */
const mispUsers = [roles.mispPartner, roles.misp, ...administrators] as const
/** Those who deal with FTM chips (devices.md 1.1). */
const ftmProviders = [roles.partnerAdmin, roles.ftmProvider] as const
/** Holders of a role that upstream's catalogue leaves out although the type exists. */
const everyPartner = [...portalUsers, roles.manualAdjudication, roles.mispPartner] as const
/** Partners of every type, also with a role from before there was one for each, and administrators. */
const certificateOwners = [...everyPartner, roles.partner, roles.pmsUser] as const

export const permissions = {
  'portal.open': { roles: 'open' },
  'portal.use': { roles: 'any' },
  'partners.register': { roles: 'any' },
  'partners.verifyEmail': { roles: 'any' },
  'partners.listOwn': { roles: portalUsers, upstream: 'getpartnersv3' },
  'partners.read': {
    roles: [...partnerUpdaters, roles.resident, roles.sdkPartner],
    upstream: 'getpartnerspartnerid',
  },
  'partners.list': { roles: partnerListers, upstream: 'getpartners' },
  'partners.listWithLogo': { roles: partnerListers, upstream: 'getpartnersnew' },
  'partners.administer': { roles: [roles.partnerAdmin], upstream: 'getadminpartners' },
  'partners.readDetails': { roles: [roles.partnerAdmin], upstream: 'getpartnerdetails' },
  'partners.search': { roles: partnerSearchers, upstream: 'postpartnerssearch' },
  'partners.searchTypes': {
    roles: partnerSearchers.filter(
      (role) => role !== roles.abisPartner && role !== roles.sdkPartner,
    ),
    upstream: 'postpartnerspartnertypesearch',
  },
  'partners.filterValues': {
    roles: partnerSearchers.filter((role) => role !== roles.sdkPartner),
    upstream: 'postpartnersfiltervalues',
  },
  'partners.update': { roles: partnerUpdaters, upstream: 'putpartners' },
  'partners.updateWithLogo': { roles: partnerUpdaters, upstream: 'putpartnersnew' },
  'partners.addContact': { roles: partnerUpdaters, upstream: 'postpartnerscontactadd' },
  'partners.choosePolicyGroup': {
    roles: [
      roles.partner,
      roles.pmsUser,
      roles.authPartner,
      roles.credentialPartner,
      roles.partnerAdmin,
      roles.onlineVerificationPartner,
    ],
    upstream: 'putpartnerspolicygroup',
  },
  'partners.linkPolicyGroup': {
    roles: [roles.partnerAdmin],
    upstream: 'postlinkpolicygrouptopartner',
  },
  'partners.changeStatus': { roles: administrators, upstream: 'patchpartners' },
  'deactivation.preview': {
    roles: [...certificateOwners, ...keyChangers, roles.misp, roles.policyManager],
  },
  'acceptance.check': {
    roles: [...certificateOwners, ...keyChangers, roles.misp],
  },
  'extractors.add': { roles: credentialUsers, upstream: 'postpartnersbioextractors' },
  'extractors.read': { roles: credentialUsers, upstream: 'getpartnersbioextractors' },
  'extractorConfigurations.create': {
    roles: [roles.partnerAdmin],
    upstream: 'postbioextractorconfigurations',
  },
  'extractorConfigurations.list': {
    roles: extractorChoosers,
    upstream: 'getbioextractorconfigurations',
  },
  'extractorConfigurations.read': {
    roles: extractorChoosers,
    upstream: 'getbioextractorconfigurationdetails',
  },
  'extractorConfigurations.delete': {
    roles: [roles.partnerAdmin],
    upstream: 'patchbioextractorconfigurationdelete',
  },
  'credentialTypes.map': {
    roles: credentialUsers,
    upstream: 'postpartnerscredentialtypepolicies',
  },
  'credentialTypes.read': {
    roles: credentialUsers,
    upstream: 'getpartnerscredentialtypepolicies',
  },
  'users.create': { roles: everyPartner },
  // Upstream leaves MISPs and manual adjudication out, so nobody asks them.
  'users.consent': { roles: [...certificateOwners, roles.policyManager], upstream: 'userconsent' },
  'certificates.uploadCa': { roles: administrators, upstream: 'postpartnerscacertificateupload' },
  'certificates.upload': { roles: certificateUploaders, upstream: 'postpartnerscertificateupload' },
  'certificates.read': {
    roles: [...certificateUploaders, roles.createShare],
    upstream: 'getpartnerscertificate',
  },
  'certificates.listOwn': { roles: portalUsers, upstream: 'getpartnercertificates' },
  'certificates.inspect': { roles: [...everyPartner, ...administrators] },
  'certificates.watchExpiry': { roles: [roles.partnerAdmin] },
  'certificates.history': { roles: certificateOwners },
  'certificates.renew': { roles: certificateOwners },
  'organizationNames.request': { roles: certificateOwners },
  'organizationNames.decide': { roles: [roles.partnerAdmin] },
  'trustStore.list': { roles: [roles.partnerAdmin], upstream: 'gettrustcertificates' },
  'trustStore.download': { roles: [roles.partnerAdmin], upstream: 'getdownloadtrustcertificates' },
  'ftmChips.create': { roles: ftmProviders, upstream: 'postftpchipdetail' },
  'ftmChips.update': { roles: ftmProviders, upstream: 'putftpchipdetail' },
  'ftmChips.decide': { roles: [roles.partnerAdmin], upstream: 'patchftpchipdetail' },
  'ftmChips.uploadCertificate': {
    roles: ftmProviders,
    upstream: 'postftpchipdetailuploadcertificate',
  },
  'ftmChips.readCertificate': {
    roles: ftmProviders,
    upstream: 'getftpchipdetailgetpartnercertificate',
  },
  'ftmChips.readOriginalCertificate': {
    roles: ftmProviders,
    upstream: 'getoriginalftmcertificate',
  },
  'ftmChips.listOwn': { roles: ftmProviders, upstream: 'getftmchipdetails' },
  'ftmChips.list': { roles: [roles.partnerAdmin], upstream: 'getpartnersftmchipdetails' },
  'ftmChips.deactivate': { roles: ftmProviders, upstream: 'patchdeactivateftm' },
  'ftmChips.search': { roles: ftmProviders, upstream: 'postftpchipdetailsearch' },
  'revocations.manage': { roles: [roles.partnerAdmin] },
  'policyRequests.submit': {
    roles: [...policyUsers, roles.partnerAdmin],
    upstream: 'postpartnerspolicymap',
  },
  'policyRequests.decide': { roles: administrators, upstream: 'putpartnerspolicymapping' },
  'policyRequests.list': {
    roles: [
      roles.partnerAdmin,
      roles.authPartner,
      roles.abisPartner,
      roles.sdkPartner,
      roles.credentialPartner,
      roles.onlineVerificationPartner,
    ],
    upstream: 'getallpartnerpolicymappingrequests',
  },
  'apiKeys.generate': { roles: policyUsers, upstream: 'patchpartnersgenerateapikey' },
  'apiKeys.list': {
    roles: [roles.partnerAdmin, roles.authPartner],
    upstream: 'getpartnersapikeyrequests',
  },
  // Also those who make keys and are not among the readers of upstream's list.
  'apiKeys.read': { roles: [...new Set([...keyRequesters, ...keyChangers, ...policyUsers])] },
  'apiKeys.lookUp': { roles: administrators, upstream: 'getpartnersapikey' },
  'apiKeys.changeStatus': { roles: keyChangers, upstream: 'patchpartnerspolicyapikeystatus' },
  'apiKeys.change': { roles: keyChangers, upstream: 'patchupdatepartnerapikey' },
  'apiKeys.listOfPartner': { roles: keyRequesters, upstream: 'getpartnersapikeyrequest' },
  'apiKeys.searchRequests': { roles: keySearchers, upstream: 'postpartnersapikeyrequestsearch' },
  'apiKeys.search': { roles: keySearchers, upstream: 'postpartnersapikeysearch' },
  'apiKeys.requestValues': {
    roles: keyRequesters,
    upstream: 'postpartnersapikeyrequestfiltervalues',
  },
  'apiKeys.replace': { roles: policyUsers },
  'apiKeys.move': { roles: administrators, upstream: 'putpartnersapikeypolicies' },
  // Upstream: everybody; its properties postoidcclient, putoidcclient and getoidcclient do nothing.
  'oidcClients.create': { roles: clientOwners },
  'oidcClients.update': { roles: clientOwners },
  'oidcClients.read': { roles: clientOwners },
  'oidcClients.createConfigured': {
    roles: [roles.authPartner],
    upstream: 'postcreateoidcclient',
  },
  'oidcClients.updateConfigured': {
    roles: [roles.authPartner],
    upstream: 'putupdateoidcclient',
  },
  'oidcClients.deactivate': { roles: clientOwners, upstream: 'patchdeactivateoidcclient' },
  'oidcClients.retryRegistration': { roles: [roles.partnerAdmin] },
  'oidcClients.readDetails': { roles: clientOwners, upstream: 'getoidcclientdetails' },
  'oidcClients.list': { roles: clientOwners, upstream: 'getoauthpartnersclients' },
  'mispKeys.generate': { roles: mispUsers, upstream: 'postmisplicense' },
  'mispKeys.changeStatus': { roles: mispUsers, upstream: 'putmisplicense' },
  'mispKeys.list': { roles: mispUsers, upstream: 'getmisplicense' },
  'mispKeys.read': { roles: administrators, upstream: 'getmisplicensekey' },
  'mispKeys.search': { roles: mispUsers, upstream: 'postmispsearch' },
  'mispKeys.filterValues': { roles: mispUsers, upstream: 'postmispfiltervalues' },
  'mispLicences.list': { roles: [roles.partnerAdmin], upstream: 'getallmisplicenses' },
  'mispLicences.generate': { roles: [roles.partnerAdmin], upstream: 'postgeneratemisplicense' },
  'mispLicences.read': { roles: [roles.partnerAdmin], upstream: 'getmisplicensedetails' },
  'mispLicences.deactivate': {
    roles: [roles.partnerAdmin],
    upstream: 'patchdeactivatemisplicensekey',
  },
  'mispLicences.regenerate': {
    roles: [roles.partnerAdmin],
    upstream: 'putregeneratemisplicensekey',
  },
  'policyGroups.create': { roles: policyAdministrators, upstream: 'postpoliciesgroupnew' },
  'policyGroups.edit': { roles: policyAdministrators, upstream: 'putpoliciesgrouppolicygroupid' },
  'policyGroups.deactivate': {
    roles: policyAdministrators,
    upstream: 'patchdeactivatepolicygroup',
  },
  'policyGroups.search': {
    roles: [...policyAdministrators, roles.authPartner, roles.credentialPartner],
    upstream: 'postpoliciesgroupsearch',
  },
  'policyGroups.read': {
    roles: policyAdministrators,
    upstream: 'getpoliciesgrouppolicygroupid',
  },
  'policyGroups.listAll': { roles: policyAdministrators, upstream: 'getpoliciesgroupall' },
  'policyGroups.filterValues': {
    roles: [
      ...policyAdministrators,
      roles.partner,
      roles.authPartner,
      roles.credentialPartner,
      roles.abisPartner,
      roles.ftmProvider,
      roles.onlineVerificationPartner,
      roles.manualAdjudication,
    ],
    upstream: 'postpoliciesgroupfiltervalues',
  },
  'policyGroups.list': {
    roles: [
      roles.authPartner,
      roles.credentialPartner,
      roles.onlineVerificationPartner,
      roles.abisPartner,
      roles.manualAdjudication,
      ...policyAdministrators,
    ],
    upstream: 'getpolicygroups',
  },
  'policies.create': { roles: policyAdministrators, upstream: 'postpolicies' },
  'policies.edit': { roles: policyAdministrators, upstream: 'putpoliciespolicyid' },
  'policies.publish': {
    roles: policyAdministrators,
    upstream: 'postpoliciespolicyidgrouppublish',
  },
  'policies.deactivate': { roles: policyAdministrators, upstream: 'patchdeactivatepolicy' },
  'policies.read': { roles: policyAdministrators, upstream: 'getpoliciespolicyid' },
  'policies.list': { roles: policyAdministrators, upstream: 'getallpolicies' },
  'policies.listAll': { roles: policyAdministrators, upstream: 'getpolicies' },
  'policies.search': { roles: policyAdministrators, upstream: 'postpoliciessearch' },
  'policies.filterValues': {
    roles: [...policyAdministrators, roles.partner, roles.authPartner, roles.credentialPartner],
    upstream: 'postpoliciesfiltervalues',
  },
  'policies.changeStatus': {
    roles: policyAdministrators,
    upstream: 'patchpoliciespolicyidgrouppolicygroupid',
  },
  'policies.readConfig': { roles: policyAdministrators, upstream: 'getpoliciesconfigkey' },
  'policies.listActive': {
    roles: [
      roles.authPartner,
      roles.credentialPartner,
      roles.partnerAdmin,
      roles.onlineVerificationPartner,
      roles.abisPartner,
      roles.manualAdjudication,
      roles.policyManager,
    ],
    upstream: 'getactivegroupgroupname',
  },
  'persons.accept': { roles: 'any' },
  'persons.manage': { roles: [roles.partnerAdmin] },
  'audit.read': { roles: [roles.partnerAdmin] },
  'outbox.read': { roles: [roles.partnerAdmin] },
} as const satisfies Record<string, Permission>

export type PermissionName = keyof typeof permissions

/**
 * Whether holders of `held` have the permission; `granted` overrides the default role list, with role
 * names that may be the deployment's own.
 */
export function isPermitted(
  name: PermissionName,
  held: readonly string[],
  granted: readonly string[] | 'any' | 'open' = permissions[name].roles,
): boolean {
  if (granted === 'open' || granted === 'any') return true
  return granted.some((role) => held.includes(role))
}
