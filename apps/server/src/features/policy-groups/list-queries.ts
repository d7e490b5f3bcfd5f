import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findPage, type ListOrder } from '../../database/lists/page.ts'
import { contains, whereContains } from '../../database/lists/text-filters.ts'

type Groups = typeof contract.listPolicyGroupPage

const textColumns = {
  id: sql.ref('group.id'),
  name: sql.ref('group.name'),
  description: sql.ref('group.descr'),
}

const created = sql.ref('group.crDtimes')

const order: ListOrder<SortFieldOf<Groups>> = {
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
  { isActive, search = '', ...texts }: FiltersOf<Groups>,
  list: ListRequestOf<Groups>,
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
  return findPage(list, { matching: found.clearSelect(), rows: found }, order)
}

export async function findGroupSummary(db: Database, id: string) {
  return summaries(db).where('group.id', '=', id).executeTakeFirst()
}
