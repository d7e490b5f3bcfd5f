import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { startTestIssuer, type TestIssuer } from './testing.ts'
import { createTokenVerifier } from './tokens.ts'

let issuer: TestIssuer
beforeAll(async () => {
  issuer = await startTestIssuer()
})
afterAll(() => issuer.close())

interface Line {
  reason?: string
  line: string
}
const lines: Line[] = []
const note = (details: object, line: string) => lines.push({ ...details, line })
beforeEach(() => {
  lines.length = 0
})

const bank = { userName: 'north-bank', roles: ['AUTH_PARTNER'] }
const nothingEnded = { has: () => false, add: async () => {} }

function verifierOf(address: string) {
  const config = readConfig({ OIDC_ISSUER: address }, '/no-env-file')
  const log = { error: note, warn: note }
  return createTokenVerifier({ config, ended: nothingEnded, log, keyCooldownMs: 0 })
}

async function refuse(token: string, verifier = verifierOf(issuer.issuer), now = new Date()) {
  await expect(verifier.verify(token, now)).rejects.toHaveProperty('failure')
}

const reasons = () => lines.map(({ reason }) => reason)
const beyond = Math.floor(Date.now() / 1000) + 600

test.each([
  ['has expired', { expiresIn: -1 }, 'it has expired'],
  [
    'is of another client',
    { claims: { aud: 'account', azp: 'other-app' } },
    'it is meant for ["account","other-app"], by OIDC_AUDIENCE it should be for one of ["mosip-pms-client"',
  ],
  [
    'lacks a claim',
    { claims: { preferred_username: undefined } },
    'it has no claim preferred_username',
  ],
  [
    'has a blank name',
    { claims: { preferred_username: ' ' } },
    'its claim preferred_username is no name',
  ],
  ['is an id token', { claims: { typ: 'ID' } }, 'it is no access token'],
  ['is not valid yet', { claims: { nbf: beyond } }, 'its claim nbf does not hold'],
  [
    'is of another realm',
    { claims: { iss: 'http://127.0.0.1/realms/master' } },
    'its issuer is "http://127.0.0.1/realms/master", by OIDC_ISSUER it should be "http',
  ],
])(
  'the operator is told why a token that %s is refused, and nothing of the token',
  async (_, changes, reason) => {
    const token = await issuer.tokenFor({ ...bank, ...changes })

    await refuse(token)

    expect(lines).toEqual([{ reason: expect.stringContaining(reason), line: expect.any(String) }])
    const [, , signature = ''] = token.split('.')
    expect(JSON.stringify(lines)).not.toContain(signature)
  },
)

test('an algorithm, a key and a signature that do not hold, and what is no token, are told', async () => {
  const [header = '', claims = '', signature = ''] = (await issuer.tokenFor(bank)).split('.')
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
  const verifier = verifierOf(issuer.issuer)
  await refuse(`${encode({ alg: 'HS256' })}.${claims}.${signature}`, verifier)
  await refuse(`${encode({ alg: 'RS256', kid: 'unheard-of' })}.${claims}.${signature}`, verifier)
  const raised = encode({ preferred_username: 'registrar' })
  await refuse(`${header}.${raised}.${signature}`, verifier)
  await refuse('no token', verifier)

  expect(reasons()).toEqual([
    'its algorithm "HS256" is not accepted',
    'the issuer has no key of that id',
    'its signature does not hold',
    'it cannot be read',
  ])
})

test('a reason is told once, and once more when it goes on for an hour', async () => {
  const verifier = verifierOf(issuer.issuer)
  const expired = () => issuer.tokenFor({ ...bank, expiresIn: -1 })
  for (let count = 0; count < 5; count += 1) await refuse(await expired(), verifier)
  expect(reasons()).toEqual(['it has expired'])

  await refuse(await expired(), verifier, new Date(Date.now() + 3_601_000))

  expect(reasons()).toEqual(['it has expired', 'it has expired'])
})

test('who makes up reasons fills neither log nor memory', async () => {
  const verifier = verifierOf(issuer.issuer)
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url')
  for (let count = 0; count < 200; count += 1) {
    await refuse(`${encode({ alg: `made-up-${count}${'x'.repeat(500)}` })}.e30.x`, verifier)
  }

  expect(lines).toHaveLength(50)
  expect(Math.max(...reasons().map((reason = '') => reason.length))).toBeLessThan(300)
})

test('an issuer that calls itself without the slash is reached, and told by name', async () => {
  const verifier = verifierOf(`${issuer.issuer}/`)

  await verifier.askIssuer()

  const reason = expect.stringContaining(
    `OIDC_ISSUER is "${issuer.issuer}/", but the provider calls itself "${issuer.issuer}"; they differ by the slash at the end; set OIDC_ISSUER to what it calls itself`,
  )
  expect(lines).toEqual([expect.objectContaining({ reason, line: 'issuer unreachable' })])
  await refuse(await issuer.tokenFor(bank), verifier)
  expect(lines).toHaveLength(1)
})

test('a host name that is not known, a closed port and a wrong path are told', async () => {
  await verifierOf('http://no-such-host.invalid/realms/mosip').askIssuer()
  await verifierOf('http://127.0.0.1:9/realms/mosip').askIssuer()
  await verifierOf(`${issuer.issuer}/nothing`).askIssuer()

  expect(reasons()).toEqual([
    expect.stringContaining('no-such-host.invalid'),
    expect.stringMatching(/fetch failed: .*(ECONNREFUSED|bad port)/),
    expect.stringContaining('/realms/mosip/nothing/.well-known/openid-configuration answered 404'),
  ])
})

test('an issuer whose answer is no JSON is told', async () => {
  const odd = createServer((_, response) => response.end('<html>'))
  await new Promise<void>((resolve) => {
    odd.listen(0, '127.0.0.1', resolve)
  })
  await verifierOf(`http://127.0.0.1:${(odd.address() as AddressInfo).port}`).askIssuer()

  expect(reasons()).toEqual([expect.stringContaining('cannot be read')])
  odd.closeAllConnections()
  odd.close()
})
