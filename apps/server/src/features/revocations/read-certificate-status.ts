import {
  type InputOf,
  type ResponseOf,
  type readCertificateStatus as contract,
  revocationReasons,
} from '@pmp/contract'
import { findRevocation } from '../../certificate-engine/queries.ts'
import type { Context } from '../../context.ts'
import { checkMayActForKnown } from '../../identity/ownership.ts'
import { findPartner } from '../partners/queries.ts'

/**
 * Whether the certificate that a partner uses now is revoked, for its owner and administrators.
 * @throws {Failure} partner_not_found, also for what is not theirs
 */
export async function readCertificateStatus(
  { db, actor }: Context,
  { partnerId }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const partner = checkMayActForKnown(actor, await findPartner(db, partnerId))
  const { certificateAlias } = partner
  if (!certificateAlias) return { certificateId: null, revocation: null }
  const revocation = await findRevocation(db, 'partner', certificateAlias)
  if (!revocation) return { certificateId: certificateAlias, revocation: null }
  const { remark, revokedAt } = revocation
  const reason = revocationReasons.find((one) => one === revocation.reason) ?? 'unspecified'
  return {
    certificateId: certificateAlias,
    revocation: { reason, remark, revokedAt, isHold: reason === 'certificateHold' },
  }
}
