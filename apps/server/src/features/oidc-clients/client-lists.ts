import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type RawBuilder, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { findRows, ofPartners, type SortedRowList } from '../../database/lists/row-list.ts'
import {
  containing,
  orgName,
  policyGroupName,
  policyName,
} from '../../database/lists/text-filters.ts'

const orEmpty = (column: string): RawBuilder<string> =>
  sql<string>`coalesce(${sql.ref(column)}, '')`

/**
 * What belongs to a client beside its own row. Clients refer to partner and policy by name only, so that
 * either may be gone (database.md 3).
 */
export async function findClientSurroundings(db: Database, id: string) {
  return db
    .selectFrom('pms.oidcClient as client')
    .leftJoin('pms.partner as partner', 'partner.id', 'client.rpId')
    .leftJoin('pms.authPolicy as policy', 'policy.id', 'client.policyId')
    .leftJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
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
  request: ListRequestOf<Clients>,
) {
  const { status } = filters
  const chosen = {
    ofKinds: status === undefined ? [] : [sql<SqlBool>`row.status = ${status}`],
    others: [...ofPartners(partnerIds), ...containing(textColumns, filters)],
  }
  return findRows(db, { list: clientList, chosen, request }, (page) =>
    page
      .innerJoin('pms.oidcClient as client', 'client.id', 'page.key')
      .leftJoin('pms.partner as partner', 'partner.id', 'client.rpId')
      .leftJoin('pms.authPolicy as policy', 'policy.id', 'client.policyId')
      .leftJoin('pms.policyGroup as group', 'group.id', 'policy.policyGroupId')
      .select([
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
      ]),
  )
}

const textColumns = {
  partnerId: 'partId',
  orgName,
  policyGroupName,
  policyName,
  clientName: 'clientName',
} as const

const clientList: SortedRowList<SortFieldOf<Clients>> = {
  rows: 'pmp.clientRow',
  counts: 'pmp.clientCount',
  key: 'id',
  kinds: ['status'],
  sorts: {
    partnerId: 'partOrder',
    orgName: 'orgOrder',
    policyGroupName: 'groupOrder',
    policyName: 'policyOrder',
    clientId: 'idOrder',
    clientName: 'nameOrder',
    status: 'status',
    createdDateTime: 'createdAt',
  },
  newest: 'createdAt',
}
