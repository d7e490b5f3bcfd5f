import { bindings, listPersons } from '@pmp/contract'
import { useText } from '../../i18n/text.tsx'
import { WithdrawButton } from '../../domain/persons/withdraw-button.tsx'
import { ApprovalAreas } from '../../shell/approval-areas.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { PersonAreas } from './person-areas.tsx'

/** Who owns which name, since when and by whose word. */
export default function OwnersPage() {
  const { t } = useText()
  return (
    <Page title={t('persons.owners')} description={t('persons.owners.about')}>
      <ApprovalAreas />
      <PersonAreas />
      <ContractList
        name="persons"
        endpoint={listPersons}
        label={t('persons.owners')}
        columns={useColumns()}
        keyOf={(row) => row.userId}
        sort={{ field: 'at', direction: 'desc' }}
        filters={[
          { name: 'userId', label: t('fields.userName') },
          {
            name: 'how',
            label: t('persons.how'),
            choices: bindings.map((value) => ({ value, label: t(`persons.how.${value}`) })),
          },
        ]}
        empty={<Empty text={t('persons.owners.empty')} />}
      />
    </Page>
  )
}

function useColumns(): ListColumn<typeof listPersons>[] {
  const { t, dateTime, date } = useText()
  return [
    {
      title: 'fields.userName',
      sortField: 'userId',
      text: (row) => row.userId,
      cell: (row) => <bdi>{row.userId}</bdi>,
    },
    {
      title: 'persons.how',
      part: 'line',
      text: (row) => t(`persons.how.${row.how}`),
      cell: (row) => t(`persons.how.${row.how}`),
    },
    { title: 'persons.by', rank: 2, text: (row) => row.by, cell: (row) => <bdi>{row.by}</bdi> },
    {
      title: 'persons.since',
      part: 'end',
      sortField: 'at',
      text: (row) => dateTime(row.at),
      cell: (row) => date(row.at),
    },
    { title: 'persons.sub', isExtra: true, text: (row) => row.sub, cell: (row) => row.sub },
    {
      title: 'persons.decision',
      part: 'buttons',
      text: () => '',
      cell: (row) => <WithdrawButton userId={row.userId} size="xs" />,
    },
  ]
}
