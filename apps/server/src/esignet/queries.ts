import { RegistrationRefusal, registrationStates, type ClientRegistration } from '@pmp/contract'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'

const states = z.enum(registrationStates)
const refusalsOf = z.array(RegistrationRefusal)

/**
 * Clients have changed and eSignet is to know; in the order of their ids, so that two changes never wait
 * in a circle.
 * @returns how the registration of each stands from now on
 */
export async function noteWantedRegistrations(
  db: Database,
  clientIds: readonly string[],
  now: Date,
): Promise<{ clientId: string; state: 'registering' | 'deactivating' }[]> {
  const { rows } = await sql<{ clientId: string; state: 'registering' | 'deactivating' }>`
    insert into pmp.client_registration as known (client_id, version, state, changed_at)
    select id, 1, case upper(status) when 'INACTIVE' then 'deactivating' else 'registering' end,
      ${now}::timestamp
    from pms.oidc_client where id = any(${[...clientIds]}) order by id
    on conflict (client_id) do update set version = known.version + 1, state = excluded.state,
      attempts = 0, reason = null, refusals = '[]', changed_at = excluded.changed_at
    returning client_id as "clientId", state`.execute(db)
  return rows
}

type Registration = z.output<typeof ClientRegistration>

/**
 * How the registrations of these clients stand. A client that upstream registered, and that has not
 * changed since, has none.
 */
export async function findRegistrations(
  { db, config }: Pick<Context, 'db' | 'config'>,
  clientIds: readonly string[],
): Promise<Map<string, Registration>> {
  if (clientIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('pmp.clientRegistration')
    .select(['clientId', 'state', 'reason', 'refusals', 'attempts', 'changedAt', 'confirmedAt'])
    .where('clientId', 'in', clientIds)
    .execute()
  const isLocal = config.ESIGNET_URL === undefined
  const registrations = rows.map(({ clientId, ...row }): [string, Registration] => {
    const isUnsent = isLocal && row.confirmedAt === null && row.reason === null
    const state = isUnsent ? 'not_registered' : states.parse(row.state)
    return [clientId, { ...row, state, refusals: refusalsOf.parse(row.refusals) }]
  })
  return new Map(registrations)
}

/** A registration as it is when it is sent. @returns undefined when none is wanted */
export async function findSentRegistration(
  db: Database,
  clientId: string,
): Promise<{ version: number; isThere: boolean } | undefined> {
  const row = await db
    .selectFrom('pmp.clientRegistration')
    .select(['version', 'confirmedAt'])
    .where('clientId', '=', clientId)
    .executeTakeFirst()
  return row && { version: row.version, isThere: row.confirmedAt !== null }
}

/** What came of a try; without a state it goes on. */
interface TryResult {
  state?: 'registered' | 'refused' | 'deactivated'
  reason?: string | null
  refusals?: Registration['refusals']
  confirmedAt?: Date
}

/** Writes down what came of a try, unless the client has changed since: then the next one counts. */
export async function noteOutcome(
  db: Database,
  { clientId, version }: { clientId: string; version: number },
  { state, reason = null, refusals = [], confirmedAt }: TryResult,
): Promise<void> {
  await db
    .updateTable('pmp.clientRegistration')
    .set(({ eb }) => ({
      ...(state && { state }),
      ...(confirmedAt && { confirmedAt }),
      reason,
      refusals: JSON.stringify(refusals),
      attempts: eb('attempts', '+', 1),
    }))
    .where('clientId', '=', clientId)
    .where('version', '=', version)
    .execute()
}
