import * as contract from '@pmp/contract'
import { createTestAuthority } from '@pmp/x509/test-authority'
import { people, type TestServer, type TestUser } from './server.ts'

let sequence = 0

/** A name that no other test uses. */
export function fresh(word: string): string {
  sequence += 1
  return `${word} ${process.pid}-${sequence}`
}

/** A person with a name of their own and the role of a partner type. */
export function freshUser(role: string = contract.roles.authPartner): TestUser {
  const userName = fresh('user').replaceAll(' ', '-')
  return { userName, roles: [role], email: `${userName}@partner.example` }
}

/**
 * Somebody else, whom a test lets ask for what it has shown to be there for its owner. Where the
 * contract hides what others own or leaves it out, only such calls count as that case.
 */
export function asStranger(user: TestUser = freshUser()): TestUser {
  return { ...user, isStranger: true }
}

/** An authentication policy that allows one-time passwords and tells a name. */
export const otpPolicy = {
  authTokenType: 'partner',
  allowedAuthTypes: [{ authType: 'otp', mandatory: false }],
  allowedKycAttributes: [{ attributeName: 'fullName' }],
}

/** Brings a server into a state by the same calls that people make. */
export function given(server: TestServer) {
  const { call, clock } = server

  async function policyGroup(name = fresh('Banks')) {
    const desc = `${name}, for tests`
    return call(people.policyManager, contract.createPolicyGroup, { name, desc })
  }

  async function draftPolicy(policyGroupName: string, name = fresh('Open an account')) {
    return call(people.policyManager, contract.createPolicy, {
      policyGroupName,
      policyType: 'Auth',
      name,
      desc: `${name}, for tests`,
      version: '1.0',
      policies: otpPolicy,
    })
  }

  async function publishedPolicy(group: { id: string; name: string }, name?: string) {
    const draft = await draftPolicy(group.name, name)
    await call(people.policyManager, contract.publishPolicy, {
      policyId: draft.id,
      policygroupId: group.id,
    })
    return draft
  }

  async function registeredPartner(
    user: TestUser,
    policyGroupName: string,
    partnerType = 'Auth_Partner',
  ) {
    const organizationName = `${user.userName} Ltd`
    await call(user, contract.registerPartner, {
      partnerId: user.userName,
      policyGroup: policyGroupName,
      organizationName,
      address: '1 Market Square',
      contactNumber: '5550100',
      emailId: user.email ?? `${user.userName}@partner.example`,
      partnerType,
    })
    return { partnerId: user.userName, organizationName }
  }

  /** A root and an intermediate in the trust store of a domain. */
  async function trustedAuthority(partnerDomain = 'AUTH') {
    const authority = await createTestAuthority({ now: clock.now, organization: fresh('Test CA') })
    for (const { certificate } of [authority.root, authority.intermediate]) {
      await call(people.admin, contract.uploadCaCertificate, {
        certificateData: certificate.pem,
        partnerDomain,
      })
    }
    return authority
  }

  async function activePartner(user: TestUser, policyGroupName: string, partnerType?: string) {
    const partner = await registeredPartner(user, policyGroupName, partnerType)
    const authority = await trustedAuthority()
    const leaf = await authority.issueLeaf({ organization: partner.organizationName })
    await call(user, contract.uploadPartnerCertificate, {
      partnerId: partner.partnerId,
      certificateData: leaf.certificate.pem,
      partnerDomain: 'AUTH',
    })
    return { ...partner, authority, leaf }
  }

  async function pendingRequest(user: TestUser, policyName: string) {
    const { mappingkey } = await call(user, contract.submitPolicyRequest, {
      partnerId: user.userName,
      policyName,
      useCaseDescription: 'Check who opens an account',
    })
    return mappingkey
  }

  async function approvedRequest(user: TestUser, policyName: string) {
    const mappingkey = await pendingRequest(user, policyName)
    await call(people.admin, contract.decidePolicyRequest, { mappingkey, status: 'approved' })
    return mappingkey
  }

  /** Everything up to the key: group, policy, partner, certificate, approved request. */
  async function readyPartner(user: TestUser = freshUser()) {
    const group = await policyGroup()
    const policyName = fresh('Open an account')
    const policy = await publishedPolicy(group, policyName)
    const partner = await activePartner(user, group.name)
    await approvedRequest(user, policyName)
    return { ...partner, user, group, policyName, policyId: policy.id }
  }

  return {
    policyGroup,
    draftPolicy,
    publishedPolicy,
    registeredPartner,
    trustedAuthority,
    activePartner,
    pendingRequest,
    approvedRequest,
    readyPartner,
  }
}

/** The code with which a call is refused; fails when it is not. */
export async function refusalOf(call: Promise<unknown>): Promise<string | null> {
  try {
    await call
  } catch (error) {
    if (error instanceof contract.CallFailed) return error.code
    throw error
  }
  throw new Error('The call was not refused')
}
