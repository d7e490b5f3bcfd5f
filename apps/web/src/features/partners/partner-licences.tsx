import { listMispLicences, type RowOf } from '@pmp/contract'
import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { Status } from '../../domain/status.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { Surface } from '../../ui/surface.tsx'

type Licence = RowOf<typeof listMispLicences>

const newest = {
  sortFieldName: 'createdDateTime',
  sortType: 'desc',
  pageNo: 0,
  pageSize: 50,
} as const

/** The newest licences of a MISP, which take the place of API keys there. */
export function PartnerLicences({ partnerId }: { partnerId: string }) {
  const { t, date } = useText()
  const licences = useRead(listMispLicences, { partnerId, ...newest })
  const columns: Column<Licence>[] = [
    {
      title: 'licences.name',
      cell: (row) => (
        <Anchor component={Link} to={`/misp-licences/${row.mispLicenseId}`} fw={600}>
          {row.mispLicenseKeyName ?? t('licences.unnamed')}
        </Anchor>
      ),
    },
    { title: 'fields.policy', cell: (row) => row.policyName ?? '–' },
    { title: 'fields.created', cell: (row) => date(row.createdDateTime) },
    {
      title: 'fields.status',
      cell: (row) => <Status value={row.status === 'ACTIVE' ? 'activated' : 'deactivated'} />,
    },
  ]
  return (
    <Surface
      title={t('licences.menu')}
      aside={
        <Anchor component={Link} to="/misp-licences/new" search={ofPartner(partnerId)} size="sm">
          <T id="licences.new" />
        </Anchor>
      }
    >
      <DataTable
        label={t('licences.menu')}
        columns={columns}
        // The list finds ids by a part of them.
        rows={licences.data?.data.filter((row) => row.partnerId === partnerId)}
        keyOf={(row) => row.mispLicenseId}
        error={licences.error}
        onRetry={() => void licences.refetch()}
        empty={<Empty text={t('licences.empty')} />}
      />
    </Surface>
  )
}
