import * as contract from '@pmp/contract'
import type { CallOf, ResponseOf } from '@pmp/contract'
import { people, type TestServer, type TestUser } from '../../testing/server.ts'

/** How people deactivate things, and what they are told before. */
export function deactivations(server: () => TestServer) {
  const call: TestServer['call'] = (...given) => server().call(...given)
  const { admin, policyManager } = people
  return {
    partner: (partnerId: string) =>
      call(admin, contract.changePartnerStatus, { partnerId, status: 'De-Active' }),
    policy: (policyId: string, endsRequests?: boolean) =>
      call(policyManager, contract.deactivatePolicy, {
        policyId,
        status: 'De-Activate',
        ...(endsRequests === undefined ? {} : { endsRequests }),
      }),
    group: (policygroupId: string) =>
      call(policyManager, contract.deactivatePolicyGroup, { policygroupId, status: 'De-Activate' }),
    preview: (user: TestUser | null, input: CallOf<typeof contract.previewDeactivation>) =>
      call(user, contract.previewDeactivation, input),
  }
}

/** Of a preview the kinds with their numbers, and whether they stop. */
export function numbersOf({ dependents }: ResponseOf<typeof contract.previewDeactivation>) {
  return Object.fromEntries(dependents.map(({ kind, count, stops }) => [kind, { count, stops }]))
}

/** What the database holds of a pair of partner and policy. */
export async function stateOf({ db }: TestServer, pair: { partnerId: string; policyId: string }) {
  const keys = await db
    .selectFrom('pms.partnerPolicy')
    .select(['label', 'isActive', 'updBy'])
    .where('partId', '=', pair.partnerId)
    .where('policyId', '=', pair.policyId)
    .orderBy('label')
    .execute()
  const clients = await db
    .selectFrom('pms.oidcClient')
    .select('status')
    .where('rpId', '=', pair.partnerId)
    .where('policyId', '=', pair.policyId)
    .execute()
  const requests = await db
    .selectFrom('pms.partnerPolicyRequest as request')
    .leftJoin('pmp.policyRequestDecision as decision', 'decision.requestId', 'request.id')
    .select(['request.statusCode', 'decision.reason'])
    .where('partId', '=', pair.partnerId)
    .where('policyId', '=', pair.policyId)
    .orderBy('request.crDtimes')
    .execute()
  return {
    keys: keys.map(({ label, isActive }) => [label, isActive]),
    clients: clients.map(({ status }) => status),
    requests: requests.map(({ statusCode, reason }) => [statusCode, reason]),
  }
}
