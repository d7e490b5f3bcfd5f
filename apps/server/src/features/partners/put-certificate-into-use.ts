import { domainOfPartnerType } from '@pmp/contract'
import type { Certificate } from '@pmp/x509'
import { record } from '../../audit/record.ts'
import type { Accepted } from '../../certificate-engine/accept-certificate.ts'
import { auditedFacts } from '../../certificate-engine/certificate-summary.ts'
import {
  issueCertificateFor,
  publishChain,
  type Issued,
} from '../../certificate-engine/issue-certificate.ts'
import { noteCertificateOfPartner } from '../../certificate-engine/queries.ts'
import type { Context } from '../../context.ts'
import { registerForeignKey } from '../../keys/queries.ts'
import { publish } from '../../outbox/enqueue.ts'
import { activatePartner, type Partner } from './queries.ts'

interface Change {
  partner: Partner
  accepted: Accepted
  action: 'certificate.uploaded' | 'certificate.activated'
}

/**
 * Signs an accepted certificate, puts it into the place of the partner's last one and tells all
 * who must know, in the open transaction (certificates.md A3 steps 6 to 11).
 * @returns the leaf that consumers get, and the id of the new certificate
 */
export async function putCertificateIntoUse(
  context: Context,
  { partner, accepted, action }: Change,
): Promise<{ leaf: Certificate; certificateId: string }> {
  const { db, actor, now } = context
  const owner = {
    organizationName: partner.name,
    mayIssue: mayIssueBelow(partner, accepted.domain),
  }
  const issued = await issueCertificateFor(context, owner, accepted)
  const { certificateId, uploaded } = issued
  const change = { certificateId, partnerId: partner.id, actor: actor.userName, now }
  await noteCertificateOfPartner(db, { ...change, uploaded })
  await activatePartner(db, change)
  await handOn(context, partner, issued)
  await note(context, { partner, issued, action })
  return { leaf: issued.chain[0], certificateId }
}

/**
 * Device keys are signed by their provider's key, so providers get the right to sign, in the domain
 * of devices. Whoever else uploads there gets none: it would let them make devices.
 */
export function mayIssueBelow(partner: { partnerTypeCode: string }, domain: string): boolean {
  return domain === 'DEVICE' && domainOfPartnerType(partner.partnerTypeCode) === 'DEVICE'
}

/** Lets other modules encrypt for the partner and queues what they must hear (A3 steps 8 to 11). */
async function handOn(context: Context, partner: Partner, issued: Issued): Promise<void> {
  const { db, now } = context
  const [leaf] = issued.chain
  if (issued.domain !== 'FTM') {
    await registerForeignKey(db, { partnerId: partner.id, certificate: leaf, now })
  }
  const partnerData = {
    partnerId: partner.id,
    partnerName: partner.name,
    certificateData: leaf.pem,
    partnerStatus: 'ACTIVE',
  }
  const origin = { publisher: 'partnerCertificates', orderingKey: partner.id } as const
  await publish(context, { ...origin, topic: 'PARTNER_UPDATED', data: { partnerData } })
  await publishChain(context, origin, issued)
}

async function note(
  context: Context,
  { partner, issued, action }: Pick<Change, 'partner' | 'action'> & { issued: Issued },
): Promise<void> {
  const { certificateId, uploaded, signed, domain } = issued
  const { approvalStatus, isActive, certificateAlias } = partner
  await record(context, action, {
    subjectType: 'partner',
    subjectId: partner.id,
    before: { approvalStatus, isActive, certificateId: certificateAlias },
    after: { approvalStatus: 'approved', isActive: true, certificateId },
    details: {
      domain,
      ...auditedFacts(uploaded),
      signedThumbprint: signed.thumbprintSha1,
      signedValidTill: signed.notAfter.toISOString(),
    },
  })
}
