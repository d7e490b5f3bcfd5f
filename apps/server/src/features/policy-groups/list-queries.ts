import type { ListRequest } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { contains, findPage, whereContains, type ListOrder } from '../../http/list.ts'

export interface GroupFilters {
  id?: string | undefined
  name?: string | undefined
  description?: string | undefined
  isActive?: boolean | undefined
  search?: string | undefined
}

const textColumns = {
  id: sql.ref('group.id'),
  name: sql.ref('group.name'),
  description: sql.ref('group.descr'),
}

const created = sql.ref('group.crDtimes')

const order: ListOrder = {
  columns: { ...textColumns, isActive: sql.ref('group.isActive'), createdDateTime: created },
  created,
  key: sql.ref('group.id'),
}

function summaries(db: Database) {
  return db
    .selectFrom('pms.policyGroup as group')
    .select([
      'group.id',
      'group.name',
      'group.descr as description',
      'group.isActive',
      'group.crBy as createdBy',
      'group.crDtimes as createdDateTime',
      'group.updBy as updatedBy',
      'group.updDtimes as updatedDateTime',
    ])
}

/** One page of groups, newest first unless sorted otherwise. */
export async function findGroupPage(
  db: Database,
  { isActive, search = '', ...texts }: GroupFilters,
  list: ListRequest,
) {
  const inAnyText = Object.values(textColumns).map((column) => contains(column, search))
  const found = whereContains(
    summaries(db)
      .where(sql<SqlBool>`"group".is_deleted is not true`)
      .$if(isActive !== undefined, (query) => query.where('group.isActive', '=', isActive ?? true))
      .$if(search !== '', (query) => query.where(({ or }) => or(inAnyText))),
    textColumns,
    texts,
  )
  return findPage(list, found.clearSelect(), found, order)
}

export async function findGroupSummary(db: Database, id: string) {
  return summaries(db).where('group.id', '=', id).executeTakeFirst()
}
