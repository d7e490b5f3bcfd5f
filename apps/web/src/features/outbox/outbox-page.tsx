import { listOutboxMessages, type ResponseOf } from '@pmp/contract'
import { Text } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../domain/status.tsx'
import { Surface } from '../../ui/surface.tsx'

type Message = ResponseOf<typeof listOutboxMessages>[number]

/** Events and mail that wait for delivery; values of keys are masked by the server. */
export default function OutboxPage() {
  const { t, dateTime } = useText()
  const messages = useRead(listOutboxMessages, { limit: 100 })
  const columns: Column<Message>[] = [
    { title: 'audit.at', cell: (row) => dateTime(row.createdAt) },
    {
      title: 'outbox.kind',
      cell: (row) => t(row.kind === 'mail' ? 'outbox.mail' : 'outbox.event'),
    },
    { title: 'outbox.topic', cell: (row) => <code dir="ltr">{row.topic}</code> },
    {
      title: 'fields.status',
      cell: (row) => <Status value={row.deliveredAt ? 'delivered' : 'waiting'} />,
    },
    {
      title: 'outbox.content',
      cell: (row) => (
        <details>
          <summary>{t('outbox.show')}</summary>
          <pre className="json" dir="ltr" tabIndex={0} aria-label={t('outbox.content')}>
            {JSON.stringify(row.summary, null, 2)}
          </pre>
        </details>
      ),
    },
  ]
  return (
    <Page title={t('outbox.menu')} description={t('outbox.about')}>
      <Surface>
        <DataTable
          label={t('outbox.menu')}
          columns={columns}
          rows={messages.data}
          keyOf={(row) => row.id}
          error={messages.error}
          onRetry={() => void messages.refetch()}
          empty={<Text c="dimmed">{t('outbox.empty')}</Text>}
        />
      </Surface>
    </Page>
  )
}
