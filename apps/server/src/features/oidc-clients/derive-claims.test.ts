import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { readConfig } from '../../config.ts'
import { otpPolicy, refusalOf } from '../../testing/given.ts'
import { startTestServer } from '../../testing/server.ts'
import { claimSources } from './claim-sources.ts'
import { deriveAcrValues, deriveClaims, grantsOf } from './derive-claims.ts'
import { clients } from './testing.ts'

const usual = await claimSources({
  config: readConfig({}, '/no-env-file'),
  now: new Date(),
  readDiscovery: async () => null,
})

const policy = (attributes: string[], types: string[]) =>
  grantsOf({
    allowedKycAttributes: attributes.map((attributeName) => ({ attributeName })),
    allowedAuthTypes: types.map((authType) => ({ authType, mandatory: false })),
  })

describe('by what MOSIP deploys', () => {
  test.each<[string[], string[]]>([
    [['city'], ['address']],
    [
      ['FULLNAME', 'addressLine1'],
      ['name', 'address'],
    ],
    [
      ['phone', 'individual_id', 'postalCode'],
      ['address', 'phone_number', 'individual_id'],
    ],
    [
      ['dateOfBirth', 'email'],
      ['birthdate', 'email'],
    ],
    [['UIN', 'name'], []],
    [[], []],
  ])('the attributes %j give the claims %j', (attributes, claims) => {
    expect(deriveClaims(usual, policy(attributes, []))).toEqual(claims)
  })

  test.each<[string[], string[]]>([
    [['otp', 'demo'], ['generated-code']],
    [
      ['OTP', 'pin'],
      ['static-code', 'generated-code'],
    ],
    [
      ['pwd', 'wla', 'bio'],
      ['password', 'linked-wallet', 'biometrics'],
    ],
    [['demo', 'kyc'], []],
    [[], []],
  ])('the authentication types %j give the ACR values %j', (types, values) => {
    expect(deriveAcrValues(usual, policy([], types))).toEqual(
      values.map((value) => `mosip:idp:acr:${value}`),
    )
  })
})

test('two claims of the same attribute are both granted; two factors must both be allowed', () => {
  const sources = {
    supported: ['name', 'nickname', 'name'],
    attributes: new Map([
      ['name', ['fullName']],
      ['nickname', ['fullName']],
    ]),
    factors: new Map([
      ['OTP', ['OTP']],
      ['both', ['OTP', 'BIO']],
      ['none', []],
    ]),
    methods: new Map([
      ['low', ['OTP']],
      ['high', ['OTP', 'both']],
      ['empty', []],
      ['unknown', ['other']],
      ['odd', ['none']],
    ]),
  }
  expect(deriveClaims(sources, policy(['fullname'], []))).toEqual(['name', 'nickname'])
  expect(deriveAcrValues(sources, policy([], ['otp']))).toEqual(['low'])
  expect(deriveAcrValues(sources, policy([], ['otp', 'bio']))).toEqual(['low', 'high'])
})

test('a policy that says things oddly grants what can be read of it', () => {
  const odd = grantsOf({
    allowedKycAttributes: ['fullName', null, { attributeName: 5 }, { attributeName: 'email' }],
    allowedAuthTypes: { authType: 'otp' },
  })
  expect(deriveClaims(usual, odd)).toEqual(['email'])
  expect(odd.hasMandatoryType).toBe(false)
})

