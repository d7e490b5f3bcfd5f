import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { exampleEnvironment, settingsDocument } from './settings-document.ts'

const noFile = '/no-env-file'

describe('settings', () => {
  test('have safe defaults', () => {
    const config = readConfig({}, noFile)
    expect(config).toMatchObject({
      HOST: '127.0.0.1',
      PORT: 8080,
      PUBLIC_URL: 'http://localhost:8080',
      issuer: 'http://localhost:8080/idp',
      isEmbeddedIssuer: true,
      CERTIFICATE_DOMAINS: ['AUTH', 'DEVICE', 'FTM', 'MISP'],
    })
  })

  test('take empty values as absent and the issuer to the letter', () => {
    const config = readConfig({ PORT: '', OIDC_ISSUER: 'https://id.example/realms/mosip/' }, noFile)
    expect(config).toMatchObject({
      PORT: 8080,
      issuer: 'https://id.example/realms/mosip/',
      isEmbeddedIssuer: false,
    })
  })

  test('are refused all together', () => {
    const read = () =>
      readConfig(
        {
          PORT: 'eighty',
          DATABASE_URL: 'nowhere',
          ALLOWED_RETURN_URLS: 'portal',
          SMTP_URL: 'mail.example',
          LOG_LEVEL: 'loud',
          EMAIL_PATTERN: '(',
        },
        noFile,
      )
    expect(read).toThrow(
      /PORT[\s\S]*DATABASE_URL[\s\S]*RETURN_URLS[\s\S]*SMTP_URL[\s\S]*LOG_LEVEL[\s\S]*EMAIL_PATTERN/,
    )
  })

  test('tell a wait for a lock from a slow statement', () => {
    const read = (DATABASE_LOCK_SECONDS: string) => () =>
      readConfig({ DATABASE_LOCK_SECONDS, DATABASE_STATEMENT_SECONDS: '3' }, noFile)
    expect(read('3')).toThrow(/DATABASE_LOCK_SECONDS.* is not below DATABASE_STATEMENT_SECONDS/)
    expect(read('2.5')()).toMatchObject({ DATABASE_LOCK_SECONDS: 2.5 })
  })

  test('name the key store, a file or a token', () => {
    const uri = 'pkcs11:token=keys?module-name=softhsm2'
    const [file, token] = ['file:/srv/keys', uri].map((KEY_STORE) =>
      readConfig({ KEY_STORE, DATA_DIR: '/srv' }, noFile),
    )
    expect(file).toMatchObject({ keyStorePath: '/srv/keys', token: undefined })
    expect(token).toMatchObject({ keyStorePath: '/srv/keys.json', token: { token: 'keys' } })
    const read = (KEY_STORE: string) => () => readConfig({ KEY_STORE }, noFile)
    expect(read('/srv/keys')).toThrow('KEY_STORE: must start with file: or pkcs11:')
    expect(read('pkcs11:tokn=keys')).toThrow('KEY_STORE: does not take `tokn` here')
  })

  test('name the proxies to believe', () => {
    const trusted = (TRUST_PROXY: string) => readConfig({ TRUST_PROXY }, noFile).TRUST_PROXY
    expect([trusted(''), trusted('true'), trusted('10.0.0.1,10.0.0.2')]).toEqual([
      false,
      true,
      ['10.0.0.1', '10.0.0.2'],
    ])
  })

  test('replace the roles of a permission', () => {
    const config = readConfig({ ROLES_POLICIES_CREATE: 'STATE_POLICY, OTHER' }, noFile)
    expect(config.roles).toEqual({ 'policies.create': ['STATE_POLICY', 'OTHER'] })
  })

  test('are all in the document, which `vitest --update` writes', async () => {
    const file = fileURLToPath(new URL('../../../docs/operating/settings.md', import.meta.url))
    await expect(settingsDocument()).toMatchFileSnapshot(file)
    const example = fileURLToPath(new URL('../../../.env.example', import.meta.url))
    await expect(exampleEnvironment()).toMatchFileSnapshot(example)
  })

  test('of the example file, once uncommented, are the defaults', () => {
    const lines = exampleEnvironment().replaceAll(/^#(?=[A-Z_]+=)/gm, '')
    expect(readConfig(parseEnv(lines) as Record<string, string>, noFile)).toEqual(
      readConfig({}, noFile),
    )
  })
})
