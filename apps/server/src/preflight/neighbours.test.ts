import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { checkNeighbours, checkPublicUrl } from './addresses.ts'
import { lookAtDatabase } from './database.ts'
import { databaseRefusal } from './database-refusal.ts'
import { lineOf, type Finding } from './finding.ts'
import { checkClient, lookAtIssuer, type Outages } from './issuer.ts'
import { checkDisk, compareClocks } from './machine.ts'
import { checkMailServer } from './mail-server.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function portOf(server: Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const told = (findings: readonly Finding[]) =>
  findings.map((finding) => `${finding.state} ${lineOf(finding)}`)
const configOf = (settings: Record<string, string>) => readConfig(settings, '/no-env-file')

async function closedPort(): Promise<number> {
  const server = createServer()
  const port = await portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

describe('an issuer', () => {
  /** A provider whose realm `mosip` calls itself by this name. */
  async function provider(issuerOf: (own: string) => unknown, answer = '{}') {
    const server = createHttpServer((request, response) => {
      const own = `http://${request.headers.host}/realms/mosip`
      const documents: Record<string, unknown> = {
        '/realms/mosip/.well-known/openid-configuration': {
          issuer: issuerOf(own),
          jwks_uri: `${own}/certs`,
          token_endpoint: `${own}/token`,
        },
        '/realms/mosip/certs': { keys: [{}] },
      }
      const document = documents[request.url ?? '']
      if (request.method === 'POST') return void response.writeHead(401).end(answer)
      if (request.url?.startsWith('/page')) return void response.end('<html>')
      if (request.url?.startsWith('/busy')) return void response.writeHead(503).end()
      return void response.writeHead(document ? 200 : 404).end(JSON.stringify(document))
    })
    return `http://127.0.0.1:${await portOf(server)}`
  }
  const lookAt = async (OIDC_ISSUER: string, expected: Outages = 'none') =>
    told((await lookAtIssuer(configOf({ OIDC_ISSUER }), expected)).findings)

  test('that answers with its own name is well', async () => {
    const at = await provider((own) => own)
    expect(await lookAt(`${at}/realms/mosip`)).toEqual([
      `ok OIDC_ISSUER: ${at}/realms/mosip answers`,
    ])
  })

  test('that differs by a slash, or by its host, is told with the value to set', async () => {
    const at = await provider((own) => own)
    expect(await lookAt(`${at}/realms/mosip/`)).toEqual([
      `mistake OIDC_ISSUER: the provider at ${at}/realms/mosip/ calls itself ${at}/realms/mosip; they differ by the slash at the end; set OIDC_ISSUER=${at}/realms/mosip, or correct the address that the provider gives itself`,
    ])
    const other = await provider(() => 'https://iam.example/realms/mosip')
    expect(await lookAt(`${other}/realms/mosip`, 'any')).toEqual([
      expect.stringMatching(
        /^mistake .* calls itself https:\/\/iam.example\/realms\/mosip; set OIDC_ISSUER=https:\/\/iam\.example/,
      ),
    ])
  })

  test.each([
    ['/realms/mosipp', /answered 404; set the issuer, for Keycloak/],
    ['/page', /is no JSON document; set the issuer/],
  ])('is not at %s', async (path, words) => {
    const at = await provider((own) => own)
    expect(await lookAt(`${at}${path}`, 'any')).toEqual([expect.stringMatching(words)])
  })

  test('that is away is a mistake for the doctor, and a warning at a start', async () => {
    const at = await provider((own) => own)
    const mistaken = /^mistake OIDC_ISSUER: \S+ cannot be reached: .*; start the provider/
    const warned = /^warning OIDC_ISSUER: \S+ cannot be reached: .*; nobody can sign in/
    for (const away of [`${at}/busy`, `http://127.0.0.1:${await closedPort()}/realms/mosip`]) {
      expect(await lookAt(away)).toEqual([expect.stringMatching(mistaken)])
      expect(await lookAt(away, 'of what has a name')).toEqual([expect.stringMatching(warned)])
      expect(await lookAt(away, 'any')).toEqual([expect.stringMatching(warned)])
    }
  })

  test('that is asked for TLS and speaks none is told so', async () => {
    const at = await provider((own) => own)
    expect(await lookAt(at.replace('http:', 'https:'))).toEqual([
      expect.stringMatching(/cannot be reached: it does not speak TLS, .* \(ERR_SSL_\w+\); start/),
    ])
  })

  test('whose name leads nowhere keeps the portal from its first start', async () => {
    const nowhere = 'https://iam.invalid/realms/mosip'
    expect(await lookAt(nowhere, 'of what has a name')).toEqual([
      expect.stringMatching(/^mistake OIDC_ISSUER: \S+ cannot be reached: .*; start the provider/),
    ])
    expect(await lookAt(nowhere, 'any')).toEqual([expect.stringMatching(/^warning OIDC_ISSUER/)])
  })

  test.each([
    ['{"error":"invalid_grant"}', {}, 'ok OIDC_CLIENT_ID: the provider takes the client'],
    [
      '{"error":"unauthorized_client"}',
      { OIDC_CLIENT_SECRET: 'geheim' },
      'mistake OIDC_CLIENT_SECRET: the provider refuses the client mosip-pms-client with this secret; copy',
    ],
    ['{"error":"invalid_client"}', {}, 'mistake OIDC_CLIENT_ID: the provider refuses'],
    ['{"error":"server_error"}', {}, 'warning OIDC_CLIENT_ID: the provider answers server_error'],
    ['<html>', {}, 'warning OIDC_CLIENT_ID: the provider answers status 401'],
  ])('that answers %s judges the client', async (answer, settings, words) => {
    const at = await provider((own) => own, answer)
    const config = configOf({ OIDC_ISSUER: `${at}/realms/mosip`, ...settings })
    const { discovery } = await lookAtIssuer(config, 'none')
    const [line, ...others] = discovery ? told(await checkClient(config, discovery)) : []
    expect(others).toEqual([])
    expect(line).toContain(words)
    expect(line).not.toContain('geheim')
  })
})

describe('a database server', () => {
  const secret = 'geheim%40'
  async function toldAt(port: number, password = secret) {
    const url = `postgres://clerk:${password}@127.0.0.1:${port}/pms`
    return told((await lookAtDatabase(configOf({ DATABASE_URL: url }), false)).findings)
  }

  test('that is away or speaks something else is told with its place, without the password', async () => {
    const away = await toldAt(await closedPort())
    const http: RequestListener = (_request, response) => void response.end()
    const page = await toldAt(await portOf(createHttpServer(http)))
    const withPercent = await toldAt(await closedPort(), 'geheim%und')
    for (const lines of [away, page, withPercent]) {
      expect(lines).toEqual([
        expect.stringMatching(
          /^mistake DATABASE_URL: 127\.0\.0\.1:\d+ cannot be used: .+; start PostgreSQL there/,
        ),
      ])
      expect(lines[0]).not.toMatch(/geheim/)
    }
    expect(away[0]).toContain('nobody listens there')
  })

  test.each([
    ['28P01', /refuses the password of `clerk`; correct it/],
    ['28000', /does not let `clerk` in from here; create that role/],
    ['3D000', /there is no database `pms`; .*CREATE DATABASE "pms"/],
    [
      '42501',
      /may not connect to the database `pms`; .*GRANT CONNECT ON DATABASE "pms" TO "clerk"/,
    ],
    ['53300', /no connection left; lower DATABASE_CONNECTIONS/],
    ['57P03', /starting or stopping; start again/],
    ['XX000', /cannot be used: fault at clerk:… and …; start/],
  ])('that refuses by %s is told in words', (code, words) => {
    const error = Object.assign(new Error('fault at clerk:geheim%40 and geheim@'), { code })
    const line = lineOf(databaseRefusal(`postgres://clerk:${secret}@db/pms`, error))
    expect(line).toMatch(words)
    expect(line).not.toContain('geheim')
  })
})

describe('a mail server', () => {
  const lookAt = async (listener: (socket: Socket) => void) => {
    const SMTP_URL = `smtp://clerk:geheim@127.0.0.1:${await portOf(createServer(listener))}`
    return told(await checkMailServer(configOf({ SMTP_URL, MAIL_FROM: 'portal@id.example' })))
  }

  test('is greeted', async () => {
    const said: string[] = []
    const lines = await lookAt((socket) => {
      socket.on('error', () => {})
      socket.write('220 mail.example ESMTP\r\n')
      socket.on('data', (words: Buffer) => {
        said.push(words.toString())
        socket.write('250-mail.example hello\r\n250 STARTTLS\r\n')
      })
    })
    expect(lines).toEqual([expect.stringMatching(/^ok SMTP_URL: .* answers as mail\.example$/)])
    expect(said[0]).toBe('EHLO localhost\r\n')
  })

  test.each([
    ['554 no service here\r\n', 'it answers 554 no service here'],
    ['SSH-2.0-OpenSSH\r\n', 'it does not speak SMTP'],
  ])('that says %j is none', async (greeting, words) => {
    const lines = await lookAt((socket) => {
      socket.on('error', () => {})
      socket.write(greeting)
    })
    expect(lines).toEqual([expect.stringContaining(`cannot be used: ${words}; correct host`)])
  })

  test('need not be', async () => {
    expect(told(await checkMailServer(configOf({})))).toEqual([
      'ok SMTP_URL: unset: mail stays in the outbox',
    ])
  })
})

describe('addresses', () => {
  test.each([
    ['http://portal.example', {}, /^warning PUBLIC_URL: .* without TLS/],
    ['https://portal.example/pms', { TRUST_PROXY: 'true' }, /^warning PUBLIC_URL: .* has a path/],
    ['https://portal.invalid', {}, /^warning TRUST_PROXY: every caller looks as if/],
    ['http://localhost:1', {}, /^ok PUBLIC_URL: .* where no portal answers at present/],
  ])('%s of browsers is judged', async (PUBLIC_URL, settings, words) => {
    expect(told(await checkPublicUrl(configOf({ PUBLIC_URL, ...settings })))).toEqual([
      expect.stringMatching(words),
    ])
  })

  test('of others answer, whatever they say', async () => {
    const at = await portOf(createHttpServer((_, response) => void response.writeHead(404).end()))
    const config = configOf({
      WEBSUB_HUB_URL: `http://127.0.0.1:${at}/hub`,
      ESIGNET_URL: `http://127.0.0.1:${await closedPort()}`,
    })
    expect(told(await checkNeighbours(config))).toEqual([
      `ok WEBSUB_HUB_URL: 127.0.0.1:${at} answers`,
      expect.stringMatching(/^warning ESIGNET_URL: .*nobody listens there.*; correct it/),
    ])
  })
})

describe('the machine', () => {
  const noon = new Date('2031-03-10T12:00:00Z')
  const later = (seconds: number) => new Date(noon.getTime() + seconds * 1000)

  test.each([
    [2, 'ok clock: agrees with that of the issuer'],
    [-12, 'warning clock: differs from that of the issuer by 12 seconds; set both'],
    [600, 'mistake clock: differs from that of the issuer by 600 seconds; set both'],
  ])('whose clock is %i seconds off is told so', (seconds, words) => {
    expect(told([compareClocks('the issuer', later(seconds), noon)])[0]).toContain(words)
  })

  test('has room for the embedded database', async () => {
    const config = configOf({ DATA_DIR: '/tmp/not/there/yet' })
    expect(told(await checkDisk(config))).toEqual([expect.stringMatching(/\d+ MB are free for/)])
  })
})
