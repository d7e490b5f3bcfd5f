import {
  type listAdminPartners,
  listApiKeys,
  type listNameRequestsOfPartner,
  type FilterNameOf,
  type RowOf,
  type SortFieldOf,
} from '@pmp/contract'
import { expectTypeOf, test } from 'vitest'
import type { ContractList, ListColumn, ListFilter } from './contract-list.tsx'

// The compiler is the judge: nothing is drawn here.

test('row, sort fields and filters of a list are those of its endpoint', () => {
  type Keys = typeof listApiKeys
  expectTypeOf<RowOf<Keys>['apiKeyLabel']>().toEqualTypeOf<string>()
  expectTypeOf<'orgName'>().toExtend<SortFieldOf<Keys>>()
  expectTypeOf<'apiKeyExpiryDateTime'>().not.toExtend<SortFieldOf<Keys>>()
  expectTypeOf<FilterNameOf<typeof listNameRequestsOfPartner>>().toEqualTypeOf<never>()
  expectTypeOf<SortFieldOf<typeof listNameRequestsOfPartner>>().toEqualTypeOf<never>()
})

test('a column that sorts by what the endpoint does not offer does not compile', () => {
  const known: ListColumn<typeof listApiKeys> = {
    title: 'fields.name',
    sortField: 'apiKeyLabel',
    cell: (row) => row.apiKeyLabel,
  }
  const unknown: ListColumn<typeof listApiKeys> = {
    title: 'fields.name',
    // @ts-expect-error -- the endpoint does not sort by the end of a key
    sortField: 'apiKeyExpiryDateTime',
    cell: (row) => row.apiKeyLabel,
  }
  expectTypeOf(known).toEqualTypeOf(unknown)
})

test('a filter that the endpoint does not know does not compile', () => {
  const known: ListFilter<typeof listAdminPartners> = { name: 'orgName', label: 'Organisation' }
  // @ts-expect-error -- partners have no label
  const unknown: ListFilter<typeof listAdminPartners> = { name: 'apiKeyLabel', label: 'Label' }
  expectTypeOf(known).toEqualTypeOf(unknown)
})

test('a list takes only what its endpoint offers', () => {
  const draw = (list: typeof ContractList) => {
    const keys = { name: 'keys', label: 'Keys', empty: null, endpoint: listApiKeys } as const
    const sort = { field: 'createdDateTime', direction: 'desc' } as const
    const keyOf = (row: RowOf<typeof listApiKeys>) => row.apiKeyLabel
    const cell = keyOf
    list({ ...keys, columns: [], filters: [], keyOf, sort, fixed: { status: 'activated' } })
    // @ts-expect-error -- rows have no such member
    list({ ...keys, columns: [], filters: [], keyOf: (row) => row.licenseKey, sort })
    // @ts-expect-error -- nor is there an order by it
    list({ ...keys, columns: [], filters: [], keyOf, sort: { ...sort, field: 'licenseKey' } })
    // @ts-expect-error -- nor can it be fixed
    list({ ...keys, columns: [], filters: [], keyOf, sort, fixed: { licenseKey: '1' } })
    // @ts-expect-error -- nor is there a filter
    list({ ...keys, columns: [], filters: [{ name: 'licenseKey', label: '' }], keyOf, sort })
    const columns = [{ title: 'fields.id', sortField: 'licenseKey', cell }] as const
    // @ts-expect-error -- nor a column that sorts by it
    list({ ...keys, columns, filters: [], keyOf, sort })
  }
  expectTypeOf(draw).toBeFunction()
})
