import * as contract from '@pmp/contract'
import { fresh, freshUser, given } from '../../testing/given.ts'
import { people, startTestServer, type TestUser } from '../../testing/server.ts'

/** Somebody else whom the provider has given the same user name. */
export function namesake(user: TestUser, claims: Record<string, unknown> = {}): TestUser {
  const email = `${fresh('other').replaceAll(' ', '-')}@id.example`
  return { ...user, email, claims: { sub: crypto.randomUUID(), ...claims } }
}

/** The code of a refusal, or `done`. */
export async function codeOf(call: Promise<unknown>) {
  return call.then(
    () => 'done',
    (error: unknown) => (error instanceof contract.CallFailed ? error.code : error),
  )
}

const change = { address: '2 Other Street', contactNumber: '5550101' }

/** What doors answer to the owner, to a stranger, and to whoever carries a name of somebody else. */
export const open = { update: 'done', list: 'done', read: 'done' }
export const notTheirs = { partners: [], update: 'PMS_PRT_055', read: 'PMS_PRT_055' }
export const taken = { partners: [], update: 'PMP_140', list: 'PMP_140', read: 'PMP_140' }

/** A server with partners of different owners. */
export async function openScene() {
  const server = await startTestServer()
  const group = await given(server).policyGroup()

  async function registered(): Promise<TestUser> {
    const user = freshUser()
    await given(server).registeredPartner(user, group.name)
    return user
  }

  /** A partner that an administrator makes; nobody owns it. */
  async function madeByAdministrator(): Promise<TestUser> {
    const user = freshUser()
    await server.call(people.admin, contract.registerPartner, registrationOf(user))
    return user
  }

  function registrationOf(user: TestUser) {
    return {
      partnerId: user.userName,
      policyGroup: group.name,
      organizationName: `${user.userName} Ltd`,
      address: '1 Market Square',
      contactNumber: '5550100',
      emailId: user.email ?? 'it@id.example',
      partnerType: 'Auth_Partner',
    }
  }

  /** Codes with which each door of an own partner answers this person. */
  async function doorsOf(user: TestUser, partnerId = user.userName) {
    const { partners, standing } = await server.call(user, contract.readSession, {})
    return {
      standing,
      partners: partners.map((partner) => partner.partnerId),
      update: await codeOf(server.call(user, contract.updatePartner, { partnerId, ...change })),
      list: await codeOf(server.call(user, contract.listOwnPartners, { status: 'InProgress' })),
      read: await codeOf(server.call(user, contract.readPartner, { partnerId })),
    }
  }

  function auditOf(action: string, subjectId: string) {
    return server.db
      .selectFrom('pmp.auditEntry')
      .select(['actor', 'outcome', 'before', 'after', 'details'])
      .where('action', '=', action)
      .where('subjectId', '=', subjectId)
      .execute()
  }

  async function handOver(user: TestUser, sub: string) {
    return server.call(people.admin, contract.handOver, { names: [{ userId: user.userName, sub }] })
  }

  return { server, registered, madeByAdministrator, registrationOf, doorsOf, auditOf, handOver }
}

export type Scene = Awaited<ReturnType<typeof openScene>>
