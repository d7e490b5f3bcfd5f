import { Failure } from '@pmp/contract'
import { record } from '../../audit/record.ts'
import { acceptCertificate } from '../../certificate-engine/accept-certificate.ts'
import { readUploadedCertificate } from '../../certificate-engine/read-upload.ts'
import type { Context } from '../../context.ts'
import { transaction } from '../../database/database.ts'
import { runEachDue } from '../../jobs/each-due.ts'
import type { Job } from '../../jobs/job.ts'
import { putCertificateIntoUse } from '../partners/put-certificate-into-use.ts'
import { findPartner, type Partner } from '../partners/queries.ts'
import { acceptReadiness } from '../partners/readiness.ts'
import { isDeactivated } from '../partners/rules.ts'
import { cancelScheduled } from './cancel-renewal.ts'
import {
  endRenewal,
  findDueRenewals,
  findScheduledRenewal,
  holdFreePartner,
  type ScheduledRenewal,
} from './queries.ts'

/** More wait for the next run, a minute later. */
const largestBatch = 200

/** Puts certificates into use whose time has come. */
export const activateRenewalsJob: Job = {
  name: 'renewals.activate',
  cron: '* * * * *',
  run: activateRenewals,
}

async function activateRenewals(context: Context): Promise<void> {
  const { db, now } = context
  await runEachDue(context, await findDueRenewals(db, now, largestBatch), {
    run: (due) => activateOrGiveUp(context, due),
    failed: ({ id }) => [{ renewalId: id }, 'a renewal could not be put into use'],
  })
}

interface Due {
  id: string
  partnerId: string
}

/** What a rule refuses is rolled back and noted for the partner; the current certificate stays. */
async function activateOrGiveUp(context: Context, due: Due): Promise<void> {
  try {
    await whileDue(context, due, activate)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    await whileDue(context, due, (held, renewal) => giveUp(held, renewal, error))
  }
}

/** Runs the step in a transaction that holds the partner, unless somebody was faster. */
async function whileDue(
  { db, ...rest }: Context,
  { id, partnerId }: Due,
  step: (context: Context, renewal: ScheduledRenewal) => Promise<void>,
): Promise<void> {
  await transaction(db, async (db) => {
    if (!(await holdFreePartner(db, partnerId))) return
    const renewal = await findScheduledRenewal(db, partnerId)
    if (renewal?.id === id && renewal.activateAt <= rest.now) await step({ ...rest, db }, renewal)
  })
}

/** As an upload at this instant, with every rule applied once more. */
async function activate(context: Context, renewal: ScheduledRenewal): Promise<void> {
  const { db, actor, now } = context
  const partner = await findPartner(db, renewal.partnerId)
  if (!partner || isDeactivated(partner)) {
    await cancelScheduled(context, renewal, 'partner_deactivated')
    return
  }
  const { certificateId: certId } = await putCertificateIntoUse(context, {
    partner,
    accepted: await acceptOnceMore(context, renewal, partner),
    action: 'certificate.activated',
  })
  await endRenewal(db, renewal.id, { state: 'activated', actor: actor.userName, now, certId })
}

async function acceptOnceMore(context: Context, renewal: ScheduledRenewal, partner: Partner) {
  await acceptReadiness(context, partner)
  return acceptCertificate(context, {
    certificate: readUploadedCertificate(context, renewal.certData),
    domain: renewal.partnerDomain,
    holder: { kind: 'owner', organizationName: partner.name },
  })
}

async function giveUp(
  context: Context,
  { id, partnerId, activateAt }: ScheduledRenewal,
  { code }: Failure,
): Promise<void> {
  const { db, actor, now } = context
  await endRenewal(db, id, { state: 'failed', actor: actor.userName, now, reason: code })
  await record(context, 'renewal.failed', {
    subjectType: 'partner',
    subjectId: partnerId,
    before: { renewalId: id, activateAt: activateAt.toISOString() },
    details: { failureCode: code },
  })
}
