import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findRows, type SortedRowList } from '../../database/lists/row-list.ts'
import { containing, contains } from '../../database/lists/text-filters.ts'

type Groups = typeof contract.listPolicyGroupPage

const textColumns = { id: 'id', name: 'name', description: 'descr' } as const

const groupList: SortedRowList<SortFieldOf<Groups>> = {
  rows: 'pmp.policyGroupRow',
  counts: 'pmp.policyGroupCount',
  key: 'id',
  kinds: ['isActive'],
  sorts: {
    id: 'idOrder',
    name: 'nameOrder',
    description: 'descrOrder',
    isActive: 'isActive',
    createdDateTime: 'createdAt',
  },
  newest: 'createdAt',
}

const columns = [
  'group.id',
  'group.name',
  'group.descr as description',
  'group.isActive',
  'group.crBy as createdBy',
  'group.crDtimes as createdDateTime',
  'group.updBy as updatedBy',
  'group.updDtimes as updatedDateTime',
] as const

/** One page of groups, newest first unless sorted otherwise. */
export async function findGroupPage(
  db: Database,
  { isActive, search = '', ...texts }: FiltersOf<Groups>,
  request: ListRequestOf<Groups>,
) {
  const inAnyText = Object.values(textColumns).map((column) =>
    contains(sql.ref(`row.${column}`), search),
  )
  const chosen = {
    ofKinds: isActive === undefined ? [] : [sql<SqlBool>`row.is_active = ${isActive}`],
    others: [
      ...containing(textColumns, texts),
      ...(search === '' ? [] : [sql<SqlBool>`(${sql.join(inAnyText, sql` or `)})`]),
    ],
  }
  return findRows(db, { list: groupList, chosen, request }, (page) =>
    page.innerJoin('pms.policyGroup as group', 'group.id', 'page.key').select(columns),
  )
}

export async function findGroupSummary(db: Database, id: string) {
  return db
    .selectFrom('pms.policyGroup as group')
    .select(columns)
    .where('group.id', '=', id)
    .executeTakeFirst()
}
