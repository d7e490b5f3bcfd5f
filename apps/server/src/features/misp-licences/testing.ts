import * as contract from '@pmp/contract'
import { sql } from 'kysely'
import { fresh, freshUser, given } from '../../testing/given.ts'
import { seen } from '../../testing/seen.ts'
import { people, type TestServer, type TestUser } from '../../testing/server.ts'

const mispPolicy = {
  allowAuthRequestDelegation: true,
  allowKycRequestDelegation: false,
  allowKeyBindingDelegation: false,
}

/** Brings MISPs into a state by the same calls that people make. */
export async function givenMisps(server: TestServer) {
  const { call, clock } = server
  const authority = await given(server).trustedAuthority('MISP')

  /** The clock goes on, so that what follows is newer. */
  function later(ms = 1000): void {
    clock.now = new Date(clock.now.getTime() + ms)
  }

  /** A MISP that registered itself and waits for its certificate. */
  async function waitingMisp() {
    const user = freshUser(contract.roles.mispPartner)
    await call(user, contract.registerPartner, {
      partnerId: user.userName,
      organizationName: `${user.userName} Ltd`,
      address: '1 Market Square',
      contactNumber: '5550100',
      emailId: user.email ?? '',
      partnerType: 'MISP_Partner',
    })
    return { id: user.userName, user }
  }

  /** An administrator uploads the certificate of a MISP, which cannot (additions-1.3.0.md 2.6). */
  async function misp() {
    const { id, user } = await waitingMisp()
    const leaf = await authority.issueLeaf({ organization: `${id} Ltd` })
    await call(people.admin, contract.uploadPartnerCertificate, {
      partnerId: id,
      certificateData: leaf.certificate.pem,
      partnerDomain: 'MISP',
    })
    later()
    return { id, user }
  }

  async function mispPolicyOf(group: { id: string; name: string }) {
    const draft = await call(people.policyManager, contract.createPolicy, {
      policyGroupName: group.name,
      policyType: 'MISP',
      name: fresh('Delegation'),
      desc: 'For tests',
      version: '1.0',
      policies: mispPolicy,
    })
    await call(people.policyManager, contract.publishPolicy, {
      policyId: draft.id,
      policygroupId: group.id,
    })
    return { id: draft.id, name: draft.name }
  }

  /** A group linked to a MISP, with a policy for it. */
  async function linkedPolicy(partnerId: string) {
    const group = await given(server).policyGroup()
    await call(people.admin, contract.linkPolicyGroup, { partnerId, policyGroupId: group.id })
    return { group, policy: await mispPolicyOf(group) }
  }

  /** An administrator asks for a policy in the name of a MISP, whose role may not. */
  async function request(partnerId: string, policyName: string): Promise<string> {
    const asked = { partnerId, policyName, useCaseDescription: 'Carry requests of partners' }
    const { mappingkey } = await call(people.admin, contract.submitPolicyRequest, asked)
    later()
    return mappingkey
  }

  async function decide(mappingkey: string, status: 'approved' | 'rejected') {
    await call(people.admin, contract.decidePolicyRequest, { mappingkey, status })
  }

  /** An active MISP with an approved policy. */
  async function mispWithPolicy() {
    const { id, user } = await misp()
    const { group, policy } = await linkedPolicy(id)
    await decide(await request(id, policy.name), 'approved')
    return { id, user, group, policy }
  }

  /** A licence by name; the day is 30 days ahead. */
  async function licence(partnerId: string, changes: Partial<LicenceAsked> = {}) {
    later()
    return call(people.admin, contract.generateMispLicence, {
      partnerId,
      licenseKeyName: fresh('Gateway'),
      expiryDate: inDays(server, 30),
      ...changes,
    })
  }

  async function deactivate(partnerId: string) {
    await call(people.admin, contract.changePartnerStatus, { partnerId, status: 'De-Active' })
  }

  const steps = { misp, waitingMisp, linkedPolicy, mispPolicyOf, request, decide }
  return { ...steps, mispWithPolicy, licence, deactivate, later }
}

