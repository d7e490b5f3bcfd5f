import { listOutboxMessages, outboxKinds, outboxStates } from '@pmp/contract'
import { Status } from '../../domain/status.tsx'
import { useText } from '../../i18n/text.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'

const kindTexts = {
  event: 'outbox.event',
  mail: 'outbox.mail',
  registration: 'outbox.registration',
} as const

/** Events, mail and registrations that wait for delivery; values of keys are masked by the server. */
export default function OutboxPage() {
  const { t } = useText()
  const columns = useColumns()
  return (
    <Page title={t('outbox.menu')}>
      <ContractList
        name="outbox"
        endpoint={listOutboxMessages}
        label={t('outbox.menu')}
        columns={columns}
        keyOf={(row) => row.id}
        sort={{ field: 'createdAt', direction: 'desc' }}
        filters={[
          { name: 'topic', label: t('outbox.topic') },
          {
            name: 'kind',
            label: t('outbox.kind'),
            choices: outboxKinds.map((value) => ({ value, label: t(kindTexts[value]) })),
          },
          {
            name: 'state',
            label: t('fields.status'),
            choices: outboxStates.map((value) => ({ value, label: t(`status.${value}`) })),
          },
        ]}
        empty={<Empty text={t('outbox.empty')} />}
      />
    </Page>
  )
}

function useColumns(): ListColumn<typeof listOutboxMessages>[] {
  const { t, dateTime } = useText()
  return [
    { title: 'audit.at', sortField: 'createdAt', cell: (row) => dateTime(row.createdAt) },
    { title: 'outbox.kind', part: 'end', cell: (row) => t(kindTexts[row.kind]) },
    {
      title: 'outbox.topic',
      part: 'line',
      sortField: 'topic',
      text: (row) => row.topic,
      cell: (row) => <code dir="ltr">{row.topic}</code>,
    },
    {
      title: 'fields.status',
      part: 'state',
      text: (row) => t(`status.${row.state}`),
      cell: (row) => <Status value={row.state} />,
    },
    {
      title: 'outbox.content',
      part: 'buttons',
      text: ({ summary }) => JSON.stringify(summary),
      cell: ({ summary }) => (
        <details>
          <summary>{t('outbox.show')}</summary>
          <pre className="json" dir="ltr" tabIndex={0} aria-label={t('outbox.content')}>
            {JSON.stringify(summary, null, 2)}
          </pre>
        </details>
      ),
    },
  ]
}
