import type { Database } from '../database/database.ts'

/** A stored OIDC client; what a test does not care about is filled in. */
export async function storeClient(
  db: Database,
  client: { id: string; status?: 'ACTIVE' | 'INACTIVE' },
): Promise<string> {
  const { id, status = 'ACTIVE' } = client
  await db
    .insertInto('pms.oidcClient')
    .values({
      id,
      name: 'Health portal',
      rpId: 'health',
      policyId: 'policy',
      logoUri: 'https://health.example.org/logo.png',
      redirectUris: 'https://health.example.org/signed-in',
      claims: 'name',
      acrValues: 'mosip:idp:acr:generated-code',
      publicKey: JSON.stringify({ kty: 'RSA', n: id, e: 'AQAB' }),
      grantTypes: 'authorization_code',
      authMethods: 'private_key_jwt',
      status,
      crBy: 'test',
      crDtimes: new Date(),
    })
    .execute()
  return id
}
