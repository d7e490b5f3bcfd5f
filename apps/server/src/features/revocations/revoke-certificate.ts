import {
  Failure,
  type InputOf,
  type ResponseOf,
  type revokePartnerCertificate as partnerContract,
  type revokeTrustCertificate as trustContract,
} from '@pmp/contract'
import { identifyKey, isSignedBy, readStored, type Certificate } from '@pmp/x509'
import { record } from '../../audit/record.ts'
import {
  findCertificatesWith,
  findRevocation,
  findStoredCertificate,
  holdRevocations,
  insertCompromisedKey,
  insertRevocation,
  type NewRevocation,
} from '../../certificate-engine/queries.ts'
import { checkCertificateId } from '../../certificate-engine/rules.ts'
import { requireTrustCertificate } from '../../certificate-engine/trust-certificate.ts'
import type { Context } from '../../context.ts'
import { readKeyLines } from '../../keys/key-lines.ts'
import { publishChange } from './publish-own-list.ts'

type Input = InputOf<typeof trustContract> & InputOf<typeof partnerContract>
interface Subject {
  /** Undefined for a stored text that is none. */
  certificate: Certificate | undefined
  marked: Omit<NewRevocation, 'reason' | 'remark' | 'revokedBy' | 'revokedAt'>
}

/** Reasons that speak of the key and not of one certificate. RFC 5280 §5.3.1. */
const reasonsOfKeys: readonly Input['reason'][] = ['keyCompromise', 'cACompromise']

/**
 * Revokes a trust certificate: in its domain neither it nor anything below it is accepted any more;
 * for a compromised key, in no domain any certificate of it.
 * @throws {Failure} path_id_malformed · trust_certificate_not_found · certificate_revoked_already
 */
export async function revokeTrustCertificate(
  context: Context,
  input: InputOf<typeof trustContract>,
): Promise<ResponseOf<typeof trustContract>> {
  return revoke(context, input, await authoritySubject(context, input.certificateId))
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
  return revoke(context, input, await partnerSubject(context, input.certificateId))
}

/** @throws {Failure} path_id_malformed · trust_certificate_not_found */
async function authoritySubject(context: Context, certificateId: string): Promise<Subject> {
  const row = await requireTrustCertificate(context, certificateId)
  const { certId, partnerDomain, certThumbprint: thumbprint, certificate } = row
  const unsigned = { signedThumbprint: null, signedSerial: null, signedNotAfter: null }
  const marked = { certId, partnerDomain, thumbprint, ...unsigned, signerId: null }
  return { certificate, marked: { kind: 'authority', ...marked } }
}

/** @throws {Failure} partner_certificate_not_found */
async function partnerSubject(context: Context, certificateId: string): Promise<Subject> {
  const row = await findStoredCertificate(context.db, certificateId)
  if (!row) throw new Failure('partner_certificate_not_found')
  const signed = readStored(row.signedCertData)
  return {
    certificate: readStored(row.certData),
    marked: {
      kind: 'partner',
      certId: row.certId,
      partnerDomain: row.partnerDomain ?? '',
      thumbprint: row.certThumbprint ?? '',
      signedThumbprint: signed?.thumbprintSha1 ?? null,
      signedSerial: signed?.serialNumber ?? null,
      signedNotAfter: signed?.notAfter ?? null,
      signerId: (signed && (await signerIdOf(context, signed))) ?? null,
    },
  }
}

/** The key generation that signed a certificate; none for what another installation signed. */
async function signerIdOf({ db }: Context, signed: Certificate): Promise<string | undefined> {
  const { signer } = await readKeyLines(db)
  return signer.generations.find(
    ({ certificate }) => certificate && isSignedBy(signed, certificate),
  )?.id
}

async function revoke(context: Context, input: Input, subject: Subject) {
  const { db, now } = context
  const isKeyRevoked = reasonsOfKeys.includes(input.reason)
  await holdRevocations(
    db,
    subject.marked.partnerDomain,
    isKeyRevoked ? 'to_revoke_key' : 'to_revoke',
  )
  if (!(await revokeOne(context, input, subject))) throw new Failure('certificate_revoked_already')
  const others = isKeyRevoked ? await revokeKey(context, input, subject) : []
  const signerIds = new Set([subject, ...others].map(({ marked }) => marked.signerId))
  for (const signerId of signerIds) await publishChange(context, signerId)
  return { certificateId: subject.marked.certId, timestamp: now }
}

/**
 * Notes the key of a certificate as compromised and revokes every other certificate of it, in all
 * domains and whoever's it is.
 * @returns those others
 */
async function revokeKey(context: Context, input: Input, subject: Subject): Promise<Subject[]> {
  const { db, actor, now } = context
  if (!subject.certificate) return []
  const { reason } = input
  const sameKeyAs = subject.marked.certId
  const key = identifyKey(subject.certificate.publicKeyDer)
  const noted = { keyId: key.id, reason, revokedBy: actor.userName, revokedAt: now }
  await insertCompromisedKey(db, noted)
  const revoked: Subject[] = []
  for (const { kind, certId, certData } of await findCertificatesWith(db, key.octets)) {
    const certificate = readStored(certData)
    const isOfKey = certificate && identifyKey(certificate.publicKeyDer).id === key.id
    if (!isOfKey || certId === sameKeyAs) continue
    const other = await (kind === 'authority' ? authoritySubject : partnerSubject)(context, certId)
    if (await revokeOne(context, { ...input, sameKeyAs }, other)) revoked.push(other)
  }
  return revoked
}

/**
 * With `sameKeyAs` it is revoked with the key of another certificate.
 * @returns false when it was revoked already
 */
async function revokeOne(
  context: Context,
  { reason, remark, sameKeyAs }: Input & { sameKeyAs?: string },
  { marked }: Subject,
): Promise<boolean> {
  const { db, actor, now } = context
  const { kind, certId, partnerDomain, thumbprint, signedSerial } = marked
  const before = await findRevocation(db, kind, certId)
  const isNew = await insertRevocation(db, {
    ...marked,
    reason,
    remark: remark?.trim() || null,
    revokedBy: actor.userName,
    revokedAt: now,
  })
  if (!isNew) return false
  await record(context, 'certificate.revoked', {
    subjectType: kind === 'authority' ? 'trustCertificate' : 'partnerCertificate',
    subjectId: certId,
    before: { revoked: before?.reason ?? null },
    after: { revoked: reason },
    details: {
      domain: partnerDomain,
      thumbprint,
      signedSerial,
      remark: remark ?? null,
      ...(sameKeyAs && { sameKeyAs }),
    },
  })
  return true
}
