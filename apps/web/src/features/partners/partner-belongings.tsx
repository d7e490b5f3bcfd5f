import { listApiKeys, listPolicyRequests, type ResponseOf } from '@pmp/contract'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { pathOfKey } from '../../domain/api-key-path.ts'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { Status } from '../../domain/status.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { PartnerLicences } from './partner-licences.tsx'

type Request = ResponseOf<typeof listPolicyRequests>['data'][number]
type Key = ResponseOf<typeof listApiKeys>['data'][number]

/** Rows of each kind at most, of this partner alone; the lists of everything have the others. */
const newest = {
  partnerIdSearchType: 'equals',
  sortFieldName: 'createdDateTime',
  sortType: 'desc',
  pageNo: 0,
  pageSize: 50,
} as const

interface OfPartner {
  partnerId: string
}

interface BelongingsProps extends OfPartner {
  /** Licences in the place of API keys. */
  hasLicences: boolean
}

/** What belongs to a partner, by kind. */
export function PartnerBelongings({ partnerId, hasLicences }: BelongingsProps) {
  const { t } = useText()
  const requests = useRead(listPolicyRequests, { partnerId, ...newest })
  const keys = useRead(listApiKeys, { partnerId, ...newest }, { enabled: !hasLicences })
  return (
    <Tabs
      label={t('partners.belongings')}
      tabs={[
        {
          id: 'requests',
          label: t('requests.menu'),
          count: requests.data?.totalResults,
          content: <PartnerRequests partnerId={partnerId} />,
        },
        hasLicences
          ? {
              id: 'licences',
              label: t('licences.menu'),
              content: <PartnerLicences partnerId={partnerId} />,
            }
          : {
              id: 'keys',
              label: t('keys.menu'),
              count: keys.data?.totalResults,
              content: <PartnerKeys partnerId={partnerId} />,
            },
      ]}
    />
  )
}

function PartnerRequests({ partnerId }: OfPartner) {
  const { t, date } = useText()
  const requests = useRead(listPolicyRequests, { partnerId, ...newest })
  const columns: Column<Request>[] = [
    {
      title: 'fields.policy',
      cell: (row) => (
        <Anchor component={Link} to={`/policy-requests/${row.id}`} fw={600}>
          {row.policyName}
        </Anchor>
      ),
    },
    { title: 'fields.asked', cell: (row) => date(row.createdDateTime) },
    { title: 'fields.status', cell: (row) => <Status value={row.status} /> },
  ]
  return (
    <DataTable
      label={t('requests.menu')}
      columns={columns}
      rows={requests.data?.data}
      keyOf={(row) => row.id}
      error={requests.error}
      onRetry={() => void requests.refetch()}
      empty={<Empty text={t('partners.noRequests')} />}
    />
  )
}

function PartnerKeys({ partnerId }: OfPartner) {
  const { t, date } = useText()
  const keys = useRead(listApiKeys, { partnerId, ...newest })
  const columns: Column<Key>[] = [
    {
      title: 'keys.label',
      cell: (row) => (
        <Anchor component={Link} to={pathOfKey({ ...row, label: row.apiKeyLabel })} fw={600}>
          {row.apiKeyLabel}
        </Anchor>
      ),
    },
    { title: 'fields.policy', cell: (row) => row.policyName },
    { title: 'fields.created', cell: (row) => date(row.createdDateTime) },
    { title: 'fields.status', cell: (row) => <Status value={row.status} /> },
  ]
  return (
    <DataTable
      label={t('keys.menu')}
      columns={columns}
      rows={keys.data?.data}
      keyOf={(row) => `${row.policyId} ${row.apiKeyLabel}`}
      error={keys.error}
      onRetry={() => void keys.refetch()}
      empty={<Empty text={t('partners.noKeys')} />}
    />
  )
}
