import { listUnclaimedPartners } from '@pmp/contract'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useText } from '../../i18n/text.tsx'
import { InviteButton } from '../../domain/persons/invite-button.tsx'
import { ApprovalAreas } from '../../shell/approval-areas.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { PersonAreas } from './person-areas.tsx'

/** Partners that nobody owns, with the way to invite somebody. */
export default function UnclaimedPage() {
  const { t } = useText()
  return (
    <Page title={t('persons.unclaimed')} description={t('persons.unclaimed.about')}>
      <ApprovalAreas />
      <PersonAreas />
      <ContractList
        name="unclaimed-partners"
        endpoint={listUnclaimedPartners}
        label={t('persons.unclaimed')}
        columns={useColumns()}
        keyOf={(row) => row.partnerId}
        sort={{ field: 'createdAt', direction: 'desc' }}
        filters={[
          { name: 'partnerId', label: t('fields.partnerId') },
          { name: 'organizationName', label: t('fields.organization') },
        ]}
        empty={<Empty text={t('persons.unclaimed.empty')} />}
      />
    </Page>
  )
}

function useColumns(): ListColumn<typeof listUnclaimedPartners>[] {
  const { t, tMaybe, dateTime, date } = useText()
  const typeOf = (code: string) => tMaybe(`partnerTypes.${code}`) ?? code
  return [
    {
      title: 'fields.partnerId',
      sortField: 'partnerId',
      text: (row) => row.partnerId,
      cell: (row) => (
        <Anchor component={Link} to={`/partners/${row.partnerId}`}>
          <bdi>{row.partnerId}</bdi>
        </Anchor>
      ),
    },
    {
      title: 'fields.organization',
      part: 'line',
      sortField: 'organizationName',
      text: (row) => row.organizationName,
      cell: (row) => <bdi>{row.organizationName}</bdi>,
    },
    {
      title: 'fields.partnerType',
      rank: 2,
      text: (row) => typeOf(row.partnerType),
      cell: (row) => typeOf(row.partnerType),
    },
    {
      title: 'fields.created',
      part: 'end',
      sortField: 'createdAt',
      text: (row) => dateTime(row.createdAt),
      cell: (row) => date(row.createdAt),
    },
    {
      title: 'persons.invited',
      text: (row) => (row.invitedUntil ? dateTime(row.invitedUntil) : ''),
      cell: (row) =>
        row.invitedUntil && t('persons.invitedUntil', { time: dateTime(row.invitedUntil) }),
    },
    {
      title: 'persons.decision',
      part: 'buttons',
      text: () => '',
      cell: (row) => <InviteButton partnerId={row.partnerId} variant="default" size="xs" />,
    },
  ]
}
