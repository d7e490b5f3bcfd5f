import * as contract from '@pmp/contract'
import { fresh, freshUser, given } from '../../testing/given.ts'
import { people, type TestServer } from '../../testing/server.ts'

/** What a printer is given: the face to its card. */
const dataSharePolicy = {
  dataSharePolicies: {
    typeOfShare: 'Data Share',
    validForInMinutes: '30',
    transactionsAllowed: '2',
    encryptionType: 'Partner Based',
    shareDomain: 'datashare.datashare',
    source: 'ID Repository',
  },
  shareableAttributes: [
    { attributeName: 'fullName', encrypted: false, source: [{ attribute: 'fullName' }] },
  ],
}

export const face = {
  attributeName: 'photo',
  biometric: 'face',
  extractorProvider: 'mock',
  extractorProviderVersion: '1.1',
}
export const fingers = {
  attributeName: 'fingerprint',
  biometric: 'finger',
  biometricSubTypes: 'Left Thumb,Right Thumb',
  extractorProvider: 'mock',
  extractorProviderVersion: '1.1',
}

/** Brings a server to where credential partners ask for what they are to receive. */
export function givenCredentials(server: TestServer) {
  const { call } = server

  async function dataShare(group: { id: string; name: string }, name = fresh('Print a card')) {
    const { id: policyId } = await call(people.policyManager, contract.createPolicy, {
      policyGroupName: group.name,
      policyType: 'DataShare',
      name,
      desc: `${name}, for tests`,
      version: '1.0',
      policies: dataSharePolicy,
    })
    const published = { policyId, policygroupId: group.id }
    await call(people.policyManager, contract.publishPolicy, published)
    return { policyId, policyName: name }
  }

  /** An active credential partner whose policy request waits. */
  async function askingPartner() {
    const group = await given(server).policyGroup()
    const policy = await dataShare(group)
    const user = freshUser(contract.roles.credentialPartner)
    await given(server).activePartner(user, group.name, 'Credential_Partner')
    const requestId = await given(server).pendingRequest(user, policy.policyName)
    return { user, partnerId: user.userName, group, ...policy, requestId }
  }

  /** The same with extractors and a credential type, so that it can be decided. */
  async function completeRequest(credentialType = 'euin') {
    const partner = await askingPartner()
    const { user, requestId } = partner
    await call(user, contract.requestExtractors, { requestId, extractors: [face] })
    await call(user, contract.requestCredentialType, { requestId, credentialType })
    return partner
  }

  return { dataShare, askingPartner, completeRequest }
}
