import { z } from 'zod'
import { endpoint, v2 } from '../endpoint.ts'
import { pathText, requiredText } from '../fields.ts'

/** A list as its reader wants it again: filters, order and columns as the address holds them. */
const SavedView = z.object({
  id: z.string(),
  name: z.string(),
  search: z.record(z.string(), z.string()),
})

const listName = z.string().max(64)

/** Saved views of one user on one list at most. */
export const mostSavedViews = 30

export const listSavedViews = endpoint({
  service: 'portal',
  method: 'GET',
  path: '/saved-views/:list',
  summary: 'The caller’s saved views of a list',
  permission: 'portal.use',
  ownership: 'scoped',
  envelope: v2('pmp.saved-views.get'),
  params: z.object({ list: listName }),
  response: z.array(SavedView),
  failures: [],
})

/** Saves a view; one of the same name is replaced. */
export const saveView = endpoint({
  service: 'portal',
  method: 'PUT',
  path: '/saved-views/:list',
  summary: 'Save a view of a list, or replace the one of this name',
  permission: 'portal.use',
  ownership: 'scoped',
  envelope: v2('pmp.saved-views.put', { checksRequest: true }),
  params: z.object({ list: listName }),
  request: z.object({
    name: requiredText(64),
    search: z.record(z.string().max(64), z.string().max(256)),
  }),
  response: SavedView,
  failures: ['field_invalid', 'too_many_saved_views'],
})

export const deleteView = endpoint({
  service: 'portal',
  method: 'DELETE',
  path: '/saved-views/:list/:viewId',
  summary: 'Delete a saved view',
  permission: 'portal.use',
  ownership: 'hidden',
  envelope: v2('pmp.saved-views.delete'),
  params: z.object({ list: listName, viewId: pathText }),
  response: z.object({ id: z.string() }),
  failures: ['saved_view_not_found'],
})
