import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import {
  namesOf,
  certificateDomains,
  permissions,
  policyTypes,
  usualEmail,
  usualPlainText,
  type PermissionName,
} from '@pmp/contract'
import { z } from 'zod'
import { databaseSettings, isLockShorter } from './database-settings.ts'
import { parseTokenUri, type TokenAddress } from './keys/token/token-address.ts'
import { neighbourSettings } from './neighbour-settings.ts'
import { oidcClientSettings } from './oidc-client-settings.ts'
import { lineOf, mistake, type Finding } from './preflight/finding.ts'
import { revocationSettings } from './revocation-settings.ts'
import {
  flag,
  judgedText,
  languageCodes,
  list,
  problemOfKind,
  setting,
  someOf,
  someWords,
  text,
  whole,
} from './setting.ts'

/*
 * Every setting of the product: name, default, meaning, and the property of upstream that it
 * stands for. docs/operating/settings.md and .env.example are generated from this table.
 */

function isPattern(pattern: string, flags?: string): boolean {
  try {
    return Boolean(new RegExp(pattern, flags))
  } catch {
    return false
  }
}
const pattern = (usual: string, flags?: string) =>
  judgedText((given) =>
    isPattern(given, flags) ? undefined : 'is no regular expression; set one of JavaScript',
  ).default(usual)
/** Clients of a MOSIP realm whose tokens upstream accepts (integration.md 8.1). */
const upstreamAudience = [
  'mosip-creser-client',
  'mosip-datsha-client',
  'mosip-ida-client',
  'mosip-regproc-client',
  'mosip-admin-client',
  'mosip-reg-client',
  'mosip-pms-client',
  'mosip-resident-client',
  'mosip-idrepo-client',
  'mosip-deployment-client',
]
/** Partners that are services of the platform itself (notifications.md 5.1). */
const services = 'cert adjudication mobile print abis resident auth digitalcard esignet'.split(' ')
const platformPartners = ['MOSIP.PROXY.SBI', ...services.map((name) => `mpartner-default-${name}`)]

