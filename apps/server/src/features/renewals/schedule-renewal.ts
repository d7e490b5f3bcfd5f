import { randomUUID } from 'node:crypto'
import {
  Failure,
  type InputOf,
  type ResponseOf,
  type scheduleRenewal as contract,
} from '@pmp/contract'
import { readStored } from '@pmp/x509'
import { record } from '../../audit/record.ts'
import { acceptCertificate } from '../../certificate-engine/accept-certificate.ts'
import { auditedFacts } from '../../certificate-engine/certificate-summary.ts'
import { findStoredCertificate } from '../../certificate-engine/queries.ts'
import { readUploadedCertificate } from '../../certificate-engine/read-upload.ts'
import { trustDomain } from '../../certificate-engine/rules.ts'
import { earlierEnd } from '../../certificate-engine/stored-certificate.ts'
import type { Context } from '../../context.ts'
import { checkKnownTo } from '../../identity/ownership.ts'
import { lockPartner, type Partner } from '../partners/queries.ts'
import { acceptReadiness } from '../partners/readiness.ts'
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
  await acceptReadiness(context, partner)
  const currentEnd = await endOfCurrent(context, partner)
  const next = readUploadedCertificate(context, upload.certificateData)
  const domain = trustDomain(upload.partnerDomain, config.CERTIFICATE_DOMAINS)
  checkHandover({ activateAt, now, next, currentEnd })
  await acceptCertificate(
    { ...context, now: activateAt },
    {
      certificate: next,
      domain,
      holder: { kind: 'owner', organizationName: partner.name },
      listsAt: now,
    },
  )

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
      ...auditedFacts(next),
      certificateId: partner.certificateAlias,
    },
  })
  return { renewalId: id, activateAt }
}

/** @throws {Failure} renewal_without_current */
async function endOfCurrent({ db }: Context, { certificateAlias }: Partner): Promise<Date> {
  const stored = certificateAlias ? await findStoredCertificate(db, certificateAlias) : undefined
  const end = stored && earlierEnd(readStored(stored.certData), readStored(stored.signedCertData))
  if (!end) throw new Failure('renewal_without_current')
  return end
}
