import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { transaction } from '../../database/database.ts'
import { runEachDue } from '../../jobs/each-due.ts'
import type { Job } from '../../jobs/job.ts'
import { lockPartner } from '../partners/queries.ts'
import { publishLicence } from './licence-event.ts'
import { findExpiredLicences, findLicence, setLicenceActive } from './queries.ts'
import { isExpired } from './rules.ts'

/** More wait for the next run. */
const largestBatch = 10_000

/** Upstream: who changes the row is the class of its job. */
const changedBy = 'MispLicenseExpiryAutoDeactivationTasklet'

/** Switches licences off whose validity has ended (additions-1.3.0.md 9.4). */
export const expireLicencesJob: Job = {
  name: 'mispLicences.expire',
  cron: '0 0 * * *',
  run: expireLicences,
}

async function expireLicences(context: Context): Promise<void> {
  const { db, config, now } = context
  const wanted = { now, skipped: config.SKIPPED_PARTNERS, limit: largestBatch }
  await runEachDue(context, await findExpiredLicences(db, wanted), {
    run: (due) => transaction(db, (db) => expire({ ...context, db }, due)),
    failed: ({ mispLicenseId }) => [{ mispLicenseId }, 'a licence could not be ended'],
  })
}

interface Due {
  mispLicenseId: string
  mispId: string
}

/** Unless somebody was faster: the partner is held by whoever changes its licences. */
async function expire(context: Context, { mispLicenseId, mispId }: Due): Promise<void> {
  const { db, now } = context
  await lockPartner(db, mispId)
  const licence = await findLicence(db, mispLicenseId)
  if (!licence?.isActive || !isExpired(licence, now)) return
  const change = { mispLicenseId, isActive: false }
  const ended = await setLicenceActive(db, change, { actor: changedBy, now })
  await publishLicence(context, ended, { topic: 'MISP_LICENSE_UPDATED' })
  await record(context, 'mispLicence.expired', {
    subjectType: 'partner',
    subjectId: mispId,
    before: { isActive: true },
    after: { isActive: false, mispLicenseId },
  })
}
