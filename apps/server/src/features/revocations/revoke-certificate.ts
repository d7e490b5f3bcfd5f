import {
  Failure,
  type InputOf,
  type ResponseOf,
  type revokePartnerCertificate as partnerContract,
  type revokeTrustCertificate as trustContract,
} from '@pmp/contract'
import { isSignedBy, type Certificate } from '@pmp/x509'
import { record } from '../../audit/record.ts'
import {
  findStoredCertificate,
  findRevocation,
  holdRevocations,
  insertRevocation,
  type NewRevocation,
} from '../../certificate-engine/queries.ts'
import { checkCertificateId } from '../../certificate-engine/rules.ts'
import { readStored } from '../../certificate-engine/stored-certificate.ts'
import { requireTrustCertificate } from '../../certificate-engine/trust-certificate.ts'
import type { Context } from '../../context.ts'
import { readKeyLines } from '../../keys/key-lines.ts'
import { publishChange } from './publish-own-list.ts'

type Input = InputOf<typeof trustContract> & InputOf<typeof partnerContract>
type Subject = Omit<NewRevocation, 'reason' | 'remark' | 'revokedBy' | 'revokedAt'>

/**
 * Revokes a trust certificate: in its domain neither it nor anything below it is accepted any more.
 * @throws {Failure} path_id_malformed · trust_certificate_not_found · certificate_revoked_already
 */
export async function revokeTrustCertificate(
  context: Context,
  input: InputOf<typeof trustContract>,
): Promise<ResponseOf<typeof trustContract>> {
  const row = await requireTrustCertificate(context, input.certificateId)
  return revoke(context, input, {
    kind: 'authority',
    certId: row.certId,
    partnerDomain: row.partnerDomain,
    thumbprint: row.certThumbprint,
    signedThumbprint: null,
    signedSerial: null,
    signedNotAfter: null,
    signerId: null,
  })
}

/**
 * Revokes a partner's certificate: it is not accepted again, and the MOSIP-signed one enters our
 * list. Other modules hear nothing: whether the partner may go on is its status, not this.
 * @throws {Failure} path_id_malformed · partner_certificate_not_found · certificate_revoked_already
 */
export async function revokePartnerCertificate(
  context: Context,
  input: InputOf<typeof partnerContract>,
): Promise<ResponseOf<typeof partnerContract>> {
  checkCertificateId(input.certificateId)
  const row = await findStoredCertificate(context.db, input.certificateId)
  if (!row) throw new Failure('partner_certificate_not_found')
  const signed = readStored(row.signedCertData)
  return revoke(context, input, {
    kind: 'partner',
    certId: row.certId,
    partnerDomain: row.partnerDomain ?? '',
    thumbprint: row.certThumbprint ?? '',
    signedThumbprint: signed?.thumbprintSha1 ?? null,
    signedSerial: signed?.serialNumber ?? null,
    signedNotAfter: signed?.notAfter ?? null,
    signerId: (signed && (await signerIdOf(context, signed))) ?? null,
  })
}

/** The key generation that signed a certificate; none for what another installation signed. */
async function signerIdOf({ db }: Context, signed: Certificate): Promise<string | undefined> {
  const { signer } = await readKeyLines(db)
  return signer.generations.find(
    ({ certificate }) => certificate && isSignedBy(signed, certificate),
  )?.id
}

async function revoke(context: Context, { reason, remark }: Input, subject: Subject) {
  const { db, actor, now } = context
  const { kind, certId, partnerDomain } = subject
  await holdRevocations(db, partnerDomain, 'to_revoke')
  const before = await findRevocation(db, kind, certId)
  const isNew = await insertRevocation(db, {
    ...subject,
    reason,
    remark: remark?.trim() || null,
    revokedBy: actor.userName,
    revokedAt: now,
  })
  if (!isNew) throw new Failure('certificate_revoked_already')
  await publishChange(context, subject.signerId)
  await record(context, 'certificate.revoked', {
    subjectType: kind === 'authority' ? 'trustCertificate' : 'partnerCertificate',
    subjectId: certId,
    before: { revoked: before?.reason ?? null },
    after: { revoked: reason },
    details: {
      domain: partnerDomain,
      thumbprint: subject.thumbprint,
      signedSerial: subject.signedSerial,
      remark: remark ?? null,
    },
  })
  return { certificateId: certId, timestamp: now }
}
