import { searchMispKeys, type ResponseOf } from '@pmp/contract'
import { Button, Group, Stack } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useRead } from '../../api/query.ts'
import { seenEnd, statusByEnd } from '../../domain/ending.ts'
import { Status } from '../../domain/status.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { useListState } from '../../ui/list-state.ts'
import { Surface } from '../../ui/surface.tsx'
import { KeyDialog } from './key-dialog.tsx'
import { isUsable } from './licence-status.ts'
import { SwitchKey } from './switch-key.tsx'

type Key = NonNullable<ResponseOf<typeof searchMispKeys>['data']>[number]

interface LicenceKeysProps {
  /** Absent: every MISP that the reader may see; a MISP sees itself. */
  partnerId?: string
  empty: string
  /** What is offered when there is none. */
  action?: ReactNode
}

/** Keys of MISPs in the order of time; each can be shown, and switched off and on. */
export function LicenceKeys({ partnerId, empty, action }: LicenceKeysProps) {
  const { t } = useText()
  const columns = useColumns()
  const list = useListState({
    sort: { field: 'createdDateTime', direction: 'desc' },
    filters: ['isActive'],
  })
  const read = useRead(searchMispKeys, searchOf(list, partnerId), { keepPrevious: true })
  const isFiltered = list.filters['isActive'] !== undefined
  const found = read.data
  return (
    <Surface>
      <Stack>
        <FilterBar
          list={list}
          filters={[
            {
              name: 'isActive',
              label: t('fields.status'),
              choices: [
                { value: 'true', label: t('status.activated') },
                { value: 'false', label: t('status.deactivated') },
              ],
            },
          ]}
        />
        <DataTable
          label={t('licences.menu')}
          columns={columns}
          rows={found && (found.data ?? [])}
          keyOf={(row) => row.licenseKey}
          error={read.error}
          isStale={read.isPlaceholderData}
          onRetry={() => void read.refetch()}
          sort={list.sort}
          onSort={list.setSort}
          page={list.pageOf(found?.totalRecord ?? 0)}
          empty={isFiltered ? <T id="states.noMatch" /> : <Empty text={empty} action={action} />}
        />
      </Stack>
    </Surface>
  )
}

/** The search of upstream's older family that the state of the list means (auth-services.md 9.6). */
function searchOf({ filters, query }: ReturnType<typeof useListState>, partnerId?: string) {
  const equals = (columnName: string, value: string | undefined) =>
    value === undefined ? [] : [{ columnName, type: 'equals', value }]
  return {
    filters: [...equals('mispId', partnerId), ...equals('isActive', filters['isActive'])],
    sort: [{ sortField: query.sortFieldName, sortType: query.sortType }],
    pagination: { pageStart: query.pageNo, pageFetch: query.pageSize },
  }
}

function useColumns(): Column<Key>[] {
  const { t, date } = useText()
  return [
    { title: 'licences.key', cell: (row) => <KeyCell row={row} /> },
    {
      title: 'fields.created',
      sortField: 'createdDateTime',
      cell: (row) => date(row.createdDateTime),
    },
    {
      title: 'keys.ends',
      sortField: 'validToDate',
      cell: ({ validToDate }) => {
        const end = seenEnd(validToDate)
        return end ? date(end) : t('keys.noEnd')
      },
    },
    {
      title: 'fields.status',
      sortField: 'isActive',
      cell: (row) => <Status value={statusByEnd(row.isActive, row.validToDate)} />,
    },
    { title: 'fields.actions', cell: (row) => <KeyActions row={row} /> },
  ]
}

/** The end of a key; the rest when it is asked for. */
function KeyCell({ row }: { row: Key }) {
  const { t } = useText()
  const [isShown, setShown] = useState(false)
  const ending = row.licenseKey.slice(-4)
  return (
    <Group gap="sm">
      <code dir="ltr">…{ending}</code>
      <Button
        size="xs"
        variant="subtle"
        aria-label={t('licences.showOf', { ending })}
        onClick={() => setShown(true)}
      >
        <T id="licences.show" />
      </Button>
      {isShown && (
        <KeyDialog partnerId={row.mispId} value={row.licenseKey} onClose={() => setShown(false)} />
      )}
    </Group>
  )
}

function KeyActions({ row }: { row: Key }) {
  const { t } = useText()
  const [isAsking, setAsking] = useState(false)
  const ending = row.licenseKey.slice(-4)
  // One that has expired would only take the place of one that works.
  const canSwitch = row.isActive || isUsable(true, row.validToDate)
  if (!canSwitch) return null
  return (
    <>
      <Button
        size="xs"
        variant="default"
        aria-label={t(row.isActive ? 'licences.suspendOf' : 'licences.activateOf', { ending })}
        onClick={() => setAsking(true)}
      >
        <T id={row.isActive ? 'licences.suspend' : 'licences.activate'} />
      </Button>
      {isAsking && <SwitchKey licence={row} onClose={() => setAsking(false)} />}
    </>
  )
}
