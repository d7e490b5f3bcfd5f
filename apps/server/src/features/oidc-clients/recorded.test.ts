import * as contract from '@pmp/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../testing/server.ts'
import { clients } from './testing.ts'

/*
 * What upstream's running services store for the same requests: names of columns and values are the
 * recorded ones. The order of claims and ACR values means nothing there.
 */

let server: TestServer
let gold: Awaited<ReturnType<ReturnType<typeof clients>['ready']>>
beforeAll(async () => {
  server = await startTestServer()
  gold = await clients(server).ready()
})
afterAll(() => server.close())

const types = (...names: string[]) => names.map((authType) => ({ authType, mandatory: false }))
const attributes = (...names: string[]) => names.map((attributeName) => ({ attributeName }))

const full = {
  authTokenType: 'policy',
  allowedAuthTypes: types('otp', 'bio', 'demo', 'kyc'),
  allowedKycAttributes: attributes(
    'fullName',
    'gender',
    'dateOfBirth',
    'email',
    'phone',
    'face',
    'city',
  ),
}

const request = {
  name: 'Golden client',
  logoUri: 'https://rp.example.org/logo.png',
  redirectUris: ['https://rp.example.org/cb'],
}
const change = {
  clientName: 'Golden renamed',
  clientNameLangMap: { eng: 'Golden renamed', ara: 'ذهبي' },
  logoUri: 'https://rp.example.org/logo2.png',
  redirectUris: ['https://rp.example.org/cb2', 'rpapp://cb'],
  status: 'ACTIVE',
  grantTypes: ['authorization_code'],
  clientAuthMethods: ['private_key_jwt'],
}

/** A stored row with what has no order sorted, and names by language read. */
async function stored(clientId: string) {
  const row = await clients(server).row(clientId)
  const sorted = (list = '') => list.split(',').toSorted().join(',')
  return { ...row, claims: sorted(row?.claims), acrValues: sorted(row?.acrValues) }
}

describe('a client is stored as upstream stores it', () => {
  test('by the older form, through its whole life', async () => {
    await clients(server).policySays(gold, full)
    const asked = gold.clientOf(request)
    const { clientId } = await server.call(gold.user, contract.createPlainClient, asked)
    const made = {
      name: 'Golden client',
      rpId: gold.partnerId,
      policyId: gold.policyId,
      logoUri: 'https://rp.example.org/logo.png',
      redirectUris: 'https://rp.example.org/cb',
      claims: 'address,birthdate,email,gender,name,phone_number,picture',
      acrValues: 'mosip:idp:acr:biometrics,mosip:idp:acr:generated-code',
      grantTypes: 'authorization_code',
      authMethods: 'private_key_jwt',
      status: 'ACTIVE',
      crBy: gold.user.userName,
      updBy: null,
      updDtimes: null,
    }
    expect(await stored(clientId)).toMatchObject(made)

    const changed = {
      name: 'Golden renamed',
      logoUri: 'https://rp.example.org/logo2.png',
      redirectUris: 'https://rp.example.org/cb2,rpapp://cb',
      updBy: gold.user.userName,
      updDtimes: server.clock.now,
    }
    await server.call(gold.user, contract.updatePlainClient, { clientId, ...change })
    expect(await stored(clientId)).toMatchObject({ ...made, ...changed })

    const ignored = { clientName: 'ignored', redirectUris: ['https://ignored.example.org'] }
    const ended = { clientId, ...change, ...ignored, status: 'inactive' }
    await server.call(gold.user, contract.updatePlainClient, ended)
    expect(await stored(clientId)).toMatchObject({ ...made, ...changed, status: 'INACTIVE' })
  })

  test('by the newer form, with names by language as JSON, which the older one loses', async () => {
    await clients(server).policySays(gold, full)
    const clientNameLangMap = { eng: 'Golden client', fra: 'Client doré' }
    const { clientId } = await gold.create({ ...request, clientNameLangMap })
    const namesOf = async () => JSON.parse((await stored(clientId)).name ?? '')
    expect(await namesOf()).toEqual({
      fra: 'Client doré',
      '@none': 'Golden client',
      eng: 'Golden client',
    })
    await server.call(gold.user, contract.updateNamedClient, { clientId, ...change })
    expect(await namesOf()).toEqual({
      ara: 'ذهبي',
      '@none': 'Golden renamed',
      eng: 'Golden renamed',
    })
    const older = { clientId, ...change, clientName: 'Old family update' }
    await server.call(gold.user, contract.updatePlainClient, older)
    expect(await stored(clientId)).toMatchObject({ name: 'Old family update' })
  })

  test.each<[string[], string[], string, string]>([
    [['city'], ['otp'], 'address', 'mosip:idp:acr:generated-code'],
    [
      ['FULLNAME', 'addressLine1'],
      ['OTP', 'pin'],
      'address,name',
      'mosip:idp:acr:generated-code,mosip:idp:acr:static-code',
    ],
    [
      ['phone', 'individual_id', 'postalCode'],
      ['pwd', 'wla', 'bio'],
      'address,individual_id,phone_number',
      'mosip:idp:acr:biometrics,mosip:idp:acr:linked-wallet,mosip:idp:acr:password',
    ],
    [
      ['dateOfBirth', 'email'],
      ['bio', 'demo', 'otp'],
      'birthdate,email',
      'mosip:idp:acr:biometrics,mosip:idp:acr:generated-code',
    ],
  ])('of a policy with %j and %j', async (kyc, auth, claims, acrValues) => {
    await clients(server).policySays(gold, {
      ...full,
      allowedKycAttributes: attributes(...kyc),
      allowedAuthTypes: types(...auth),
    })
    const { clientId } = await gold.create(request)
    expect(await stored(clientId)).toMatchObject({ claims, acrValues })
  })
})
