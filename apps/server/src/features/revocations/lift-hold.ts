import {
  Failure,
  type InputOf,
  type ResponseOf,
  type liftPartnerCertificateHold as partnerContract,
  type liftTrustCertificateHold as trustContract,
} from '@pmp/contract'
import { record } from '../../audit/record.ts'
import {
  deleteHold,
  findRevocation,
  findStoredCertificate,
  holdRevocations,
  type RevokedKind,
} from '../../certificate-engine/queries.ts'
import { checkCertificateId } from '../../certificate-engine/rules.ts'
import { requireTrustCertificate } from '../../certificate-engine/trust-certificate.ts'
import type { Context } from '../../context.ts'
import { publishChange } from './publish-own-list.ts'

/** @throws {Failure} path_id_malformed · trust_certificate_not_found · those of `lift` */
export async function liftTrustCertificateHold(
  context: Context,
  { certificateId }: InputOf<typeof trustContract>,
): Promise<ResponseOf<typeof trustContract>> {
  const { partnerDomain } = await requireTrustCertificate(context, certificateId)
  return lift(context, 'authority', { certificateId, partnerDomain })
}

/** @throws {Failure} path_id_malformed · partner_certificate_not_found · those of `lift` */
export async function liftPartnerCertificateHold(
  context: Context,
  { certificateId }: InputOf<typeof partnerContract>,
): Promise<ResponseOf<typeof partnerContract>> {
  checkCertificateId(certificateId)
  const row = await findStoredCertificate(context.db, certificateId)
  if (!row) throw new Failure('partner_certificate_not_found')
  return lift(context, 'partner', { certificateId, partnerDomain: row.partnerDomain ?? '' })
}

/**
 * Lets a certificate count again that was only on hold; it leaves our list (RFC 5280 §5.3.1).
 * @throws {Failure} certificate_not_revoked · revocation_final
 */
async function lift(
  context: Context,
  kind: RevokedKind,
  { certificateId, partnerDomain }: { certificateId: string; partnerDomain: string },
) {
  const { db, now } = context
  await holdRevocations(db, partnerDomain, 'to_revoke')
  const revocation = await findRevocation(db, kind, certificateId)
  if (!revocation) throw new Failure('certificate_not_revoked')
  if (!(await deleteHold(db, kind, certificateId))) throw new Failure('revocation_final')
  await publishChange(context, revocation.signerId)
  await record(context, 'certificate.holdLifted', {
    subjectType: kind === 'authority' ? 'trustCertificate' : 'partnerCertificate',
    subjectId: certificateId,
    before: { revoked: revocation.reason, since: revocation.revokedAt.toISOString() },
    after: { revoked: null },
  })
  return { certificateId, timestamp: now }
}
