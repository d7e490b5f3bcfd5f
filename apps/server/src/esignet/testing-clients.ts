import type { Database } from '../database/database.ts'

export interface TestClient {
  id: string
  /** As it is stored: plain, or JSON with names by language. */
  name?: string
  status?: 'ACTIVE' | 'INACTIVE'
  claims?: string
  acrValues?: string
  redirectUris?: string
  grantTypes?: string
  logoUri?: string
  additionalConfig?: string | null
  publicKey?: Record<string, string>
}

/** A stored OIDC client; what a test does not care about is filled in. */
export async function storeClient(db: Database, client: TestClient): Promise<string> {
  const { id, publicKey = { kty: 'RSA', n: id, e: 'AQAB' }, ...given } = client
  await db
    .insertInto('pms.oidcClient')
    .values({
      id,
      name: '{"@none":"Health portal","eng":"Health portal","fra":"Portail santé"}',
      rpId: 'health',
      policyId: 'policy',
      logoUri: 'https://health.example.org/logo.png',
      redirectUris: 'https://health.example.org/signed-in,io.health.app://oauth',
      claims: 'name,birthdate',
      acrValues: 'mosip:idp:acr:generated-code',
      publicKey: JSON.stringify(publicKey),
      grantTypes: 'authorization_code',
      authMethods: 'private_key_jwt',
      status: 'ACTIVE',
      crBy: 'test',
      crDtimes: new Date(),
      ...given,
    })
    .execute()
  return id
}

/** Changes a stored client, as an operation would. */
export async function changeClient(
  db: Database,
  id: string,
  changes: Omit<TestClient, 'id' | 'publicKey'>,
): Promise<void> {
  await db.updateTable('pms.oidcClient').set(changes).where('id', '=', id).execute()
}
