import { generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import * as contract from '@pmp/contract'
import { fresh, freshUser, given } from '../../testing/given.ts'
import { people, type TestServer, type TestUser } from '../../testing/server.ts'

/** A public RSA key nobody has used yet, as partners send it. */
export function freshJwk(modulusLength = 2048): JsonWebKey & Record<string, unknown> {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength })
  return { ...publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: fresh('key') }
}

const usualLists = {
  grantTypes: ['authorization_code'],
  clientAuthMethods: ['private_key_jwt'],
}

type NewClient = contract.CallOf<typeof contract.createOidcClient>

/** What partners can do with clients, by the calls that they make. */
export function clients(server: TestServer) {
  const { call } = server

  /** A partner whose request for a policy that eSignet can use is approved. */
  async function ready(user: TestUser = freshUser()) {
    const partner = await given(server).readyPartner(user)
    const clientOf = (changes: Partial<NewClient> = {}): NewClient => ({
      name: 'Health portal',
      policyId: partner.policyId,
      publicKey: changes.publicKey ?? freshJwk(),
      authPartnerId: partner.partnerId,
      logoUri: 'https://health.example.org/logo.png',
      redirectUris: ['https://health.example.org/signed-in', 'org.example.health://oauth'],
      clientNameLangMap: { eng: 'Health portal', fra: 'Portail santé' },
      ...usualLists,
      ...changes,
    })
    const create = (changes: Partial<NewClient> = {}, by: TestUser | null = user) =>
      call(by, contract.createNamedClient, clientOf(changes))
    return { ...partner, clientOf, create }
  }

  type Ready = Awaited<ReturnType<typeof ready>>

  /** The policy of a partner says something else from now on. */
  async function policySays({ policyId }: Ready, document: Record<string, unknown>) {
    await server.db
      .updateTable('pms.authPolicy')
      .set({ policyFileId: JSON.stringify(document) })
      .where('id', '=', policyId)
      .execute()
  }

  async function row(clientId: string) {
    return server.db
      .selectFrom('pms.oidcClient')
      .selectAll()
      .where('id', '=', clientId)
      .executeTakeFirst()
  }

  const deactivatePartner = ({ partnerId }: Ready) =>
    call(people.admin, contract.changePartnerStatus, { partnerId, status: 'De-Active' })

  return { ready, policySays, row, deactivatePartner }
}

export const changedParts = {
  clientName: 'Health portal of the city',
  clientNameLangMap: { eng: 'Health portal of the city', ara: 'بوابة الصحة' },
  logoUri: 'https://health.example.org/new.png',
  redirectUris: ['https://health.example.org/back'],
  status: 'ACTIVE',
  ...usualLists,
}
