import type { Database } from '../../database/database.ts'

/**
 * Renewals change only while the row of their partner is held, so whoever schedules, cancels,
 * deactivates or activates waits for the others and nobody waits in a circle.
 */
interface NewRenewal {
  id: string
  partnerId: string
  partnerDomain: string
  certData: string
  activateAt: Date
  actor: string
  now: Date
}

export async function insertRenewal(db: Database, renewal: NewRenewal): Promise<void> {
  const { actor, now, ...columns } = renewal
  await db
    .insertInto('pmp.certificateRenewal')
    .values({ ...columns, state: 'scheduled', scheduledBy: actor, scheduledAt: now })
    .execute()
}

/** The renewal of a partner that waits for its time. */
export async function findScheduledRenewal(db: Database, partnerId: string) {
  return db
    .selectFrom('pmp.certificateRenewal')
    .select(['id', 'partnerId', 'partnerDomain', 'certData', 'activateAt'])
    .where('partnerId', '=', partnerId)
    .where('state', '=', 'scheduled')
    .executeTakeFirst()
}

export type ScheduledRenewal = NonNullable<Awaited<ReturnType<typeof findScheduledRenewal>>>

/** Renewals whose time has come, longest waiting first; at most so many. */
export async function findDueRenewals(db: Database, now: Date, limit: number) {
  return db
    .selectFrom('pmp.certificateRenewal')
    .select(['id', 'partnerId'])
    .where('state', '=', 'scheduled')
    .where('activateAt', '<=', now)
    .orderBy('activateAt')
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * Holds the row of a partner until the transaction ends, unless somebody else holds it now.
 * @returns whether it is held
 */
export async function holdFreePartner(db: Database, partnerId: string): Promise<boolean> {
  const row = await db
    .selectFrom('pms.partner')
    .select('id')
    .where('id', '=', partnerId)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  return row !== undefined
}

interface RenewalEnd {
  state: 'activated' | 'cancelled' | 'failed'
  actor: string
  now: Date
  reason?: string
  certId?: string
}

export async function endRenewal(db: Database, id: string, end: RenewalEnd): Promise<void> {
  await db
    .updateTable('pmp.certificateRenewal')
    .set({
      state: end.state,
      endedBy: end.actor,
      endedAt: end.now,
      endReason: end.reason ?? null,
      certId: end.certId ?? null,
    })
    .where('id', '=', id)
    .where('state', '=', 'scheduled')
    .execute()
}
