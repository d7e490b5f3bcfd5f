import { listAuditEntries, type ResponseOf } from '@pmp/contract'
import { Button, Group, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { T, useText } from '../../i18n/text.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../domain/status.tsx'
import { Surface } from '../../ui/surface.tsx'

type Entry = ResponseOf<typeof listAuditEntries>[number]
const entriesPerLoad = 50

/** Who did what and when, newest first; older entries on demand. */
export default function AuditPage() {
  const { t, dateTime } = useText()
  const audit = useInfiniteQuery({
    queryKey: ['audit'],
    queryFn: ({ pageParam }) =>
      call(listAuditEntries, {
        limit: entriesPerLoad,
        ...(pageParam ? { before: pageParam } : {}),
      }),
    initialPageParam: 0,
    getNextPageParam: (last) => (last.length === entriesPerLoad ? last.at(-1)?.id : undefined),
  })
  const columns: Column<Entry>[] = [
    { title: 'audit.at', cell: (row) => dateTime(row.at) },
    { title: 'audit.actor', cell: (row) => row.actor },
    { title: 'audit.action', cell: (row) => <code dir="ltr">{row.action}</code> },
    {
      title: 'audit.subject',
      cell: (row) => (
        <span dir="ltr">{[row.subjectType, row.subjectId].filter(Boolean).join(' ')}</span>
      ),
    },
    {
      title: 'audit.outcome',
      cell: (row) => (
        <>
          <Status value={row.outcome} /> {row.failureCode && <code>{row.failureCode}</code>}
        </>
      ),
    },
  ]
  return (
    <Page title={t('audit.menu')} description={t('audit.about')}>
      <Surface>
        <DataTable
          label={t('audit.menu')}
          columns={columns}
          rows={audit.data?.pages.flat()}
          keyOf={(row) => String(row.id)}
          error={audit.error}
          onRetry={() => void audit.refetch()}
          empty={<Text c="dimmed">{t('audit.empty')}</Text>}
        />
        {audit.hasNextPage && (
          <Group justify="center" mt="md">
            <Button
              variant="default"
              loading={audit.isFetchingNextPage}
              onClick={() => void audit.fetchNextPage()}
            >
              <T id="actions.older" />
            </Button>
          </Group>
        )}
      </Surface>
    </Page>
  )
}
