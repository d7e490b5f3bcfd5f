import { randomUUID } from 'node:crypto'
import {
  Failure,
  type InputOf,
  type ResponseOf,
  type uploadFtmChipCertificate as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { accept, partnerRules } from '../../certificate-engine/acceptance.ts'
import {
  chainToReturn,
  publishChain,
  type SignedUpload,
} from '../../certificate-engine/publish-chain.ts'
import { gatherPartnerEvidence } from '../certificates/partner-evidence.ts'
import { insertCertificate } from '../certificates/queries.ts'
import { readUploadedCertificate } from '../../certificate-engine/read-upload.ts'
import { signPartnerCertificate } from '../../certificate-engine/sign-certificate.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { ownListUrlIfNamed } from '../../certificate-engine/own-signers.ts'
import { trustDomain } from '../trust-store/rules.ts'
import { lockChip, updateChip, type Chip } from './queries.ts'
import { checkProvider, checkTakesCertificate } from './rules.ts'

type Upload = InputOf<typeof contract>

/** An upload that passed every rule. */
interface Accepted extends SignedUpload {
  chip: Chip
  provider: Partner
  certificateId: string
}

/**
 * Accepts the certificate of a chip, which then waits for its approval, also when it was in use
 * with another one (certificates.md A9, B4).
 * Upstream: compares the organisation with what the request says; here it is the provider's. And
 * it answers with the certificate where the id belongs.
 * @throws {Failure} each failure that the contract lists
 */
export async function uploadFtmChipCertificate(
  context: Context,
  upload: Upload,
): Promise<ResponseOf<typeof contract>> {
  const { config, keys, now } = context
  const { chip, provider } = await lockReadyChip(context, upload)
  const uploaded = readUploadedCertificate(upload.certificateData)
  const domain = trustDomain(upload.partnerDomain, config.CERTIFICATE_DOMAINS)
  const found = await gatherPartnerEvidence(context, uploaded, provider, domain)
  accept(partnerRules, found.evidence)

  const years = config.PARTNER_CERTIFICATE_YEARS
  const listUrl = ownListUrlIfNamed(config, keys.signer.id)
  const order = { uploaded, domain, signer: keys.signer, years, mayIssue: false, now, listUrl }
  const signed = await signPartnerCertificate(order)
  const certificateId = randomUUID()
  const accepted = { chip, provider, domain, uploaded, signed, trust: found.chain, certificateId }
  await save(context, accepted)
  const chain = await chainToReturn(context, accepted)
  const origin = { publisher: 'ftmChips', orderingKey: provider.id } as const
  await publishChain(context, origin, { chain, domain })
  return { signedCertificateData: chain[0].pem, certificateId, timestamp: now }
}

/** @throws {Failure} in the order of devices.md 7.4 */
async function lockReadyChip({ db, actor }: Context, upload: Upload) {
  const provider = checkProvider(actor, await lockPartner(db, upload.ftpProviderId))
  const found = await lockChip(db, upload.ftpChipDeatilId)
  if (!found) throw new Failure('ftm_chip_not_found')
  if (found.chip.providerId !== provider.id) throw new Failure('ftm_chip_of_other_provider')
  checkTakesCertificate(found.chip)
  return { chip: found.chip, provider }
}

async function save(context: Context, accepted: Accepted): Promise<void> {
  const { db, actor, now } = context
  const { chip, provider, certificateId, trust, domain, uploaded, signed } = accepted
  // An accepted certificate has a path, and the second of a path is a row of the store.
  if (trust.issuerId === undefined) throw new Failure('issuer_not_trusted')
  await insertCertificate(db, {
    id: certificateId,
    organizationName: provider.name,
    domain,
    uploaded,
    signed,
    issuerId: trust.issuerId,
    now,
  })
  const state = { approvalStatus: 'pending_approval', isActive: false }
  const values = { certificateAlias: certificateId, ...state }
  await updateChip(db, chip.id, values, { actor: actor.userName, now })
  const { approvalStatus, isActive, certificateAlias } = chip
  await record(context, 'ftmChip.certificateUploaded', {
    subjectType: 'ftmChip',
    subjectId: chip.id,
    before: { approvalStatus, isActive, certificateId: certificateAlias },
    after: { ...state, certificateId },
    details: {
      domain,
      issuedTo: uploaded.subject.formatted,
      issuedBy: uploaded.issuer.formatted,
      thumbprint: uploaded.thumbprintSha1,
      validTill: uploaded.notAfter.toISOString(),
    },
  })
}
