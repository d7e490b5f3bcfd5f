import { fileOrWebAddress, flag, languageCodes, list, setting, text } from './setting.ts'

/** Settings about OIDC clients; part of the table in config.ts. */
export const oidcClientSettings = {
  OIDC_CLIENTS_AVAILABLE: setting(flag(true), {
    meaning: 'OIDC clients can be managed',
    upstream: 'mosip.pms.oidc.client.available',
  }),
  OIDC_ADDITIONAL_INFO: setting(flag(true), {
    meaning: 'OIDC clients have more than the basic members',
    upstream: 'mosip.pms.oidc.client.additional.info.required',
  }),
  OIDC_LANGUAGES: setting(list('eng,fra,ara', languageCodes), {
    meaning: 'Languages in which names of OIDC clients may be given',
    upstream: 'mosip.pms.supported.oidc.languages',
  }),
  GRANT_TYPES: setting(text.default('authorization_code'), {
    meaning: 'Grant types of OIDC clients',
    upstream: 'mosip.pms.oidc.clients.grantTypes',
  }),
  CLIENT_AUTH_METHODS: setting(text.default('private_key_jwt'), {
    meaning: 'Authentication methods of OIDC clients',
    upstream: 'mosip.pms.oidc.clients.clientAuthMethods',
  }),
  OIDC_CLAIMS_MAPPING: setting(fileOrWebAddress.optional(), {
    meaning: 'File or address of `identity-mapping.json`, which tells the attributes of a claim',
    otherwise: "that of MOSIP's default configuration",
    upstream: 'mosip.pms.esignet.claims-mapping-file-url',
  }),
  OIDC_ACR_MAPPING: setting(fileOrWebAddress.optional(), {
    meaning: 'File or address of `amr-acr-mapping.json`, which tells the factors of an ACR value',
    otherwise: "that of MOSIP's default configuration",
    upstream: 'mosip.pms.esignet.amr-acr-mapping-file-url',
  }),
}
