import * as contract from '@pmp/contract'
import { expect, test } from 'vitest'
import { refusalOf } from '../../testing/given.ts'
import { people, startTestServer, type TestServer } from '../../testing/server.ts'
import { changedParts, freshJwk } from './testing.ts'

const client = {
  name: 'Health',
  policyId: 'policy',
  publicKey: freshJwk(),
  authPartnerId: people.bank.userName,
  logoUri: changedParts.logoUri,
  redirectUris: changedParts.redirectUris,
  grantTypes: changedParts.grantTypes,
  clientAuthMethods: changedParts.clientAuthMethods,
  clientNameLangMap: changedParts.clientNameLangMap,
}

/** The code that each endpoint is refused with by an authentication partner without rows. */
function codesOf({ call }: TestServer) {
  const change = { clientId: 'x', ...changedParts }
  const codes = {
    older: [
      refusalOf(call(people.bank, contract.createPlainClient, client)),
      refusalOf(call(people.bank, contract.createNamedClient, client)),
      refusalOf(call(people.bank, contract.updatePlainClient, change)),
      refusalOf(call(people.bank, contract.updateNamedClient, change)),
      refusalOf(call(people.bank, contract.readPlainClient, { clientId: 'x' })),
      refusalOf(call(people.bank, contract.readNamedClient, { clientId: 'x' })),
      refusalOf(call(people.bank, contract.readOidcClient, { clientId: 'x' })),
      refusalOf(call(people.bank, contract.listNamedClients, {})),
      refusalOf(call(people.bank, contract.listOidcClients, {})),
    ],
    newest: [
      refusalOf(call(people.bank, contract.createOidcClient, client)),
      refusalOf(call(people.bank, contract.updateOidcClient, change)),
      refusalOf(
        call(people.bank, contract.deactivateOidcClient, { clientId: 'x', status: 'INACTIVE' }),
      ),
    ],
  }
  return async (family: keyof typeof codes) => [...new Set(await Promise.all(codes[family]))]
}

test('OIDC clients can be switched off, all of them', async () => {
  const server = await startTestServer({ OIDC_CLIENTS_AVAILABLE: 'false' })
  try {
    const codes = codesOf(server)
    expect(await codes('older')).toEqual(['PMS_FEATURE_002'])
    expect(await codes('newest')).toEqual(['PMS_FEATURE_002'])
  } finally {
    await server.close()
  }
})

test('or just what changes their additional configuration', async () => {
  const server = await startTestServer({ OIDC_ADDITIONAL_INFO: 'false' })
  try {
    const codes = codesOf(server)
    expect(await codes('older')).toEqual(['PMS_CERTIFICATE_ERROR_002', 'PMS_ESI_004'])
    expect(await codes('newest')).toEqual(['PMS_FEATURE_004'])
  } finally {
    await server.close()
  }
})