/** The older calls about keys; the server need not be there yet. */
export function mispKeyCalls(server: () => TestServer) {
  const call: TestServer['call'] = (...given) => server().call(...given)
  return {
    generate: (user: TestUser | null, providerId: string) =>
      call(user, contract.generateMispKey, { providerId }),
    read: (user: TestUser | null, mispId: string) => call(user, contract.readMispKey, { mispId }),
    change(
      user: TestUser | null,
      [providerId, licenseKey]: [string, string],
      licenseKeyStatus: string,
    ) {
      const change = { providerId, licenseKey, licenseKeyStatus }
      return call(user, contract.changeMispKeyStatus, change)
    },
  }
}

interface LicenceAsked {
  policyId: string
  licenseKeyName: string
  expiryDate: string
}

/** Changes a licence past every rule, as another program could. */
export async function setRow(
  { db }: TestServer,
  mispLicenseId: string,
  values: {
    mispId?: string
    policyId?: string | null
    licenseKeyName?: string
    isActive?: boolean
    isDeleted?: boolean
    validToDate?: Date | null
  },
): Promise<void> {
  await db
    .updateTable('pms.mispLicense')
    .set(values)
    .where('mispLicenseId', '=', mispLicenseId)
    .execute()
}

/** A table is away while something is done, as in an outage. */
export async function without<T>(
  { db }: TestServer,
  table: string,
  work: () => Promise<T>,
): Promise<T> {
  const rename = (from: string, to: string) =>
    sql`alter table ${sql.table(`pms.${from}`)} rename to ${sql.ref(to)}`.execute(db)
  await rename(table, 'away')
  try {
    return await work()
  } finally {
    await rename('away', table)
  }
}

/** A raw request of the administrator about licences, with an envelope as it is given. */
export async function send(
  server: TestServer,
  [method, id]: [method: string, id: string],
  envelope: Record<string, unknown>,
) {
  const path = `/v1/partnermanager/misp-licenses${id && `/${encodeURIComponent(id)}`}`
  const body = { version: '1.0', requestTime: server.clock.now.toISOString(), ...envelope }
  const { status, body: answered } = await server.send(people.admin, method, path, body)
  const { errors } = answered as { errors?: { errorCode: string }[] }
  return { status, code: errors?.[0]?.errorCode, body: answered }
}

/** A day as `yyyy-MM-dd`. */
export function inDays({ clock }: TestServer, days: number): string {
  return new Date(clock.now.getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

/** What the database holds about licences. */
export function seenLicences(server: TestServer) {
  return {
    /** Rows of a MISP, oldest first. */
    async rows(mispId: string) {
      return server.db
        .selectFrom('pms.mispLicense')
        .selectAll()
        .where('mispId', '=', mispId)
        .orderBy('crDtimes')
        .execute()
    },
    /** What consumers heard about the licences of a MISP, in order. */
    async events(mispId: string) {
      const messages = await seen(server).outbox({ orderingKey: mispId, kind: 'event' })
      return messages
        .filter(({ topic }) => topic.startsWith('MISP_LICENSE'))
        .map(({ topic, payload }) => ({ topic, ...readEvent(payload) }))
    },
    /** Everything that administrators read of audit, outbox and the lists of licences. */
    async everythingListed(user: TestUser): Promise<string> {
      const all = { pageNo: 0, pageSize: 1000 }
      return JSON.stringify([
        await server.call(user, contract.listOutboxMessages, all),
        await server.call(user, contract.listAuditEntries, all),
        await server.call(user, contract.listMispLicences, all),
      ])
    },
  }
}

function readEvent(payload: unknown) {
  const { publisher, event } = payload as {
    publisher: string
    event: { data: { mispLicenseData: Record<string, unknown>; policyData?: { policyId: string } } }
  }
  const { mispLicenseData, policyData } = event.data
  const { licenseKey, mispStatus } = mispLicenseData
  return { publisher, licenseKey, mispStatus, policyId: policyData?.policyId ?? null }
}
