import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failures } from '@pmp/contract'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig, readSettings } from '../config.ts'
import { openKeyStore } from '../keys/open-key-store.ts'
import { writeQuickKeyFile } from '../keys/testing-keys.ts'
import { lineOf, type Finding } from './finding.ts'
import { checkFolders } from './folders.ts'
import { checkKeyStore } from './key-store.ts'
import { checkMessageCatalogue } from './message-catalogue.ts'
import { checkPort } from './port.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pmp-preflight-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const told = (findings: readonly Finding[]) =>
  findings.map((finding) => `${finding.state} ${lineOf(finding)}`)
const configOf = (settings: Record<string, string>) =>
  readConfig({ DATA_DIR: folder, ...settings }, '/no-env-file')

/** Closed to writing for everybody, the superuser too. */
const closed = process.platform === 'linux' ? '/proc/sys/pmp' : '/System/pmp'
const onServer = { DATABASE_URL: 'postgres://db.example/pms' }

describe('settings', () => {
  test.each([
    ['DATABASE_URL', 'mysql://root:geheim@db/pms', '`mysql:` is not PostgreSQL; set postgres://'],
    ['DATABASE_URL', 'db.example', 'is no address; set postgres://'],
    ['PUBLIC_URL', 'portal.example', 'is no web address; set one such as'],
    ['PUBLIC_URL', 'https://a:geheim@portal.example', 'has more than host and path; leave out'],
    ['OIDC_ISSUER', 'https://:geheim@id.example', 'has more than host and path; leave out'],
    ...[
      'WEBSUB_HUB_URL',
      'WEBSUB_PUBLISH_URL',
      'ESIGNET_URL',
      'ESIGNET_TOKEN_URL',
      'OIDC_CLAIMS_MAPPING',
      'OIDC_ACR_MAPPING',
    ].map((name): [string, string, string] => [
      name,
      'https://a:geheim@hub.example',
      'has a user, which no request can carry there; leave it out',
    ]),
    ['OIDC_ISSUER', 'ftp://id.example', 'is no web address; set'],
    [
      'OIDC_ISSUER',
      'https://id.example/realms/a/.well-known/openid-configuration',
      'is the address of a document; set OIDC_ISSUER=https://id.example/realms/a',
    ],
    ['LANGUAGES', 'en,fra', '`en` is no language code of three small letters; set'],
    ['LANGUAGES', ',', 'names nothing; name at least one'],
    ['OIDC_LANGUAGES', 'Eng', '`Eng` is no language code'],
    ['POLICY_TYPES', 'Auth,Sales', 'does not know `Sales`; choose from Auth, DataShare'],
    ['CERTIFICATE_DOMAINS', ',', 'names nothing; name'],
    ['TRUST_PROXY', 'nginx', '`nginx` is no IP address or range; set true, false, or'],
    ['TRUST_PROXY', '10.0.0.0/33', '`10.0.0.0/33` is no IP'],
    ['SMTP_URL', 'mail.example', 'is no mail server; set smtp://'],
    ['KEY_STORE', '/srv/keys', 'must start with file: or pkcs11:; see docs/operating/keys.md'],
    ['EMAIL_PATTERN', '(', 'is no regular expression; set one'],
    ['PORT', 'eighty', 'is no whole number; set one, digits only'],
    ['PORT', '70000', 'is too great; set 65535 or less'],
    ['SESSION_SECONDS', '3', 'is too small; set 300 or more'],
    ['ADMIN_PASSWORD', 'geheim', 'is too short; set 8 characters or more'],
    ['LOG_LEVEL', 'loud', 'is none of its choices; set one of fatal, error'],
    ['DEMO', 'perhaps', 'is neither yes nor no; set true or false'],
    ['ESIGNET_URL', 'esignet', 'is no web address; set'],
  ])('%s=%s is a mistake that says what to set', (name, value, words) => {
    const { mistakes } = readSettings({ [name]: value }, '/no-env-file')
    expect(told(mistakes)).toEqual([expect.stringMatching(`^mistake ${name}: `)])
    expect(mistakes[0]?.text).toContain(words)
    expect(mistakes[0]?.text).not.toContain('geheim')
  })

  test.each([
    ['TRUST_PROXY', '10.0.0.1, ::1/128,loopback', ['10.0.0.1', '::1/128', 'loopback']],
    ['LANGUAGES', 'hin, kan', ['hin', 'kan']],
    ['POLICY_TYPES', 'auth,MISP', ['auth', 'MISP']],
  ] as const)('%s=%s is taken', (name, value, taken) => {
    expect(readConfig({ [name]: value }, '/no-env-file')[name]).toEqual(taken)
  })

  test('that a file holds are told when it cannot be read', () => {
    expect(told(readSettings({}, folder).mistakes)).toEqual([
      expect.stringMatching(/^mistake \.env: .* cannot be read: EISDIR.*; make it a readable file/),
    ])
  })
})

