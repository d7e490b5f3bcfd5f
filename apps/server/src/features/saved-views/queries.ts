import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import { holdsUserId, userIdKey } from '../../identity/user-ids.ts'

/** The views of a user on a list, by name. */
export async function findViews(db: Database, userName: string, list: string) {
  return db
    .selectFrom('pmp.savedView')
    .select(['id', 'name', 'search'])
    .where(holdsUserId(sql.ref('userName'), userName))
    .where('list', '=', list)
    .orderBy('name')
    .execute()
}

interface NewView {
  userName: string
  list: string
  name: string
  search: string
  now: Date
}

/** Makes saves of one user and list follow each other, so that their number stays bounded. */
export async function serialiseSaves(db: Database, userName: string, list: string): Promise<void> {
  const lock = `saved views ${list} ${userIdKey(userName)}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`.execute(db)
}

/** Saves a view under a name, in the place of the one that has it. @returns its id */
export async function upsertView(db: Database, { now, ...view }: NewView): Promise<string> {
  const { userName, list, name, search } = view
  const changed = await db
    .updateTable('pmp.savedView')
    .set({ search, savedAt: now })
    .where(holdsUserId(sql.ref('userName'), userName))
    .where('list', '=', list)
    .where('name', '=', name)
    .returning('id')
    .executeTakeFirst()
  if (changed) return changed.id
  const id = randomUUID()
  await db
    .insertInto('pmp.savedView')
    .values({ id, ...view, savedAt: now })
    .execute()
  return id
}

/** @returns the name of the view that is gone, or undefined when the user has none of this id */
export async function deleteViewOf(
  db: Database,
  { userName, list, id }: { userName: string; list: string; id: string },
): Promise<string | undefined> {
  const gone = await db
    .deleteFrom('pmp.savedView')
    // Compared as text: an id of another shape is unknown, not an error.
    .where(sql`id::text`, '=', id)
    .where(holdsUserId(sql.ref('userName'), userName))
    .where('list', '=', list)
    .returning('name')
    .executeTakeFirst()
  return gone?.name
}
