import { isMispType, stateOf, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import type { Context } from '../../context.ts'
import { checkKnownTo } from '../../identity/ownership.ts'
import { findPartner, type Partner } from '../partners/queries.ts'
import { policyOrNothing } from '../policies/rules.ts'
import { findPolicyGroups } from '../policy-groups/queries.ts'
import { findAttributesToday } from '../policy-requests/attributes-today.ts'
import { findPoliciesToAsk, findTakenCredentialTypes } from './queries.ts'
import { mappingOf } from './rules.ts'

type Answer = ResponseOf<typeof contract.readPoliciesToAsk>

/**
 * What a partner may ask for, and how far it is with each (ui.md S7).
 * @throws {Failure} partner_not_found
 */
export async function readPoliciesToAsk(
  context: Context,
  { partnerId, search }: InputOf<typeof contract.readPoliciesToAsk>,
): Promise<Answer> {
  const { db, config, actor } = context
  const partner = checkKnownTo(actor, await findPartner(db, partnerId))
  const { policyGroupId, partnerTypeCode } = partner
  const groups = await findPolicyGroups(db, policyGroupId ? [policyGroupId] : [])
  return {
    partner: {
      partnerId,
      organizationName: partner.name,
      partnerType: partnerTypeCode,
      isActive: partner.isActive,
      policyGroupName: groups.get(policyGroupId ?? '')?.name ?? null,
    },
    mapping: mappingOf(config, partnerTypeCode),
    takenCredentialTypes: await findTakenCredentialTypes(db, partnerId),
    attributesToday: await findAttributesToday(db, partnerId),
    ...(await policiesOf(context, partner, search)),
  }
}

async function policiesOf(
  { db, now }: Context,
  partner: Partner,
  search: string | undefined,
): Promise<Pick<Answer, 'total' | 'policies'>> {
  const { id: partnerId, policyGroupId: groupId, partnerTypeCode } = partner
  if (!groupId) return { total: 0, policies: [] }
  const isMisp = isMispType(partnerTypeCode)
  const found = await findPoliciesToAsk(db, { groupId, partnerId, search, isMisp, now })
  return {
    total: found[0]?.total ?? 0,
    policies: found.map(({ policyFileId, requestId, statusCode, total: _all, ...policy }) => ({
      ...policy,
      policies: policyOrNothing(policyFileId),
      request:
        requestId !== null && statusCode !== null
          ? { requestId, status: stateOf(statusCode) }
          : null,
    })),
  }
}
