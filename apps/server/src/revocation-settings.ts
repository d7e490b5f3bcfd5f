import { z } from 'zod'
import { flag, list, setting, whole } from './setting.ts'

/** Settings about examining certificates, paths and revocation; part of the table in config.ts. */
export const revocationSettings = {
  CERTIFICATES_PER_MINUTE: setting(whole.min(1).default(300), {
    meaning:
      'Certificates that a caller may have examined per minute and process, with one file more than that at once; each 4 KiB counts as one at least',
  }),
  CERTIFICATES_PER_MINUTE_OF_ADMINISTRATORS: setting(whole.min(1).default(5000), {
    meaning: 'The same for who may add to the trust store',
  }),
  CERTIFICATE_PATH_RULES: setting(z.enum(['upstream', 'strict']).optional(), {
    meaning:
      "`strict` judges paths by all of RFC 5280 and takes only CA certificates into the trust store; `upstream` as upstream's key manager does, which lets in what the administrator's home page then tells",
    otherwise: '`strict`; `upstream` where the database held certificates before it could tell',
  }),
  CRL_REQUIRED: setting(z.enum(['where_known', 'target', 'all']).default('where_known'), {
    meaning:
      'Which certificates of a path need a current revocation list of their issuer: those of issuers with a stored list, also the lowest one, or all',
  }),
  CRL_FETCH_MINUTES: setting(whole.min(5).default(60), {
    meaning: 'Minutes between two fetches of a revocation list from its address',
  }),
  CRL_FETCH_HOSTS: setting(list(''), {
    meaning:
      'Comma list of hosts (`host` or `host:port`) that revocation lists may be fetched from, also in the own network',
    otherwise: 'any public address, ports 80 and 443',
  }),
  CRL_HOURS: setting(whole.min(2).max(8760).default(168), {
    meaning: 'Hours until our own revocation list ends; the next one comes after half of them',
  }),
  CRL_IN_CERTIFICATES: setting(flag(false), {
    meaning: 'MOSIP-signed certificates name the address of our revocation list',
  }),
}
