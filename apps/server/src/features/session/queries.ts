import type { StoredState } from '@pmp/contract'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { isInState } from '../../database/stored-states.ts'
import { holdsUserId, userIdKey } from '../../identity/user-ids.ts'

/** When the user gave consent, or null. */
export async function findConsent(db: Database, userName: string): Promise<Date | null> {
  const row = await db
    .selectFrom('pms.userDetails')
    .select('consentGivenDtimes')
    .where(holdsUserId(sql.ref('userId'), userName))
    .where('consentGiven', '=', 'YES')
    .limit(1)
    .executeTakeFirst()
  return row?.consentGivenDtimes ?? null
}

/** The table has no unique key on the user, so the user's row is updated first, else inserted. */
export async function saveConsent(
  db: Database,
  consent: { id: string; userName: string; now: Date },
): Promise<void> {
  const { id, userName, now } = consent
  const lock = `consent ${userIdKey(userName)}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(db)
  const updated = await db
    .updateTable('pms.userDetails')
    .set({
      consentGiven: 'YES',
      consentGivenDtimes: now,
      updBy: userName.slice(0, 64),
      updDtimes: now,
    })
    .where(holdsUserId(sql.ref('userId'), userName))
    .executeTakeFirst()
  if (updated.numUpdatedRows > 0n) return
  await db
    .insertInto('pms.userDetails')
    .values({
      id,
      userId: userName,
      consentGiven: 'YES',
      consentGivenDtimes: now,
      crBy: userName.slice(0, 64),
      crDtimes: now,
    })
    .execute()
}

/** The user's partners with how far each has come; one query, counts from indexes. */
export async function findPartnersWithProgress(db: Database, userId: string | null) {
  return db
    .selectFrom('pms.partner as partner')
    .leftJoin('pms.policyGroup as group', 'group.id', 'partner.policyGroupId')
    .leftJoin(
      'keymgr.partnerCertStore as certificate',
      'certificate.certId',
      'partner.certificateAlias',
    )
    .select([
      'partner.id as partnerId',
      'partner.partnerTypeCode as partnerType',
      'partner.name as organizationName',
      'partner.policyGroupId',
      'group.name as policyGroupName',
      'partner.approvalStatus',
      'partner.isActive',
      'partner.certificateAlias',
      'certificate.signedCertData',
      requestCount('InProgress').as('pendingRequests'),
      requestCount('approved').as('approvedRequests'),
      sql<number>`(select count(*) from pms.partner_policy key
        where key.part_id = partner.id and key.is_active)`.as('activeApiKeys'),
      sql<number>`(select count(*) from pms.misp_license licence
        where licence.misp_id = partner.id and licence.is_active)`.as('activeLicences'),
    ])
    .where(holdsUserId(sql.ref('partner.userId'), userId))
    .orderBy('partner.crDtimes')
    .orderBy('partner.id')
    .execute()
}

function requestCount(status: StoredState) {
  return sql<number>`(select count(*) from pms.partner_policy_request request
    where request.part_id = partner.id and ${isInState(sql.ref('request.status_code'), status)})`
}

export async function countPendingPolicyRequests(db: Database): Promise<number> {
  const { total } = await db
    .selectFrom('pms.partnerPolicyRequest')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where(isInState(sql.ref('statusCode'), 'InProgress'))
    .executeTakeFirstOrThrow()
  return total
}

export async function countPendingNameRequests(db: Database): Promise<number> {
  const { total } = await db
    .selectFrom('pmp.organizationNameRequest')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('status', '=', 'InProgress')
    .executeTakeFirstOrThrow()
  return total
}

/** CA certificates of others, as their list counts them. */
export async function countTrustCertificates(db: Database): Promise<number> {
  const { total } = await db
    .selectFrom('pmp.trustCount')
    .select(sql<number>`coalesce(sum(total), 0)::int8`.as('total'))
    .executeTakeFirstOrThrow()
  return total
}
