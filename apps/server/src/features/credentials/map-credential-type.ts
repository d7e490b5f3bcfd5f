import {
  Failure,
  type InputOf,
  type ResponseOf,
  type mapCredentialType as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { lockPartner } from '../partners/queries.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { checkPolicyUsable } from '../policy-requests/rules.ts'
import { findPolicyForPartner } from '../policy-requests/submit-policy-request.ts'
import { findCredentialMapping, insertCredentialMapping } from './queries.ts'
import { knownCredentialType } from './rules.ts'

/**
 * Gives a partner credentials of a type by one policy (auth-services.md 7.1). The partner's row is
 * held, so two policies at once cannot both get the type.
 * @throws {Failure} each failure that the contract lists
 */
export async function mapCredentialType(
  context: Context,
  { partnerId, credentialType: asked, policyName }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, config, actor, now } = context
  const credentialType = knownCredentialType(asked, config.CREDENTIAL_TYPES)
  if (!credentialType) throw new Failure('credential_type_unknown')
  const partner = await lockPartner(db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkMayActFor(actor, partner)
  if (!partner.isActive) throw new Failure('partner_not_active')
  if (!config.CREDENTIAL_PARTNER_TYPES.includes(partner.partnerTypeCode)) {
    throw new Failure('credential_partner_type_wrong')
  }
  const policy = await findPolicyForPartner(context, partner, policyName)
  checkPolicyUsable(policy, now)
  if (await findCredentialMapping(db, partner.id, credentialType)) {
    throw new Failure('credential_type_taken')
  }
  const mapping = { partnerId: partner.id, policyId: policy.id, credentialType }
  await insertCredentialMapping(db, mapping, { actor: actor.userName, now })
  await record(context, 'credentialType.mapped', {
    subjectType: 'partner',
    subjectId: partner.id,
    after: { credentialType, policyId: policy.id },
  })
  return 'Partner, policy and credentialType mapping done successfully.'
}
