import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { eventTime, publish } from '../../outbox/enqueue.ts'
import { policyData } from '../policies/policy-event.ts'
import { findPolicy } from '../policies/queries.ts'
import { updateLicencesToInactive } from './queries.ts'

/**
 * A MISP that is deactivated loses its licences; consumers hear of each, with its policy
 * (additions-1.3.0.md 2.7).
 * @returns how many there were
 */
export async function deactivateLicences(context: Context, mispId: string): Promise<number> {
  const { db, actor, now } = context
  const licences = await updateLicencesToInactive(db, mispId, { actor: actor.userName, now })
  for (const { licenseKey, policyId, validFromDate, validToDate } of licences) {
    const policy = policyId ? await findPolicy(db, policyId) : undefined
    const mispLicenseData = {
      licenseKey,
      mispCommenceOn: eventTime(validFromDate),
      mispExpiresOn: validToDate ? eventTime(validToDate) : null,
      mispId,
      mispStatus: 'NOT_ACTIVE',
    }
    await publish(context, {
      topic: 'MISP_LICENSE_UPDATED',
      publisher: 'partnerManagement',
      orderingKey: mispId,
      data: { mispLicenseData, ...(policy ? { policyData: policyData(policy) } : {}) },
    })
  }
  if (licences.length > 0) {
    await record(context, 'mispLicences.deactivated', {
      subjectType: 'partner',
      subjectId: mispId,
      before: { activeLicences: licences.length },
      after: { activeLicences: 0 },
    })
  }
  return licences.length
}
