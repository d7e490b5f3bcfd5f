import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findPage, type ListOrder } from '../../database/lists/page.ts'
import { whereContains } from '../../database/lists/text-filters.ts'

/** Clients refer to partner and policy by name only, so that either may be gone (database.md 3). */
function withNames(db: Database) {
  return db
    .selectFrom('pms.oidcClient as client')
    .leftJoin('pms.partner as partner', 'partner.id', 'client.rpId')
    .leftJoin('pms.authPolicy as policy', 'policy.id', 'client.policyId')
    .leftJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
}

const orEmpty = (column: string): RawBuilder<string> =>
  sql<string>`coalesce(${sql.ref(column)}, '')`

/** What belongs to a client beside its own row. */
export async function findClientSurroundings(db: Database, id: string) {
  return withNames(db)
    .select([
      'client.crDtimes as createdDateTime',
      'client.updDtimes as updatedDateTime',
      orEmpty('partner.name').as('partnerName'),
      orEmpty('partner.userId').as('userId'),
      orEmpty('policy.name').as('policyName'),
      orEmpty('policy.descr').as('policyDescription'),
      orEmpty('group.name').as('policyGroupName'),
      orEmpty('group.descr').as('policyGroupDescription'),
    ])
    .where('client.id', '=', id)
    .executeTakeFirst()
}

type Clients = typeof contract.listNamedClients

interface ClientsWanted {
  filters: FiltersOf<Clients>
  /** Whose clients. */
  partnerIds: readonly string[] | 'all'
}

/** One page of clients, all or of some partners, newest first unless sorted otherwise. */
export async function findClients(
  db: Database,
  { filters, partnerIds }: ClientsWanted,
  list: ListRequestOf<Clients>,
) {
  let matching = withNames(db)
  if (partnerIds !== 'all') matching = matching.where('client.rpId', 'in', [...partnerIds, ''])
  if (filters.status !== undefined) matching = matching.where('client.status', '=', filters.status)
  const found = whereContains(matching, textColumns, filters)
  const rows = found.select([
    'client.rpId as partnerId',
    orEmpty('partner.name').as('orgName'),
    orEmpty('group.id').as('policyGroupId'),
    orEmpty('group.name').as('policyGroupName'),
    orEmpty('group.descr').as('policyGroupDescription'),
    orEmpty('policy.name').as('policyName'),
    orEmpty('policy.descr').as('policyDescription'),
    'client.id as clientId',
    'client.name as clientName',
    'client.status',
    'client.crDtimes as createdDateTime',
    'client.updDtimes as updatedDateTime',
  ])
  return findPage(list, { matching: found, rows }, order)
}

const textColumns = {
  partnerId: sql.ref('client.rpId'),
  orgName: orEmpty('partner.name'),
  policyGroupName: orEmpty('group.name'),
  policyName: orEmpty('policy.name'),
  clientName: sql.ref('client.name'),
}

const created = sql.ref('client.crDtimes')
const key = sql.ref('client.id')

const order: ListOrder<SortFieldOf<Clients>> = {
  columns: {
    ...textColumns,
    clientId: key,
    status: sql.ref('client.status'),
    createdDateTime: created,
  },
  created,
  key,
}
