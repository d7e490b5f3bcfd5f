import * as contract from '@pmp/contract'
import { fresh, freshUser, given } from '../../testing/given.ts'
import type { TestServer } from '../../testing/server.ts'

/** A partner with a policy of its group, which it has not asked for yet. */
export async function partnerWithPolicy(server: TestServer) {
  const group = await given(server).policyGroup()
  const policyName = fresh('Open an account')
  const policy = await given(server).publishedPolicy(group, policyName)
  const user = freshUser()
  const partner = await given(server).activePartner(user, group.name)
  const submit = (name = policyName, by = user) =>
    server.call(by, contract.submitPolicyRequest, {
      partnerId: partner.partnerId,
      policyName: name,
      useCaseDescription: 'Check who opens an account',
    })
  return { ...partner, group, policy, policyName, user, submit }
}
