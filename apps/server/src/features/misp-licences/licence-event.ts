import { Failure } from '@pmp/contract'
import type { Context } from '../../context.ts'
import { eventTime, publishAll, type Event, type EventOrigin } from '../../outbox/enqueue.ts'
import { policyData } from '../policies/policy-event.ts'
import { findPolicy, type PolicyWithGroup } from '../policies/queries.ts'
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
  event: LicenceEvent,
): Promise<void> {
  await publishLicences(context, [licence], event)
}

/** The same of many. */
export async function publishLicences(
  context: Context,
  licences: readonly Licence[],
  { topic, publisher = 'mispLicences' }: LicenceEvent,
): Promise<void> {
  const policies = new Map<string, Awaited<ReturnType<typeof findPolicy>>>()
  const events: Event[] = []
  for (const licence of licences) {
    const { policyId } = licence
    if (policyId !== null && !policies.has(policyId)) {
      policies.set(policyId, await findPolicy(context.db, policyId))
    }
    const data = licenceData(licence, policies.get(policyId ?? ''))
    events.push({ topic, publisher, orderingKey: licence.mispId, data })
  }
  await publishAll(context, events)
}

function licenceData(licence: Licence, policy: PolicyWithGroup | undefined) {
  const { licenseKey, mispId, validFromDate, validToDate, isActive } = licence
  const told = policy && policyOf(licence, policy)
  const mispLicenseData = {
    licenseKey,
    mispCommenceOn: eventTime(validFromDate),
    mispExpiresOn: validToDate ? eventTime(validToDate) : null,
    mispId,
    mispStatus: isActive ? 'ACTIVE' : 'NOT_ACTIVE',
  }
  return { mispLicenseData, ...(told ? { policyData: told } : {}) }
}

function policyOf({ isActive }: Licence, policy: PolicyWithGroup) {
  try {
    return policyData(policy)
  } catch (error) {
    // A licence ends whatever its policy says; nobody works with that policy then.
    if (error instanceof Failure && !isActive) return undefined
    throw error
  }
}
