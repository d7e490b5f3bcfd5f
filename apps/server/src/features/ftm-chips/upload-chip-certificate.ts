import {
  Failure,
  type InputOf,
  type ResponseOf,
  type uploadFtmChipCertificate as contract,
} from '@pmp/contract'
import { record } from '../../audit/record.ts'
import { acceptCertificate } from '../../certificate-engine/accept-certificate.ts'
import { auditedFacts } from '../../certificate-engine/certificate-summary.ts'
import {
  chainText,
  issueCertificateFor,
  publishChain,
  type Issued,
} from '../../certificate-engine/issue-certificate.ts'
import { readUploadedCertificate } from '../../certificate-engine/read-upload.ts'
import { trustDomain } from '../../certificate-engine/rules.ts'
import type { Context } from '../../context.ts'
import { checkMayActFor } from '../../identity/ownership.ts'
import { lockPartner } from '../partners/queries.ts'
import { lockChip, updateChip, type Chip } from './queries.ts'
import { checkTakesCertificate, checkUsableProvider } from './rules.ts'

type Upload = InputOf<typeof contract>

/**
 * Accepts the certificate of a chip, which then waits for its approval, also when it was in use
 * with another one (certificates.md A9, B4).
 * Upstream: compares the organisation with what the request says; here it must be the provider's,
 * too. And it answers with the leaf where the id belongs, and with the chain where the leaf does.
 * @throws {Failure} each failure that the contract lists
 */
export async function uploadFtmChipCertificate(
  context: Context,
  upload: Upload,
): Promise<ResponseOf<typeof contract>> {
  const { config, now } = context
  const { chip, provider } = await lockReadyChip(context, upload)
  const certificate = readUploadedCertificate(context, upload.certificateData)
  const domain = trustDomain(upload.partnerDomain, config.CERTIFICATE_DOMAINS)
  const organizationName = provider.name
  const statedName = upload.organizationName
  const holder = { kind: 'owner', organizationName, statedName } as const
  const accepted = await acceptCertificate(context, { certificate, domain, holder })
  const owner = { organizationName, mayIssue: false }
  const issued = await issueCertificateFor(context, owner, accepted)
  const { chain } = issued
  await save(context, chip, issued)
  await publishChain(context, { publisher: 'ftmChips', orderingKey: provider.id }, issued)
  return {
    signedCertificateData: chainText(chain),
    certificateId: chain[0].pem,
    timestamp: now,
  }
}

/** @throws {Failure} in the order of devices.md 7.4 */
async function lockReadyChip({ db, actor }: Context, upload: Upload) {
  const provider = checkUsableProvider(await lockPartner(db, upload.ftpProviderId))
  const found = await lockChip(db, upload.ftpChipDeatilId)
  if (!found) throw new Failure('ftm_chip_not_found')
  if (found.chip.providerId !== provider.id) throw new Failure('ftm_chip_of_other_provider')
  checkMayActFor(actor, provider)
  checkTakesCertificate(found.chip)
  return { chip: found.chip, provider }
}

async function save(
  context: Context,
  chip: Chip,
  { certificateId, domain, uploaded }: Issued,
): Promise<void> {
  const { db, actor, now } = context
  const state = { approvalStatus: 'pending_approval', isActive: false }
  const values = { certificateAlias: certificateId, ...state }
  await updateChip(db, { id: chip.id, ...values }, { actor: actor.userName, now })
  const { approvalStatus, isActive, certificateAlias } = chip
  await record(context, 'ftmChip.certificateUploaded', {
    subjectType: 'ftmChip',
    subjectId: chip.id,
    before: { approvalStatus, isActive, certificateId: certificateAlias },
    after: { ...state, certificateId },
    details: { domain, ...auditedFacts(uploaded) },
  })
}