export const settings = z.object({
  ...neighbourSettings,
  ...databaseSettings,
  MEMORY_MB: setting(whole.min(256).max(65_536).default(320), {
    meaning:
      'Megabytes for all objects of one process, which takes about 100 more; read as it starts',
  }),

  PARTNER_ID_MAX_LENGTH: setting(whole.min(1).max(36).default(36), {
    meaning: 'Longest partner id, in characters',
    upstream: 'pmp.partner.partnerId.max.length',
  }),
  CONTACT_NUMBER_MAX_LENGTH: setting(whole.min(1).max(16).default(16), {
    meaning: 'Longest contact number, in characters',
    upstream: 'pmp.partner.mobileNumber.max.length',
  }),
  EMAIL_PATTERN: setting(pattern(usualEmail), {
    meaning: 'Regular expression of a valid e-mail address',
    upstream: 'pmp.partner.valid.email.address.regex',
  }),
  FREE_TEXT_PATTERN: setting(pattern(usualPlainText, 'u'), {
    meaning: 'Regular expression of the free text that lists and ids may be asked with',
    upstream: 'mosip.pms.request.input.validation.regex',
  }),
  LANGUAGES: setting(list('eng,fra,ara', languageCodes), {
    meaning: 'Languages of partners; the first is the default',
    upstream: 'mosip.mandatory-languages, mosip.optional-languages',
  }),

  CERTIFICATE_DOMAINS: setting(list(certificateDomains.join(','), someWords), {
    meaning: 'Trust store domains',
    upstream: 'mosip.kernel.partner.allowed.domains',
  }),
  CA_CERTIFICATE_MIN_MONTHS: setting(whole.min(0).default(12), {
    meaning: 'Least remaining validity of a CA certificate, in months',
    upstream: 'mosip.kernel.partner.cacertificate.upload.minimumvalidity.month',
  }),
  PARTNER_CERTIFICATE_YEARS: setting(whole.min(1).default(1), {
    meaning: 'Life of a MOSIP-signed partner certificate, in years of 365 days',
    upstream: 'mosip.kernel.partner.issuer.certificate.duration.years',
  }),
  PARTNER_CERTIFICATE_GRACE_DAYS: setting(whole.min(0).default(30), {
    meaning: 'Days by which an uploaded certificate may end before that life',
    upstream: 'mosip.kernel.partner.issuer.certificate.allowed.grace.duration',
  }),
  CERTIFICATE_SIGNATURE_ALGORITHMS: setting(list('SHA256withRSA', someWords), {
    meaning: 'Signature algorithms that a partner certificate may carry',
    upstream: 'mosip.kernel.partner.certificate.allowed.sign.algorithms',
  }),
  ...revocationSettings,
  RETURN_UPLOADED_FTM_CHAIN: setting(flag(true), {
    meaning: 'FTM uploads answer with the uploaded certificate, not with the MOSIP-signed one',
    upstream: 'mosip.kernel.partner.resign.ftm.domain.certs (inverted)',
  }),

  DEACTIVATION_CASCADE: setting(z.enum(['full', 'upstream']).default('full'), {
    meaning:
      '`full`: what hangs on a deactivated partner, policy or group ends with it, and consumers hear of each; `upstream`: only the licences of a MISP do, and a policy that requests hold cannot be deactivated',
  }),
  POLICY_TYPES: setting(list(policyTypes.join(','), someOf(policyTypes)), {
    meaning: 'Policy types that may be created',
    upstream: 'pmp.allowed.policy.types',
  }),
  POLICY_SCHEMA_URL: setting(text.default('https://schemas.mosip.io/v1/auth-policy'), {
    meaning: 'Schema mark of a published policy',
    upstream: 'pmp.policy.schema.url',
  }),
  EXTRACTORS_REQUIRED_FOR: setting(list('Credential_Partner,Online_Verification_Partner'), {
    meaning: 'Partner types whose requests need bio extractors before approval',
    upstream: 'pmp.bioextractors.required.partner.types',
  }),
  CREDENTIAL_TYPES: setting(list('auth,qrcode,euin,reprint,vercred,opencrvs'), {
    meaning: 'Credential types that partners may receive',
    upstream: 'pmp.allowed.credential.types',
  }),
  CREDENTIAL_PARTNER_TYPES: setting(
    list('Credential_Partner,Online_Verification_Partner,Auth_Partner'),
    {
      meaning: 'Partner types that may receive credentials',
      upstream: 'policy.credential.type.mapping.allowed.partner.types',
    },
  ),
  API_KEY_DAYS: setting(whole.min(1).default(36_500), {
    meaning: 'Validity of an API key, in days',
    upstream: 'mosip.pmp.partner.policy.expiry.period.indays',
  }),
  MISP_KEY_DAYS: setting(whole.min(1).max(999_999).default(999_999), {
    meaning: 'Validity of a MISP licence that is generated without a date, in days',
    upstream: 'mosip.pmp.misp.license.expiry.period.indays',
  }),
  // 22 letters and digits are more than 128 bits.
  MISP_KEY_LENGTH: setting(whole.min(22).max(128).default(50), {
    meaning: 'Length of the key of a MISP licence, in characters',
    upstream: 'mosip.kernel.idgenerator.misp.license-key-length',
  }),
  SKIPPED_PARTNERS: setting(list(platformPartners.join(',')), {
    meaning: 'Partners whose keys and licences background jobs leave alone',
    upstream: 'skips.partner.ids',
  }),

  INACTIVITY_MINUTES: setting(whole.min(1).default(25), {
    meaning: 'Minutes until the web UI asks whether anybody is there',
    upstream: 'mosip.pms.session.inactivity.timer',
  }),
  INACTIVITY_PROMPT_MINUTES: setting(whole.min(1).default(5), {
    meaning: 'Minutes until it signs out then',
    upstream: 'mosip.pms.session.inactivity.prompt.timer',
  }),
  CLIENT_TIMEOUT_MINUTES: setting(whole.min(1).default(3), {
    meaning: 'Minutes until a call of the web UI is given up',
    upstream: 'mosip.pms.axios.timeout',
  }),
  MAX_EXPIRY_YEARS: setting(whole.min(1).default(10), {
    meaning: 'Latest expiry of an SBI, in years',
    upstream: 'mosip.pms.expiry.date.max.year',
  }),
  MAX_CREATED_YEARS: setting(whole.min(1).default(10), {
    meaning: 'Greatest age of an SBI, in years',
    upstream: 'mosip.pms.created.date.max.year',
  }),
  ITEMS_PER_PAGE: setting(whole.min(1).max(1000).default(8), {
    meaning: 'Rows per page that the web UI asks for',
    upstream: 'mosip.pms.pagination.items.per.page',
  }),
  REFRESH_NOTIFICATIONS_SECONDS: setting(whole.min(10).default(300), {
    meaning: 'Seconds between two looks for notifications',
    upstream: 'mosip.pms.auto.refresh.notifications',
  }),
  TRUST_STORE_LIST_AVAILABLE: setting(flag(true), {
    meaning: 'The trust store can be listed',
    upstream: 'mosip.pms.root.and.intermediate.certificates.available',
  }),
  ...oidcClientSettings,
  EXTRACTOR_MODALITIES: setting(list('face:photo,iris:iris,finger:fingerprint'), {
    meaning: 'Modalities of bio extractors, each with the attribute that holds it',
    upstream: 'mosip.pms.bioextractor.allowed.modalities.attribute.name.map',
  }),
  ORIGINAL_CERTIFICATES_AVAILABLE: setting(flag(true), {
    meaning: 'Original partner certificates can be downloaded',
    upstream: 'mosip.pms.ca.signed.partner.certificate.available',
  }),
  UI_ROLES: setting(
    list(
      'AUTH_PARTNER,DEVICE_PROVIDER,CREDENTIAL_PARTNER,FTM_PROVIDER,MISP_PARTNER,POLICYMANAGER,PARTNER_ADMIN',
    ),
    { meaning: 'Roles that `GET /roles` answers', upstream: 'mosip.pms.ui.required.roles' },
  ),
})

