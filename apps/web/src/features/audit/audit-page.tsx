import { auditOutcomes, listAuditEntries, type RowOf } from '@pmp/contract'
import { Status } from '../../domain/status.tsx'
import { useText } from '../../i18n/text.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'

/** Who did what and when, newest first; refusals, too. */
export default function AuditPage() {
  const { t } = useText()
  const columns = useColumns()
  return (
    <Page title={t('audit.menu')}>
      <ContractList
        name="audit"
        endpoint={listAuditEntries}
        label={t('audit.menu')}
        columns={columns}
        keyOf={(row) => String(row.id)}
        sort={{ field: 'at', direction: 'desc' }}
        filters={[
          { name: 'actor', label: t('audit.actor'), isSearch: true },
          { name: 'action', label: t('audit.action') },
          {
            name: 'outcome',
            label: t('audit.outcome'),
            choices: auditOutcomes.map((value) => ({ value, label: t(`status.${value}`) })),
          },
          { name: 'from', label: t('lists.from'), isTime: true },
          { name: 'till', label: t('lists.till'), isTime: true },
        ]}
        empty={<Empty text={t('audit.empty')} />}
      />
    </Page>
  )
}

function useColumns(): ListColumn<typeof listAuditEntries>[] {
  const { t, dateTime } = useText()
  return [
    { title: 'audit.at', sortField: 'at', cell: (row) => dateTime(row.at) },
    { title: 'audit.actor', part: 'line', sortField: 'actor', cell: (row) => row.actor },
    {
      title: 'audit.action',
      part: 'line',
      sortField: 'action',
      text: (row) => row.action,
      cell: (row) => <code dir="ltr">{row.action}</code>,
    },
    {
      title: 'audit.subject',
      rank: 2,
      text: subjectOf,
      cell: (row) => <span dir="ltr">{subjectOf(row)}</span>,
    },
    {
      title: 'audit.outcome',
      part: 'state',
      text: (row) => [t(`status.${row.outcome}`), row.failureCode ?? ''].join(' ').trim(),
      cell: (row) => (
        <>
          <Status value={row.outcome} /> {row.failureCode && <code>{row.failureCode}</code>}
        </>
      ),
    },
  ]
}

function subjectOf({ subjectType, subjectId }: RowOf<typeof listAuditEntries>): string {
  return [subjectType, subjectId].filter(Boolean).join(' ')
}