describe('the folder of the data', () => {
  test('may be missing, and is not made by looking', async () => {
    const DATA_DIR = join(folder, 'a', 'b')
    expect(told(await checkFolders(configOf({ DATA_DIR })))).toEqual([
      `ok DATA_DIR: ${DATA_DIR} can be written to`,
    ])
    expect(readdirSync(folder)).toEqual([])
  })

  test('is no file, nor below one', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    for (const DATA_DIR of [file, join(file, 'data')]) {
      expect(told(await checkFolders(configOf({ DATA_DIR })))).toEqual([
        `mistake DATA_DIR: ${file} is a file, not a folder; set a folder, which need not exist yet`,
      ])
    }
  })

  test('that cannot be written to keeps the portal from starting', async () => {
    const [line] = told(await checkFolders(configOf({ DATA_DIR: closed })))
    expect(line).toMatch(
      /^mistake DATA_DIR: \S+ (lies on a read-only file system|may not be written to by the user \S+); make it writable/,
    )
  })

  test('is of no account with a database server, a token and an issuer', async () => {
    const KEY_STORE = 'pkcs11:token=keys?module-name=softhsm2'
    const OIDC_ISSUER = 'https://id.example'
    const config = configOf({ ...onServer, KEY_STORE, OIDC_ISSUER, DATA_DIR: closed })
    expect(await checkFolders(config)).toEqual([])
  })

  test('of the keys counts, too', async () => {
    const config = configOf({ ...onServer, KEY_STORE: `file:${closed}/keys`, KEY_STORE_PIN: 'pin' })
    expect(told(await checkFolders(config))).toEqual([
      expect.stringMatching(/^mistake KEY_STORE: /),
    ])
  })
})

describe('the port', () => {
  test('in use is told before anything is made', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const PORT = String((server.address() as AddressInfo).port)
    const lines = told(await checkPort(configOf({ PORT }), false))
    expect(lines).toEqual([
      `mistake PORT: ${PORT} on 127.0.0.1 is in use by another process; stop that one, or set another port`,
    ])
    server.close()
    await once(server, 'close')
    expect(told(await checkPort(configOf({ PORT }), false))).toEqual([
      `ok PORT: ${PORT} on 127.0.0.1 is free`,
    ])
  })

  test('is that of a machine', async () => {
    expect(told(await checkPort(configOf({ HOST: '203.0.113.9', PORT: '0' }), false))).toEqual([
      expect.stringMatching(
        /^mistake HOST: 203\.0\.113\.9 is no address of this machine \(EADDRNOTAVAIL\); set/,
      ),
    ])
  })
})

describe('the catalogue of messages', () => {
  const lookAt = async (name: string) =>
    told(await checkMessageCatalogue(configOf({ MESSAGE_CATALOGUE: join(folder, name) })))

  test('replaces texts of codes that there are', async () => {
    const { code } = failures.certificate_unreadable
    writeFileSync(join(folder, 'texts'), JSON.stringify({ [code]: 'Hm', 'PMS-X': 'Hm' }))
    expect(await lookAt('texts')).toEqual([expect.stringMatching(/^warning .*: PMS-X; correct/)])
  })

  test.each([
    ['list', '["a"]', 'it is no table of texts'],
    ['broken', '{', 'it is no JSON'],
  ])('is no %s', async (name, content, words) => {
    writeFileSync(join(folder, name), content)
    expect(await lookAt(name)).toEqual([
      `mistake MESSAGE_CATALOGUE: ${folder}/${name} cannot be used: ${words}; name a JSON file of the form {"CODE": "text"}, or leave it out`,
    ])
  })

  test('is a file: a pipe is not waited for', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe')])
    expect((await lookAt('pipe'))[0]).toContain('it is no file')
    expect((await lookAt('nothing'))[0]).toContain('there is no such file')
  })
})

describe('keys', () => {
  async function lookWith(settings: Record<string, string>) {
    const config = configOf(settings)
    return told(await checkKeyStore(config, () => openKeyStore(config)))
  }

  test('that are not there yet are not made', async () => {
    expect(await lookWith({})).toEqual([
      expect.stringMatching(/^ok KEY_STORE: the first start makes/),
    ])
    expect(readdirSync(folder)).toEqual([])
  })

  test('that the database has, and the folder has not, are not made anew', async () => {
    const config = configOf({})
    const lines = told(await checkKeyStore(config, () => openKeyStore(config), true))
    expect(lines).toEqual([
      expect.stringMatching(
        /^mistake KEY_STORE: the database has platform keys, .* no such file; put back the key store/,
      ),
    ])
    expect(readdirSync(folder)).toEqual([])
  })

  test('without their passphrase are told, and no other passphrase is made', async () => {
    writeQuickKeyFile(join(folder, 'keys.json'))
    expect(await lookWith({})).toEqual([
      expect.stringMatching(/^mistake KEY_STORE_PIN: .* neither set nor in .*; set the one/),
    ])
    expect(readdirSync(folder)).toEqual(['keys.json'])
  })

  test('are read before the start', async () => {
    writeFileSync(join(folder, 'keys.json'), 'no keys')
    expect(await lookWith({ KEY_STORE_PIN: 'geheim' })).toEqual([
      expect.stringMatching(/^mistake KEY_STORE: The key file .* cannot be read; correct it/),
    ])
  })
})
