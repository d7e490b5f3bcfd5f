import { randomUUID } from 'node:crypto'
import {
  Failure,
  type InputOf,
  type ResponseOf,
  type uploadPartnerCertificate as contract,
} from '@pmp/contract'
import type { Certificate } from '@pmp/x509'
import type { Context } from '../../context.ts'
import { registerForeignKey } from '../../keys/queries.ts'
import { record } from '../../audit/record.ts'
import { publish } from '../../outbox/enqueue.ts'
import { activatePartner, lockPartner, type Partner } from '../partners/queries.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { ownListUrlIfNamed } from '../../certificate-engine/own-signers.ts'
import { trustDomain } from '../trust-store/rules.ts'
import { accept, partnerRules } from '../../certificate-engine/acceptance.ts'
import {
  chainToReturn,
  publishChain,
  type Chain,
  type SignedUpload,
} from '../../certificate-engine/publish-chain.ts'
import { gatherPartnerEvidence, gatherReadiness, readinessRules } from './partner-evidence.ts'
import { insertPartnerCertificate } from './queries.ts'
import { readUploadedCertificate } from '../../certificate-engine/read-upload.ts'
import { mayIssueBelow } from '../../certificate-engine/rules.ts'
import { signPartnerCertificate } from '../../certificate-engine/sign-certificate.ts'

/** A certificate that passed every rule. */
export interface Acceptable extends Omit<SignedUpload, 'signed'> {
  partner: Partner
}

interface Accepted extends Acceptable, SignedUpload {
  certificateId: string
}

/**
 * Accepts a partner's certificate, answers with the MOSIP-signed one and activates the partner
 * (certificates.md A3, B4). A partner that has one already renews it.
 * @throws {Failure} each failure that the contract lists
 */
export async function uploadPartnerCertificate(
  context: Context,
  upload: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { config, now } = context
  const partner = await lockReadyPartner(context, upload.partnerId)
  const uploaded = readUploadedCertificate(upload.certificateData)
  const domain = trustDomain(upload.partnerDomain, config.CERTIFICATE_DOMAINS)
  const { evidence, chain: trust } = await gatherPartnerEvidence(context, uploaded, partner, domain)
  accept(partnerRules, evidence)
  const { leaf, certificateId } = await putIntoUse(
    context,
    { partner, domain, uploaded, trust },
    'certificate.uploaded',
  )
  return { signedCertificateData: leaf.pem, certificateId, timestamp: now }
}

/**
 * Signs an acceptable certificate, puts it into the place of the partner's last one and tells all
 * who must know, in the open transaction (certificates.md A3 steps 6 to 11).
 * @returns the leaf that consumers get, and the id of the new certificate
 */
export async function putIntoUse(
  context: Context,
  acceptable: Acceptable,
  action: 'certificate.uploaded' | 'certificate.activated',
): Promise<{ leaf: Certificate; certificateId: string }> {
  const { config, keys, now } = context
  const { partner, uploaded, domain } = acceptable
  const years = config.PARTNER_CERTIFICATE_YEARS
  const mayIssue = mayIssueBelow(partner, domain)
  const listUrl = ownListUrlIfNamed(config, keys.signer.id)
  const order = { uploaded, domain, signer: keys.signer, years, mayIssue, now, listUrl }
  const signed = await signPartnerCertificate(order)
  const accepted = { ...acceptable, signed, certificateId: randomUUID() }
  await save(context, accepted)
  const chain = await chainToReturn(context, accepted)
  await handOn(context, accepted, chain)
  await note(context, accepted, action)
  return { leaf: chain[0], certificateId: accepted.certificateId }
}

/**
 * The partner, held until the transaction ends, when it may get a certificate (A3 steps 1 to 5).
 * @throws {Failure} partner_not_found · caller_not_owner · partner_not_active ·
 *   partner_type_not_found · certificate_group_missing
 */
async function lockReadyPartner(context: Context, partnerId: string): Promise<Partner> {
  const partner = await lockPartner(context.db, partnerId)
  if (!partner) throw new Failure('partner_not_found')
  checkMayActFor(context.actor, partner)
  accept(readinessRules, await gatherReadiness(context, partner))
  return partner
}

async function save({ db, actor, now }: Context, accepted: Accepted): Promise<void> {
  const { partner, certificateId, trust, ...certificates } = accepted
  const actorName = actor.userName
  // An accepted certificate has a path, and the second of a path is a row of the store.
  if (trust.issuerId === undefined) throw new Failure('issuer_not_trusted')
  await insertPartnerCertificate(db, {
    ...certificates,
    id: certificateId,
    partnerId: partner.id,
    organizationName: partner.name,
    issuerId: trust.issuerId,
    actor: actorName,
    now,
  })
  await activatePartner(db, { partnerId: partner.id, certificateId, actor: actorName, now })
}

/** Lets other modules encrypt for the partner and queues what they must hear (A3 steps 8 to 11). */
async function handOn(
  context: Context,
  { partner, domain }: Accepted,
  chain: Chain,
): Promise<void> {
  const { db, now } = context
  const [leaf] = chain
  if (domain !== 'FTM') {
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
  await publishChain(context, origin, { chain, domain })
}

async function note(context: Context, accepted: Accepted, action: string): Promise<void> {
  const { partner, certificateId, uploaded, signed, domain } = accepted
  const { approvalStatus, isActive, certificateAlias } = partner
  await record(context, action, {
    subjectType: 'partner',
    subjectId: partner.id,
    before: { approvalStatus, isActive, certificateId: certificateAlias },
    after: { approvalStatus: 'approved', isActive: true, certificateId },
    details: {
      domain,
      issuedTo: uploaded.subject.formatted,
      issuedBy: uploaded.issuer.formatted,
      thumbprint: uploaded.thumbprintSha1,
      validTill: uploaded.notAfter.toISOString(),
      signedThumbprint: signed.thumbprintSha1,
      signedValidTill: signed.notAfter.toISOString(),
    },
  })
}
