import { RegistrationRefusal, registrationStates, type ClientRegistration } from '@pmp/contract'
import { z } from 'zod'
import type { Context } from '../context.ts'
import type { Database } from '../database/database.ts'

const states = z.enum(registrationStates)
const refusalsOf = z.array(RegistrationRefusal)

/**
 * A client has changed and eSignet is to know. @returns how the registration stands from now on
 * @throws {Error} when no client has this id
 */
export async function noteWantedRegistration(
  db: Database,
  clientId: string,
  now: Date,
): Promise<'registering' | 'deactivating'> {
  const client = await db
    .selectFrom('pms.oidcClient')
    .select('status')
    .where('id', '=', clientId)
    .executeTakeFirstOrThrow()
  const state = client.status.toUpperCase() === 'INACTIVE' ? 'deactivating' : 'registering'
  const wanted = { state, attempts: 0, reason: null, refusals: '[]', changedAt: now }
  await db
    .insertInto('pmp.clientRegistration')
    .values({ clientId, version: 1, ...wanted })
    .onConflict((conflict) =>
      conflict.column('clientId').doUpdateSet((row) => ({
        ...wanted,
        version: row('pmp.clientRegistration.version', '+', 1),
      })),
    )
    .execute()
  return state
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
