import {
  certificateDomains,
  countExpiringCertificates,
  expiryKinds,
  listExpiringCertificates,
  type RowOf,
} from '@pmp/contract'
import { Anchor, Group, SegmentedControl, Switch } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { certificateStatus } from '../../domain/certificates/certificate-status.ts'
import { commonNameOf } from '../../domain/certificates/distinguished-name.ts'
import { useListState } from '../../ui/list-state.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { StackedBars } from '../../ui/stacked-bars.tsx'
import { Status } from '../../domain/status.tsx'
import { Surface } from '../../ui/surface.tsx'
import { pageSearch } from '../../shell/page-search.ts'

type Row = RowOf<typeof listExpiringCertificates>

const spans = ['30', '90', '365', '1095'] as const
const usualSpan = '365'
const backDays = '90'
const soonest = { field: 'validTill', direction: 'asc' } as const

/** Which certificates of the trust store and of partners end when (ui.md 11, row 13). */
export default function CertificateExpiryPage() {
  const { t } = useText()
  const columns = useColumns()
  const list = useListState({
    sort: soonest,
    filters: ['days', 'expiredDays', 'kind', 'domain', 'partner'],
  })
  const { kind, domain, partner, days: asked } = list.filters
  const days = spans.find((span) => span === asked) ?? usualSpan
  const expiredDays = list.filters['expiredDays'] === backDays ? backDays : '0'
  return (
    <Page title={t('expiry.menu')}>
      <Surface title={t('expiry.byMonth')}>
        <Group mb="md" gap="lg">
          <SegmentedControl
            aria-label={t('expiry.span')}
            value={days}
            onChange={(span) => list.setFilters({ days: span })}
            data={spans.map((value) => ({ value, label: t(`expiry.span.${value}`) }))}
          />
          <Switch
            label={t('expiry.expired', { days: backDays })}
            checked={expiredDays === backDays}
            onChange={({ currentTarget: { checked } }) =>
              list.setFilters({ expiredDays: checked ? backDays : '' })
            }
          />
        </Group>
        <Months asked={{ days, expiredDays, kind, domain, partner }} />
      </Surface>
      <ContractList
        name="certificate-expiry"
        endpoint={listExpiringCertificates}
        label={t('expiry.menu')}
        columns={columns}
        keyOf={(row) => `${row.kind} ${row.certificateId}`}
        sort={soonest}
        fixed={{ days, expiredDays }}
        filters={[
          {
            name: 'kind',
            label: t('expiry.kind'),
            choices: expiryKinds.map((value) => ({ value, label: t(`expiry.kind.${value}`) })),
          },
          {
            name: 'domain',
            label: t('trust.domain'),
            choices: certificateDomains.map((value) => ({ value, label: value })),
          },
          { name: 'partner', label: t('fields.partner') },
        ]}
        empty={<Empty text={t('expiry.empty')} />}
      />
    </Page>
  )
}

function Months({ asked }: { asked: Record<string, string | undefined> }) {
  const { t, month: nameOf } = useText()
  // The address may hold anything; the server refuses what it does not know.
  const months = useRead(countExpiringCertificates, asked as never, { keepPrevious: true })
  return (
    <Loaded from={months}>
      {(found) => (
        <StackedBars
          label={t('expiry.byMonth')}
          barLabel={t('expiry.month')}
          series={expiryKinds.map((key) => ({ key, label: t(`expiry.kind.${key}`) }))}
          bars={found.map(({ month, ...values }) => ({
            key: month,
            label: nameOf(month, 'short'),
            longLabel: nameOf(month),
            values,
          }))}
        />
      )}
    </Loaded>
  )
}

function useColumns(): ListColumn<typeof listExpiringCertificates>[] {
  const { t, date, daysFromNow } = useText()
  return [
    {
      title: 'certificates.issuedTo',
      text: (row) => row.organizationName ?? row.issuedTo,
      cell: (row) => <Holder row={row} />,
    },
    { title: 'expiry.kind', part: 'line', cell: (row) => t(`expiry.kind.${row.kind}`) },
    { title: 'trust.domain', rank: 2, cell: (row) => row.domain ?? '–' },
    {
      title: 'certificates.validTill',
      part: 'end',
      sortField: 'validTill',
      cell: (row) => `${date(row.validTill)} (${daysFromNow(row.validTill)})`,
    },
    {
      title: 'fields.status',
      part: 'state',
      text: (row) => t(`status.${certificateStatus(row.validTill)}`),
      cell: (row) => <Status value={certificateStatus(row.validTill)} />,
    },
  ]
}

/** To the partner, or to the certificate in the trust store. */
function Holder({ row }: { row: Row }) {
  const { partnerId, issuedTo } = row
  if (partnerId !== null) {
    return (
      <Anchor component={Link} to={`/partners/${partnerId}`} fw={600}>
        {row.organizationName}
      </Anchor>
    )
  }
  const name = commonNameOf(issuedTo)
  return (
    <Anchor
      component={Link}
      to="/trust-store"
      search={pageSearch({ issuedTo: name, partnerDomain: row.domain ?? '' })}
      fw={600}
    >
      {name}
    </Anchor>
  )
}