type Settings = z.output<typeof settings>

const checkedSettings = settings.refine(isLockShorter, {
  path: ['DATABASE_LOCK_SECONDS'],
  error: 'is not below DATABASE_STATEMENT_SECONDS; set less',
})

/** The settings, with what follows from them filled in. */
export interface Config extends Settings {
  PUBLIC_URL: string
  /** Whom a token may be meant for. */
  OIDC_AUDIENCE: string[]
  /** The encrypted key file: the key store, or beside a token for what is no platform key. */
  keyStorePath: string
  /** The token that is the key store, if it is one. */
  token: TokenAddress | undefined
  pinPath: string
  /** Issuer of the tokens that are accepted. */
  issuer: string
  isEmbeddedIssuer: boolean
  /** Where this process reaches itself, for calls to the embedded issuer. */
  internalUrl: string
  /** Roles per permission, where the environment overrides the contract. */
  roles: Partial<Record<PermissionName, readonly string[]>>
}

/** The variable that overrides the roles of a permission, e.g. `ROLES_CERTIFICATES_UPLOAD_CA`. */
export function roleSettingName(permission: string): string {
  const words = permission.replaceAll('.', '_').replaceAll(/([a-z])([A-Z])/g, '$1_$2')
  return `ROLES_${words.toUpperCase()}`
}

function readRoles(environment: NodeJS.ProcessEnv): Config['roles'] {
  const overrides: Config['roles'] = {}
  for (const name of namesOf(permissions)) {
    const value = environment[roleSettingName(name)]
    if (value) overrides[name] = value.split(',').map((role) => role.trim())
  }
  return overrides
}

/** What the environment says: the settings, and what is wrong with them. */
export interface ReadSettings {
  /** Wrong settings have their defaults here, so that what depends on none of them can be judged. */
  config: Config
  mistakes: readonly Finding[]
}

/**
 * Reads the settings from the environment and, below it, a `.env` file in the working folder. Every
 * mistake is told, not the first one alone.
 */
export function readSettings(
  environment: NodeJS.ProcessEnv = process.env,
  envFile = resolve('.env'),
): ReadSettings {
  const file = readEnvFile(envFile)
  const merged = { ...file.values, ...environment }
  const given = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
  const result = checkedSettings.safeParse(given, { error: problemOfKind })
  if (result.success) {
    return { config: completeConfig(result.data, readRoles(given)), mistakes: file.mistakes }
  }
  const wrong = result.error.issues.map(({ path, message }) => mistakeOf(path.join('.'), message))
  const names = new Set(wrong.map(({ setting }) => setting))
  const right = Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name)))
  const config = completeConfig(settings.parse(right), readRoles(given))
  return { config, mistakes: [...file.mistakes, ...wrong] }
}

function mistakeOf(name: string, message: string): Finding {
  const [problem = message, remedy = 'see docs/operating/settings.md'] = message.split(/; (.*)/s)
  return mistake(name, problem, remedy)
}

function readEnvFile(path: string): { values: NodeJS.ProcessEnv; mistakes: Finding[] } {
  try {
    return { values: existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {}, mistakes: [] }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    const remedy = 'make it a readable file, or take it away'
    return { values: {}, mistakes: [mistake('.env', `${path} cannot be read: ${why}`, remedy)] }
  }
}

/**
 * The settings, for whoever goes no further with wrong ones.
 * @throws {Error} naming every setting that is wrong, together
 */
export function readConfig(environment?: NodeJS.ProcessEnv, envFile?: string): Config {
  const { config, mistakes } = readSettings(environment, envFile)
  if (mistakes.length > 0) throw new Error(mistakes.map(lineOf).join('\n'))
  return config
}

function completeConfig(values: Settings, roles: Config['roles']): Config {
  const publicUrl = (values.PUBLIC_URL ?? `http://localhost:${values.PORT}`).replace(/\/$/, '')
  const dataDir = resolve(values.DATA_DIR)
  const defaultFile = `file:${join(dataDir, 'keys.json')}`
  const address = values.KEY_STORE ?? defaultFile
  const isFile = address.startsWith('file:')
  return {
    ...values,
    DATA_DIR: dataDir,
    PUBLIC_URL: publicUrl,
    OIDC_AUDIENCE: values.OIDC_AUDIENCE ?? [values.OIDC_CLIENT_ID, ...upstreamAudience],
    keyStorePath: (isFile ? address : defaultFile).slice('file:'.length),
    token: isFile ? undefined : parseTokenUri(address),
    pinPath: join(dataDir, 'keys.pin'),
    // Compared with `iss` to the letter, so nothing is trimmed off it.
    issuer: values.OIDC_ISSUER ?? `${publicUrl}/idp`,
    isEmbeddedIssuer: values.OIDC_ISSUER === undefined,
    internalUrl: urlOf(reachableHost(values.HOST), values.PORT),
    roles,
  }
}

/** An address of this machine as URL; IPv6 addresses in brackets (RFC 3986 §3.2.2). */
export function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Who listens everywhere is reached here. */
function reachableHost(host: string): string {
  return host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
}
