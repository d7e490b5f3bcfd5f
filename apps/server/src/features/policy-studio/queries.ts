import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'

/** Versions as the history has them, newest first; served by the primary key of the table. */
export async function findVersions(
  db: Database,
  policyId: string,
  { before, limit }: { before: string | undefined; limit: number },
) {
  return db
    .selectFrom('pms.authPolicyH')
    .select([
      // As text: dates of the driver have no microseconds, and this is a key.
      sql<string>`to_char(eff_dtimes, 'YYYY-MM-DD"T"HH24:MI:SS.US')`.as('changedAt'),
      'crBy as changedBy',
      'name as policyName',
      'descr as policyDesc',
      'version',
      'policyFileId',
      'policySchema',
      'isActive',
    ])
    .where('id', '=', policyId)
    .$if(before !== undefined, (query) =>
      query.where(sql`eff_dtimes`, '<', sql`${before}::timestamp`),
    )
    .orderBy('effDtimes', 'desc')
    .limit(limit)
    .execute()
}

export async function countActiveClients(db: Database, policyId: string): Promise<number> {
  const { total } = await db
    .selectFrom('pms.oidcClient')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('policyId', '=', policyId)
    .where('status', '=', 'ACTIVE')
    .executeTakeFirstOrThrow()
  return total
}

/** Partners that a list of a policy's reach names at most. */
const mostPartners = 100

/** Partners with a waiting or approved request, a key or a client for the policy, by name. */
export async function findReachedPartners(db: Database, policyId: string) {
  const { rows } = await sql<ReachedPartner>`
    with reached as (
      select part_id as id from pms.partner_policy_request
        where policy_id = ${policyId} and status_code in ('approved', 'InProgress')
      union select part_id from pms.partner_policy where policy_id = ${policyId} and is_active
      union select rp_id from pms.oidc_client
        where policy_id = ${policyId} and status = 'ACTIVE')
    select partner.id as "partnerId", partner.name as "orgName",
      partner.partner_type_code as "partnerType",
      (select request.status_code from pms.partner_policy_request request
        where request.part_id = partner.id and request.policy_id = ${policyId}
          and request.status_code in ('approved', 'InProgress')
        order by request.cr_dtimes desc limit 1) as "requestStatus",
      (select count(*) from pms.partner_policy key where key.part_id = partner.id
        and key.policy_id = ${policyId} and key.is_active) as "activeApiKeys",
      (select count(*) from pms.oidc_client client where client.rp_id = partner.id
        and client.policy_id = ${policyId} and client.status = 'ACTIVE') as "activeOidcClients",
      count(*) over () as "partnerCount"
    from reached join pms.partner partner on partner.id = reached.id
    order by partner.name, partner.id
    limit ${mostPartners}`.execute(db)
  return rows
}

interface ReachedPartner {
  partnerId: string
  orgName: string
  partnerType: string
  requestStatus: string | null
  activeApiKeys: number
  activeOidcClients: number
  partnerCount: number
}

export async function findNextVersion(db: Database, policyId: string) {
  return db
    .selectFrom('pmp.policyNextVersion')
    .selectAll()
    .where('policyId', '=', policyId)
    .executeTakeFirst()
}

export type StoredNextVersion = NonNullable<Awaited<ReturnType<typeof findNextVersion>>>

/** The draft of a next version, held until the transaction ends. */
export async function lockNextVersion(db: Database, policyId: string) {
  return db
    .selectFrom('pmp.policyNextVersion')
    .selectAll()
    .where('policyId', '=', policyId)
    .forUpdate()
    .executeTakeFirst()
}

export async function upsertNextVersion(db: Database, draft: StoredNextVersion): Promise<void> {
  await db
    .insertInto('pmp.policyNextVersion')
    .values(draft)
    .onConflict((conflict) => conflict.column('policyId').doUpdateSet(draft))
    .execute()
}

export async function deleteNextVersion(db: Database, policyId: string): Promise<void> {
  await db.deleteFrom('pmp.policyNextVersion').where('policyId', '=', policyId).execute()
}
