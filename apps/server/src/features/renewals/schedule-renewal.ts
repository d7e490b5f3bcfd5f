import { randomUUID } from 'node:crypto'
import {
  Failure,
  type InputOf,
  type ResponseOf,
  type scheduleRenewal as contract,
} from '@pmp/contract'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { accept, partnerRules } from '../../certificate-engine/acceptance.ts'
import {
  gatherPartnerEvidence,
  gatherReadiness,
  readinessRules,
} from '../certificates/partner-evidence.ts'
import { findPartnerCertificate } from '../certificates/queries.ts'
import { readUploadedCertificate } from '../../certificate-engine/read-upload.ts'
import { earlierEnd } from '../../certificate-engine/rules.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { checkKnownTo } from '../../identity/ownership.ts'
import { readStored } from '../../certificate-engine/chain.ts'
import { trustDomain } from '../trust-store/rules.ts'
import { cancelScheduled } from './cancel-renewal.ts'
import { findScheduledRenewal, insertRenewal } from './queries.ts'
import { checkHandover, checkReplaces } from './rules.ts'

/**
 * Takes the next certificate of a partner, to be put into use at an instant at which both are
 * valid; until then the current one stays. Every rule of an upload is applied as of that instant,
 * and once more when it has come. Nothing is signed before.
 * @throws {Failure} each failure that the contract lists
 */
export async function scheduleRenewal(
  context: Context,
  { partnerId, activateAt, replaces, ...upload }: InputOf<typeof contract>,
): Promise<ResponseOf<typeof contract>> {
  const { db, actor, config, now } = context
  const partner = checkKnownTo(actor, await lockPartner(db, partnerId))
  accept(readinessRules, await gatherReadiness(context, partner))
  const currentEnd = await endOfCurrent(context, partner)
  const next = readUploadedCertificate(upload.certificateData)
  const domain = trustDomain(upload.partnerDomain, config.CERTIFICATE_DOMAINS)
  checkHandover({ activateAt, now, next, currentEnd })
  const then = { ...context, now: activateAt }
  const { evidence } = await gatherPartnerEvidence(then, next, partner, domain, now)
  accept(partnerRules, evidence)

  const before = await findScheduledRenewal(db, partnerId)
  checkReplaces(before, replaces)
  if (before) await cancelScheduled(context, before, 'replaced')
  const id = randomUUID()
  await insertRenewal(db, {
    id,
    partnerId,
    partnerDomain: domain,
    certData: next.pem,
    activateAt,
    actor: actor.userName,
    now,
  })
  await record(context, 'renewal.scheduled', {
    subjectType: 'partner',
    subjectId: partnerId,
    after: { renewalId: id, activateAt: activateAt.toISOString() },
    details: {
      domain,
      issuedTo: next.subject.formatted,
      issuedBy: next.issuer.formatted,
      thumbprint: next.thumbprintSha1,
      validTill: next.notAfter.toISOString(),
      certificateId: partner.certificateAlias,
    },
  })
  return { renewalId: id, activateAt }
}

/** @throws {Failure} renewal_without_current */
async function endOfCurrent({ db }: Context, { certificateAlias }: Partner): Promise<Date> {
  const stored = certificateAlias ? await findPartnerCertificate(db, certificateAlias) : undefined
  const end = stored && earlierEnd(readStored(stored.certData), readStored(stored.signedCertData))
  if (!end) throw new Failure('renewal_without_current')
  return end
}
