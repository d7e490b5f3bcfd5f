import { Failure } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { eventTime, publish, type EventOrigin } from '../../outbox/enqueue.ts'
import { policyData } from '../policies/policy-event.ts'
import { findPolicy } from '../policies/queries.ts'
import type { Licence } from './queries.ts'

interface LicenceEvent {
  topic: 'MISP_LICENSE_GENERATED' | 'MISP_LICENSE_UPDATED'
  /** Upstream publishes from two places. */
  publisher?: EventOrigin['publisher']
}

/**
 * Tells consumers of a licence as it is now, always with its policy: they keep one licence a MISP and
 * forget its policy with an event that has none (integration.md 2.2).
 * @throws {Failure} policy_text_unreadable, of an active licence
 */
export async function publishLicence(
  context: Context,
  licence: Licence,
  { topic, publisher = 'mispLicences' }: LicenceEvent,
): Promise<void> {
  const { licenseKey, mispId, validFromDate, validToDate, isActive } = licence
  const policy = await policyOf(context, licence)
  const mispLicenseData = {
    licenseKey,
    mispCommenceOn: eventTime(validFromDate),
    mispExpiresOn: validToDate ? eventTime(validToDate) : null,
    mispId,
    mispStatus: isActive ? 'ACTIVE' : 'NOT_ACTIVE',
  }
  await publish(context, {
    topic,
    publisher,
    orderingKey: mispId,
    data: { mispLicenseData, ...(policy ? { policyData: policy } : {}) },
  })
}

async function policyOf({ db }: Context, { policyId, isActive }: Licence) {
  const policy = policyId === null ? undefined : await findPolicy(db, policyId)
  try {
    return policy && policyData(policy)
  } catch (error) {
    // A licence ends whatever its policy says; nobody works with that policy then.
    if (error instanceof Failure && !isActive) return undefined
    throw error
  }
}
