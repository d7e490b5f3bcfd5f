import { record } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import type { EventOrigin } from '../../outbox/enqueue.ts'
import { publishLicence } from './licence-event.ts'
import { updateLicencesToInactive } from './queries.ts'

/**
 * A MISP that is deactivated, or gets another licence, loses its active ones; consumers hear of each
 * (additions-1.3.0.md 2.7, 3.1).
 * @returns how many there were
 */
export async function deactivateLicences(
  context: Context,
  mispId: string,
  { publisher, exceptId }: { publisher: EventOrigin['publisher']; exceptId?: string },
): Promise<number> {
  const { db, actor, now } = context
  const which = { mispId, ...(exceptId === undefined ? {} : { exceptId }) }
  const licences = await updateLicencesToInactive(db, which, { actor: actor.userName, now })
  for (const licence of licences) {
    await publishLicence(context, licence, { topic: 'MISP_LICENSE_UPDATED', publisher })
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
