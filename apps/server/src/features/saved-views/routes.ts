import * as contract from '@pmp/contract'
import { route } from '../../http/route.ts'
import { deleteView, listSavedViews, saveView } from './saved-views.ts'

export const savedViewRoutes = [
  route(contract.listSavedViews, listSavedViews),
  route(contract.saveView, saveView),
  route(contract.deleteView, deleteView),
]
