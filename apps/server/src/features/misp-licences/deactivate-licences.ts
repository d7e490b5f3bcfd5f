import { record, recordAll } from '../../audit/record.ts'
import type { Context } from '../../context.ts'
import { inBatches, type Holder } from '../../database/holder.ts'
import type { EventOrigin } from '../../outbox/enqueue.ts'
import { publishLicences } from './licence-event.ts'
import { endLicences, lockActiveLicencesOn, type Licence } from './queries.ts'

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
  const ended = await inBatches(
    (limit) =>
      lockActiveLicencesOn(context.db, { kind: 'partner', id: mispId }, { limit, exceptId }),
    (licences) => end(context, licences, publisher),
  )
  if (ended > 0) {
    await record(context, 'mispLicences.deactivated', {
      subjectType: 'partner',
      subjectId: mispId,
      before: { activeLicences: ended },
      after: { activeLicences: 0 },
    })
  }
  return ended
}

/**
 * Ends every active licence that hangs on something that is deactivated; each has its event and its
 * audit entry.
 * @returns how many there were
 */
export async function endLicencesOn(context: Context, holder: Holder): Promise<number> {
  return inBatches(
    (limit) => lockActiveLicencesOn(context.db, holder, { limit }),
    async (licences) => {
      await end(context, licences, 'partnerManagement')
      await recordAll(
        context,
        licences.map(({ mispId, mispLicenseId }) => ({
          action: 'mispLicence.deactivated',
          subjectType: 'partner',
          subjectId: mispId,
          before: { isActive: true },
          after: { isActive: false, mispLicenseId },
          details: { with: holder },
        })),
      )
    },
  )
}

async function end(
  context: Context,
  licences: readonly Licence[],
  publisher: EventOrigin['publisher'],
): Promise<void> {
  const { db, actor, now } = context
  await endLicences(db, licences, { actor: actor.userName, now })
  const ended = licences.map((licence) => ({ ...licence, isActive: false }))
  await publishLicences(context, ended, { topic: 'MISP_LICENSE_UPDATED', publisher })
}