/** The documents of an operator, by HTTP; what is missing or `null` cannot be read. */
async function documents(given: Record<string, string | null>) {
  const asked: string[] = []
  const server = createServer((request, reply) => {
    const name = request.url ?? ''
    asked.push(name)
    const text = given[name]
    reply.writeHead(text == null ? 500 : 200).end(text ?? '')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () => new Promise((closed) => server.close(closed))
  return { url, asked, given, close }
}

const discovery = '/oidc/.well-known/openid-configuration'

describe('by the documents of an operator', () => {
  test('a client gets what they say, and they are not asked every time', async () => {
    const esignet = await documents({
      [discovery]: JSON.stringify({ claims_supported: ['name', 'nickname'] }),
      '/identity': JSON.stringify({
        identity: { nickname: { value: 'alias, fullName' }, other: ['x'] },
      }),
      '/acr': JSON.stringify({
        amr: { OTP: [{ type: 'OTP', count: 1 }] },
        acr_amr: { 'urn:low': ['OTP'] },
      }),
    })
    const server = await startTestServer({
      ESIGNET_URL: `${esignet.url}/`,
      OIDC_CLAIMS_MAPPING: `${esignet.url}/identity`,
      OIDC_ACR_MAPPING: `${esignet.url}/acr`,
    })
    try {
      const health = await clients(server).ready()
      const made = await Promise.all([health.create(), health.create(), health.create()])
      for (const { clientId } of made) {
        expect(await clients(server).row(clientId)).toMatchObject({
          claims: 'nickname',
          acrValues: 'urn:low',
        })
      }
      expect(esignet.asked.toSorted()).toEqual(['/acr', '/identity', discovery])
    } finally {
      await server.close()
      await esignet.close()
    }
  })

  test.each([
    ['no discovery document', { [discovery]: null }, 'PMS_KKS_001'],
    ['HTML in its place', { [discovery]: '<html>' }, 'PMS_KKS_001'],
    ['one without claims', { [discovery]: '{}' }, 'PMS_KKS_001'],
    ['no mapping of claims', { '/identity': null }, 'PMS-MSD-393'],
    ['one that is no JSON', { '/identity': 'x' }, 'PMS-MSD-393'],
    ['no mapping of ACR values', { '/acr': null }, 'PMS-MSD-394'],
    ['one without methods', { '/acr': '{"acr_amr":{}}' }, 'PMS-MSD-395'],
  ])('with %s a creation is refused before anything is stored', async (_, changes, code) => {
    const esignet = await documents({
      [discovery]: '{"claims_supported":["name"]}',
      '/identity': '{"identity":{"name":{"value":"fullName"}}}',
      '/acr': '{"amr":{},"acr_amr":{}}',
      ...changes,
    })
    const server = await startTestServer({
      ESIGNET_URL: esignet.url,
      OIDC_CLAIMS_MAPPING: `${esignet.url}/identity`,
      OIDC_ACR_MAPPING: `${esignet.url}/acr`,
    })
    try {
      const health = await clients(server).ready()
      expect(await refusalOf(health.create())).toBe(code)
      expect(await server.db.selectFrom('pms.oidcClient').select('id').execute()).toEqual([])
    } finally {
      await server.close()
      await esignet.close()
    }
  })

  test('more claims or ACR values than eSignet takes are refused as it would', async () => {
    const many = Array.from({ length: 31 }, (_, at) => `claim${at}`)
    const mapping = (names: string[], entry: unknown) =>
      Object.fromEntries(names.map((name) => [name, entry]))
    const esignet = await documents({
      [discovery]: JSON.stringify({ claims_supported: [...many, 'name'] }),
      '/identity': JSON.stringify({
        identity: { ...mapping(many, { value: 'email' }), name: { value: 'fullName' } },
      }),
      '/acr': JSON.stringify({
        amr: { OTP: [{ type: 'OTP' }] },
        acr_amr: mapping(many, ['OTP']),
      }),
    })
    const server = await startTestServer({
      ESIGNET_URL: esignet.url,
      OIDC_CLAIMS_MAPPING: `${esignet.url}/identity`,
      OIDC_ACR_MAPPING: `${esignet.url}/acr`,
    })
    try {
      const health = await clients(server).ready()
      expect(await refusalOf(health.create())).toBe('invalid_acr')
      const allowedKycAttributes = [{ attributeName: 'email' }]
      await clients(server).policySays(health, { ...otpPolicy, allowedKycAttributes })
      expect(await refusalOf(health.create())).toBe('invalid_claim')
    } finally {
      await server.close()
      await esignet.close()
    }
  })
})
