import { brokenBound } from '@pmp/contract'
import { errors, type Adapter, type AdapterFactory, type AdapterPayload } from 'oidc-provider'
import type { Database } from '../database/database.ts'

const sweepRows = 500

const interaction = 'Interaction'
const mostInteractions = 10_000
const looksEvery = 200

/** Kept without a stated end by the provider; nothing of ours lives longer. */
const longestSeconds = 30 * 86_400

/** Stores a short-lived thing of the sign-in under its kind and id, replacing an earlier one. */
async function saveArtifact(
  db: Database,
  { model, id, expiresIn = longestSeconds }: { model: string; id: string; expiresIn?: number },
  payload: AdapterPayload | object,
): Promise<void> {
  const known: { grantId?: string; userCode?: string; uid?: string } = payload
  const { grantId = null, userCode = null, uid = null } = known
  const expiresAt = new Date(Date.now() + expiresIn * 1000)
  const row = { payload: JSON.stringify(payload), grantId, userCode, uid, expiresAt }
  await db
    .insertInto('pmp.oidcArtifact')
    .values({ model, id, ...row })
    .onConflict((conflict) => conflict.columns(['model', 'id']).doUpdateSet(row))
    .execute()
}

/** Deletes some of what has expired and tells whether there may be more; readers pass over it. */
export async function sweepArtifacts(db: Database): Promise<boolean> {
  const expired = db
    .selectFrom('pmp.oidcArtifact')
    .select(['model', 'id'])
    .where('expiresAt', '<', new Date())
    .limit(sweepRows)
    .$asTuple('model', 'id')
  const { numDeletedRows } = await db
    .deleteFrom('pmp.oidcArtifact')
    .where((where) => where(where.refTuple('model', 'id'), 'in', expired))
    .executeTakeFirst()
  return Number(numDeletedRows) === sweepRows
}

/**
 * Sign-ins that anybody may begin and nobody need end: so many at once, and of more the oldest go.
 * Looked at now and then, since the look costs as much as it finds.
 */
async function boundInteractions(db: Database): Promise<void> {
  const newest = db
    .selectFrom('pmp.oidcArtifact')
    .select('expiresAt')
    .where('model', '=', interaction)
    .orderBy('expiresAt', 'desc')
    .offset(mostInteractions)
    .limit(1)
  await db
    .deleteFrom('pmp.oidcArtifact')
    .where('model', '=', interaction)
    .where('expiresAt', '<=', newest)
    .execute()
}

/**
 * The storage of `oidc-provider` in `pmp.oidc_artifact`, shared by every replica.
 * @throws {errors.InvalidRequest} for a parameter that no column can hold
 */
export function createArtifactStore(db: Database): AdapterFactory {
  let saved = 0
  return (model) => ({
    async upsert(id, payload, expiresIn) {
      if (brokenBound(payload)) throw new errors.InvalidRequest('a parameter holds no plain text')
      await saveArtifact(db, { model, id, expiresIn }, payload)
      if (model === interaction) saved += 1
      if (model === interaction && saved % looksEvery === 0) await boundInteractions(db)
    },
    find: (id) => findArtifact(db, model, { column: 'id', value: id }),
    findByUid: (uid) => findArtifact(db, model, { column: 'uid', value: uid }),
    findByUserCode: (code) => findArtifact(db, model, { column: 'userCode', value: code }),
    ...removals(db, model),
  })
}

async function findArtifact(
  db: Database,
  model: string,
  by: { column: 'id' | 'uid' | 'userCode'; value: string },
): Promise<AdapterPayload | undefined> {
  // Ids come from callers, e.g. as a code; what could not be stored is not there.
  if (brokenBound(by.value)) return undefined
  const row = await db
    .selectFrom('pmp.oidcArtifact')
    .select(['payload', 'consumedAt'])
    .where('model', '=', model)
    .where(by.column, '=', by.value)
    .where('expiresAt', '>', new Date())
    .executeTakeFirst()
  if (!row) return undefined
  // Written by `saveArtifact` from what the provider gave.
  const payload = row.payload as AdapterPayload
  return row.consumedAt ? { ...payload, consumed: seconds(row.consumedAt) } : payload
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1000)
}

function removals(
  db: Database,
  model: string,
): Pick<Adapter, 'consume' | 'destroy' | 'revokeByGrantId'> {
  return {
    async consume(id) {
      const consumed = await db
        .updateTable('pmp.oidcArtifact')
        .set({ consumedAt: new Date() })
        .where('model', '=', model)
        .where('id', '=', id)
        .where('consumedAt', 'is', null)
        .executeTakeFirst()
      // Two requests with one code may both have found it unused; only one may have it.
      if (consumed.numUpdatedRows === 0n) throw new Error(`The ${model} is consumed already`)
    },
    async destroy(id) {
      await db
        .deleteFrom('pmp.oidcArtifact')
        .where('model', '=', model)
        .where('id', '=', id)
        .execute()
    },
    async revokeByGrantId(grantId) {
      await db
        .deleteFrom('pmp.oidcArtifact')
        .where('model', '=', model)
        .where('grantId', '=', grantId)
        .execute()
    },
  }
}
