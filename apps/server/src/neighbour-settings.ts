import { esignetSettings } from './esignet/settings.ts'
import { keyStoreProblem } from './keys/token/token-address.ts'
import { z } from 'zod'
import {
  flag,
  judgedText,
  list,
  plainAddressProblem,
  plainWebAddress,
  proxies,
  setting,
  text,
  webAddress,
  whole,
  words,
} from './setting.ts'

const notAddresses = (urls: readonly string[]) =>
  urls.every((url) => URL.canParse(url))
    ? undefined
    : 'holds something else than addresses; set origins such as https://portal.example'
const mailServer = judgedText((url) =>
  /^smtps?:\/\//.test(url) && URL.canParse(url)
    ? undefined
    : 'is no mail server; set smtp://host:port or smtps://host:port',
)
const keyStore = judgedText((address) => {
  const problem = keyStoreProblem(address)
  return problem && `${problem}; see docs/operating/keys.md`
})
const databaseUrl = judgedText((url) => {
  const kind = /^([a-z][a-z\d+.-]*):/i.exec(url)?.[1]?.toLowerCase()
  const isServer = kind === 'postgres' || kind === 'postgresql'
  if (isServer && URL.canParse(url)) return undefined
  const problem =
    kind === undefined || isServer ? 'is no address' : `\`${kind}:\` is not PostgreSQL`
  return `${problem}; set postgres://user:password@host:5432/database, or nothing for the embedded database`
})
const issuer = judgedText((given) => {
  const problem = plainAddressProblem(given)
  if (problem !== undefined) return problem
  const [own] = given.split('/.well-known/')
  return own === given ? undefined : `is the address of a document; set OIDC_ISSUER=${own}`
})

/** Settings about where the process lives and whom it talks to; part of the table in config.ts. */
export const neighbourSettings = {
  HOST: setting(text.default('127.0.0.1'), { meaning: 'Address to listen on' }),
  PORT: setting(whole.min(0).max(65_535).default(8080), { meaning: 'Port to listen on' }),
  PUBLIC_URL: setting(plainWebAddress.optional(), {
    meaning: 'The address that browsers use',
    otherwise: '`http://localhost:PORT`',
  }),
  DATA_DIR: setting(text.default('./data'), {
    meaning: 'Folder of the embedded database and the key file',
  }),
  DATABASE_URL: setting(databaseUrl.optional(), {
    meaning: 'PostgreSQL 13 or later',
    otherwise: 'the embedded database under `DATA_DIR`',
  }),
  DATABASE_CONNECTIONS: setting(whole.min(1).max(500).default(10), {
    meaning:
      'Most connections to PostgreSQL that the requests of one process use, half of them for one route; background work has 5 more',
  }),
  OIDC_ISSUER: setting(issuer.optional(), {
    meaning: 'Issuer of the identity provider',
    otherwise: 'the embedded provider under `/idp`',
    upstream: 'auth.server.admin.issuer.uri',
  }),
  OIDC_CLIENT_ID: setting(text.default('mosip-pms-client'), {
    meaning: 'Client of the portal at the identity provider',
    upstream: 'mosip.iam.module.clientID',
  }),
  OIDC_CLIENT_SECRET: setting(text.optional(), {
    meaning: 'Secret of that client',
    otherwise: 'a public client with PKCE',
  }),
  OIDC_AUDIENCE: setting(words.optional(), {
    meaning: 'Comma list; `aud` or `azp` of a token must name one of them; `*` for any token',
    otherwise: '`OIDC_CLIENT_ID` and the ten clients of upstream',
    upstream: 'auth.server.admin.allowed.audience',
  }),
  OIDC_KEYS_KEPT_HOURS: setting(whole.min(0).max(168).default(12), {
    meaning: 'Hours for which the last known keys of an issuer that cannot be reached go on',
  }),
  OIDC_SCOPE: setting(text.default('openid email'), { meaning: 'Scope that the sign-in asks for' }),
  ALLOWED_RETURN_URLS: setting(list('', notAddresses), {
    meaning: 'Origins besides `PUBLIC_URL` to which a sign-in or sign-out may return',
    upstream: 'auth.allowed.urls',
  }),
  ADMIN_USERNAME: setting(text.default('admin'), {
    meaning: 'First administrator of the embedded provider',
  }),
  ADMIN_PASSWORD: setting(text.min(8).optional(), {
    meaning: 'Password of that administrator',
    otherwise: 'generated and printed once',
  }),
  PASSWORD_MIN_LENGTH: setting(whole.min(8).max(128).default(12), {
    meaning: 'Shortest password of the embedded provider, in characters',
  }),
  SESSION_SECONDS: setting(whole.min(300).max(86_400).default(3600), {
    meaning: 'Life of a token of the embedded provider, in seconds',
  }),
  INVITATION_DAYS: setting(whole.min(1).max(90).default(7), {
    meaning: 'Days within which an invitation to own a partner serves',
  }),
  KEY_STORE: setting(keyStore.optional(), {
    meaning: 'Where private keys lie: `file:PATH`, or the `pkcs11:` URI of a token (keys.md)',
    otherwise: '`file:DATA_DIR/keys.json`',
  }),
  KEY_STORE_PIN: setting(text.optional(), {
    meaning: 'Passphrase of the key file, or PIN of the token',
    otherwise: 'generated into `DATA_DIR/keys.pin` (mode 600); a token has no default',
    upstream: 'mosip.kernel.keymanager.hsm.keystore-pass',
  }),
  SMTP_URL: setting(mailServer.optional(), {
    meaning: 'Mail server, `smtp://user:password@host:port`',
    otherwise: 'mail stays in the outbox',
  }),
  MAIL_FROM: setting(text.optional(), { meaning: 'Sender of mail' }),
  WEBSUB_HUB_URL: setting(webAddress.optional(), {
    meaning: 'WebSub hub',
    otherwise: 'events stay in the outbox',
  }),
  WEBSUB_PUBLISH_URL: setting(webAddress.optional(), {
    meaning: 'Publish address of the hub',
    upstream: 'websub.publish.url',
  }),
  ...esignetSettings,
  LOG_LEVEL: setting(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
    { meaning: 'Least severe level that is logged' },
  ),
  DEMO: setting(flag(false), { meaning: 'Fill an empty database with a believable country' }),
  RUN_JOBS: setting(flag(true), {
    meaning: 'Run background jobs in the server; else `pmp worker` does',
  }),
  TRUST_PROXY: setting(proxies, {
    meaning:
      'Whose `X-Forwarded-*` headers to believe: `true` for anybody, else a comma list of the addresses of your proxies',
  }),
  MESSAGE_CATALOGUE: setting(text.optional(), {
    meaning: 'JSON file, error code to text, that replaces texts of replies',
  }),
}
