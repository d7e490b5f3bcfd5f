import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { isInState } from '../../database/stored-states.ts'

/** What holds a policy: decided and waiting requests of partners, and their active keys. */
export async function countUsesOfPolicy(db: Database, policyId: string) {
  const state = sql.ref('statusCode')
  const { rows } = await sql<{ approved: number; pending: number; keys: number }>`
    select
      (select count(*) from pms.partner_policy_request
        where policy_id = ${policyId} and ${isInState(state, 'approved')}) as approved,
      (select count(*) from pms.partner_policy_request
        where policy_id = ${policyId} and ${isInState(state, 'InProgress')}) as pending,
      (select count(*) from pms.partner_policy where policy_id = ${policyId} and is_active) as keys
  `.execute(db)
  return rows[0] ?? { approved: 0, pending: 0, keys: 0 }
}

/** Whether an active partner has an approved request for the policy (additions-1.3.0.md 8). */
export async function mayUsePolicy(
  db: Database,
  partnerId: string,
  policyId: string,
): Promise<boolean> {
  const request = await db
    .selectFrom('pms.partnerPolicyRequest as request')
    .innerJoin('pms.partner as partner', 'partner.id', 'request.partId')
    .select('request.id')
    .where('request.partId', '=', partnerId)
    .where('request.policyId', '=', policyId)
    .where(isInState(sql.ref('request.statusCode'), 'approved'))
    .where('partner.isActive', '=', true)
    .executeTakeFirst()
  return request !== undefined
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

export async function countActiveLicences(db: Database, policyId: string): Promise<number> {
  const { total } = await db
    .selectFrom('pms.mispLicense')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('policyId', '=', policyId)
    .where('isActive', '=', true)
    .executeTakeFirstOrThrow()
  return total
}

/** Partners that a list of a policy's reach names at most. */
const mostPartners = 100

interface ReachedPartner {
  partnerId: string
  orgName: string
  partnerType: string
  requestStatus: string | null
}

/**
 * Partners with a waiting or approved request, an active key, client or licence for the policy, by
 * name, and how many there are.
 */
export async function findReachedPartners(
  db: Database,
  policyId: string,
): Promise<{ total: number; partners: ReachedPartner[] }> {
  const isOpen = isInState(sql.ref('statusCode'), 'approved', 'InProgress')
  const { rows } = await sql<ReachedPartner & { partnerCount: number }>`
    with reached as (
      select part_id as id from pms.partner_policy_request
        where policy_id = ${policyId} and ${isOpen}
      union select part_id from pms.partner_policy where policy_id = ${policyId} and is_active
      union select rp_id from pms.oidc_client
        where policy_id = ${policyId} and status = 'ACTIVE'
      union select misp_id from pms.misp_license where policy_id = ${policyId} and is_active)
    select partner.id as "partnerId", partner.name as "orgName",
      partner.partner_type_code as "partnerType",
      (select request.status_code from pms.partner_policy_request request
        where request.part_id = partner.id and request.policy_id = ${policyId} and ${isOpen}
        order by request.cr_dtimes desc limit 1) as "requestStatus",
      count(*) over () as "partnerCount"
    from reached join pms.partner partner on partner.id = reached.id
    order by partner.name, partner.id
    limit ${mostPartners}`.execute(db)
  return { total: rows[0]?.partnerCount ?? 0, partners: rows }
}

/** Keys, clients or licences of one partner that are named at most. */
const mostOfEach = 20

interface Reached {
  partnerId: string
  /** How many active ones the partner has. */
  active: number
}

type ReachedKey = Reached & { label: string; isActive: boolean; validTo: Date | null }

/** Keys of the partners for the policy, active and newest first; never the key itself. */
export async function findReachedKeys(db: Database, policyId: string, ids: readonly string[]) {
  const { rows } = await sql<ReachedKey>`
    select * from (
      select part_id as "partnerId", label, is_active as "isActive",
        valid_to_datetime as "validTo",
        count(*) filter (where is_active) over (partition by part_id) as active,
        row_number() over (partition by part_id order by is_active desc, cr_dtimes desc) as place
      from pms.partner_policy where policy_id = ${policyId} and part_id = any(${ids})) keys
    where place <= ${mostOfEach} order by place`.execute(db)
  return Map.groupBy(rows, ({ partnerId }) => partnerId)
}

/** OIDC clients of the partners for the policy, active and newest first. */
export async function findReachedClients(db: Database, policyId: string, ids: readonly string[]) {
  const { rows } = await sql<Reached & { name: string; status: string }>`
    select * from (
      select rp_id as "partnerId", name, status,
        count(*) filter (where status = 'ACTIVE') over (partition by rp_id) as active,
        row_number() over (partition by rp_id
          order by (status = 'ACTIVE') desc, cr_dtimes desc) as place
      from pms.oidc_client where policy_id = ${policyId} and rp_id = any(${ids})) clients
    where place <= ${mostOfEach} order by place`.execute(db)
  return Map.groupBy(rows, ({ partnerId }) => partnerId)
}

type ReachedLicence = Reached & { name: string | null; isActive: boolean; validTo: Date | null }

/** MISP licences for the policy, active and newest first; never the key itself. */
export async function findReachedLicences(db: Database, policyId: string, ids: readonly string[]) {
  const { rows } = await sql<ReachedLicence>`
    select * from (
      select misp_id as "partnerId", license_key_name as name, is_active as "isActive",
        valid_to_date as "validTo",
        count(*) filter (where is_active) over (partition by misp_id) as active,
        row_number() over (partition by misp_id order by is_active desc, cr_dtimes desc) as place
      from pms.misp_license where policy_id = ${policyId} and misp_id = any(${ids})) licences
    where place <= ${mostOfEach} order by place`.execute(db)
  return Map.groupBy(rows, ({ partnerId }) => partnerId)
}
