import type * as contract from '@pmp/contract'
import type { FiltersOf, ListRequestOf, SortFieldOf } from '@pmp/contract'
import { sql, type SqlBool } from 'kysely'
import type { Database } from '../../database/database.ts'
import { randomDigits, withFreshId } from '../../database/ids.ts'
import { findRowsAsAsked, type SortedRowList } from '../../database/lists/row-list.ts'
import { containing } from '../../database/lists/text-filters.ts'

interface NewConfiguration {
  configName: string
  bioextractorProviderName: string
  bioextractorProviderVersion: string
  bioModality: string
  attributeName: string
  credentialDataFormat: string
}

const columns = [
  'id',
  'configName',
  'bioextractorProviderName',
  'bioextractorProviderVersion',
  'bioModality',
  'crDtimes as createdDateTime',
] as const

/** Those that are offered; deleted ones stay as rows only. */
function offered(db: Database) {
  return db.selectFrom('pms.bioextractorConfiguration').where(sql<boolean>`is_deleted is not true`)
}

/** Whether a name is in use, letter case ignored. */
export async function isConfigurationNameTaken(db: Database, name: string): Promise<boolean> {
  const row = await offered(db)
    .select('id')
    .where(sql`lower(config_name)`, '=', sql`lower(${name})`)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertConfiguration(
  db: Database,
  configuration: NewConfiguration,
  by: { actor: string; now: Date },
): Promise<string> {
  return withFreshId(
    () => randomDigits(18),
    async (id) => {
      const inserted = await db
        .insertInto('pms.bioextractorConfiguration')
        .values({ id, ...configuration, isDeleted: false, crBy: by.actor, crDtimes: by.now })
        .onConflict((conflict) => conflict.constraint('pk_bioextractor_configuration').doNothing())
        .executeTakeFirst()
      return inserted.numInsertedOrUpdatedRows === 1n
    },
  )
}

export async function findConfiguration(db: Database, id: string) {
  return offered(db).select(columns).where('id', '=', id).executeTakeFirst()
}

/** @returns whether there was one to delete */
export async function deleteConfiguration(db: Database, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('pms.bioextractorConfiguration')
    .set({ isDeleted: true })
    .where('id', '=', id)
    .where(sql<boolean>`is_deleted is not true`)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

type Configurations = typeof contract.listExtractorConfigurations

const configurations: SortedRowList<SortFieldOf<Configurations>> = {
  rows: 'pmp.extractorRow',
  counts: 'pmp.extractorCount',
  key: 'id',
  kinds: ['bioModality'],
  sorts: {
    configName: 'nameOrder',
    bioextractorProviderName: 'providerOrder',
    bioextractorProviderVersion: 'versionOrder',
    bioModality: sql`pmp.sort_key(row.bio_modality)`,
    createdDateTime: 'createdAt',
  },
  newest: 'createdAt',
}

const textColumns = {
  configName: 'configName',
  bioextractorProviderName: 'provider',
  bioextractorProviderVersion: 'version',
} as const

/** One page of what is offered; behind the last page with the page that was asked for. */
export async function findConfigurations(
  db: Database,
  { bioModality, ...texts }: FiltersOf<Configurations>,
  request: ListRequestOf<Configurations>,
) {
  const chosen = {
    ofKinds: bioModality ? [sql<SqlBool>`lower(row.bio_modality) = lower(${bioModality})`] : [],
    others: containing(textColumns, texts),
  }
  return findRowsAsAsked(db, { list: configurations, chosen, request }, (page) =>
    page
      .innerJoin('pms.bioextractorConfiguration as configuration', 'configuration.id', 'page.key')
      .select([
        'configuration.id',
        'configuration.configName',
        'configuration.bioextractorProviderName',
        'configuration.bioextractorProviderVersion',
        'configuration.bioModality',
        'configuration.crDtimes as createdDateTime',
      ]),
  )
}
