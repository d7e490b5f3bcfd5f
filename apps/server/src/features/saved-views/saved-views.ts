import { Failure, mostSavedViews, type InputOf, type ResponseOf } from '@pmp/contract'
import type * as contract from '@pmp/contract'
import { z } from 'zod'
import type { Context } from '../../context.ts'
import { record } from '../../audit/record.ts'
import { personalName } from '../../identity/persons.ts'
import { deleteViewOf, findViews, serialiseSaves, upsertView } from './queries.ts'

const Search = z.record(z.string(), z.string())

/** What a view searches for; nothing where that cannot be read, so that the others are still shown. */
function readSearch(stored: string): z.output<typeof Search> {
  try {
    return Search.parse(JSON.parse(stored))
  } catch {
    return {}
  }
}

export async function listSavedViews(
  { db, actor }: Context,
  { list }: InputOf<typeof contract.listSavedViews>,
): Promise<ResponseOf<typeof contract.listSavedViews>> {
  const views = await findViews(db, await personalName(db, actor), list)
  return views.map((view) => ({ ...view, search: readSearch(view.search) }))
}

/** @throws {Failure} too_many_saved_views · field_invalid */
export async function saveView(
  context: Context,
  { list, name, search }: InputOf<typeof contract.saveView>,
): Promise<ResponseOf<typeof contract.saveView>> {
  const { db, actor, now } = context
  const userName = await personalName(db, actor)
  await serialiseSaves(db, userName, list)
  const others = (await findViews(db, userName, list)).filter((view) => view.name !== name)
  if (others.length >= mostSavedViews) {
    throw new Failure('too_many_saved_views', { limit: mostSavedViews })
  }
  const text = JSON.stringify(search)
  const id = await upsertView(db, { userName, list, name, search: text, now })
  await record(context, 'savedView.saved', {
    subjectType: 'savedView',
    subjectId: id,
    after: { list, name, search },
  })
  return { id, name, search }
}

/** @throws {Failure} saved_view_not_found */
export async function deleteView(
  context: Context,
  { list, viewId }: InputOf<typeof contract.deleteView>,
): Promise<ResponseOf<typeof contract.deleteView>> {
  const { db, actor } = context
  const userName = await personalName(db, actor)
  const name = await deleteViewOf(db, { userName, list, id: viewId })
  if (name === undefined) throw new Failure('saved_view_not_found')
  await record(context, 'savedView.deleted', {
    subjectType: 'savedView',
    subjectId: viewId,
    before: { list, name },
  })
  return { id: viewId }
}
