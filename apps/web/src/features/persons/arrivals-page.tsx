import { listArrivals } from '@pmp/contract'
import { Anchor, Badge, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Age, T, useText } from '../../i18n/text.tsx'
import { ApprovalAreas } from '../../shell/approval-areas.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { HandOver } from './hand-over.tsx'
import { HandOverMany } from './hand-over-many.tsx'
import { PersonAreas } from './person-areas.tsx'

const meetings = ['person', 'partner'] as const

/** Signed-in people whose user name is not theirs, for those who hand names over. */
export default function ArrivalsPage() {
  const { t } = useText()
  return (
    <Page
      title={t('persons.arrivals')}
      description={t('persons.arrivals.about')}
      actions={<HandOverMany />}
    >
      <ApprovalAreas />
      <PersonAreas />
      <ContractList
        name="arrivals"
        endpoint={listArrivals}
        label={t('persons.arrivals')}
        columns={useColumns()}
        keyOf={(row) => row.sub}
        sort={{ field: 'arrivedAt', direction: 'desc' }}
        filters={[
          { name: 'userName', label: t('fields.userName') },
          {
            name: 'meets',
            label: t('persons.meets'),
            choices: meetings.map((value) => ({ value, label: t(`persons.meets.${value}`) })),
          },
        ]}
        empty={<Empty text={t('persons.arrivals.empty')} />}
      />
    </Page>
  )
}

function useColumns(): ListColumn<typeof listArrivals>[] {
  const { t, dateTime } = useText()
  return [
    {
      title: 'fields.userName',
      sortField: 'userName',
      text: (row) => row.userName,
      cell: (row) => <bdi>{row.userName}</bdi>,
    },
    {
      title: 'fields.email',
      part: 'line',
      text: (row) => row.email ?? '',
      cell: (row) => (
        <Group gap="xs">
          <bdi>{row.email}</bdi>
          {row.isEmailVerified && (
            <Badge color="green" variant="light">
              <T id="persons.confirmed" />
            </Badge>
          )}
        </Group>
      ),
    },
    {
      title: 'persons.meets',
      rank: 2,
      text: (row) => t(`persons.meets.${row.meets}`),
      cell: (row) => t(`persons.meets.${row.meets}`),
    },
    {
      title: 'fields.partner',
      text: (row) => row.partnerId ?? '',
      cell: (row) =>
        row.partnerId && (
          <Anchor component={Link} to={`/partners/${row.partnerId}`}>
            <bdi>{row.organizationName}</bdi>
          </Anchor>
        ),
    },
    {
      title: 'persons.arrivedAt',
      part: 'end',
      sortField: 'arrivedAt',
      text: (row) => dateTime(row.arrivedAt),
      cell: (row) => <Age at={row.arrivedAt} />,
    },
    {
      title: 'persons.decision',
      part: 'buttons',
      text: () => '',
      cell: (row) => <HandOver arrival={row} />,
    },
    { title: 'persons.sub', isExtra: true, text: (row) => row.sub, cell: (row) => row.sub },
  ]
}
