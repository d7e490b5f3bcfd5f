import { listAdminPartners, partnerTypes, type RowOf } from '@pmp/contract'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../domain/status.tsx'

type Row = RowOf<typeof listAdminPartners>

/** Partners of every type, for those who govern them (ui.md S27). */
export default function PartnersPage() {
  const { t } = useText()
  const columns = useColumns()
  const create = (
    <Button component={Link} to="/partners/new">
      <T id="partners.new" />
    </Button>
  )
  return (
    <Page title={t('partners.menu')} actions={create}>
      <ContractList
        name="partners"
        endpoint={listAdminPartners}
        label={t('partners.menu')}
        columns={columns}
        keyOf={(row) => row.partnerId}
        sort={{ field: 'createdDateTime', direction: 'desc' }}
        filters={[
          { name: 'orgName', label: t('fields.organization') },
          { name: 'partnerId', label: t('fields.partnerId') },
          {
            name: 'partnerType',
            label: t('fields.partnerType'),
            choices: partnerTypes.map(({ code }) => ({
              value: code,
              label: t(`partnerTypes.${code}`),
            })),
          },
          {
            name: 'isActive',
            label: t('fields.status'),
            choices: [
              { value: 'true', label: t('status.activated') },
              { value: 'false', label: t('status.not_active') },
            ],
          },
        ]}
        empty={<Empty text={t('partners.empty')} action={create} />}
      />
    </Page>
  )
}

function useColumns(): ListColumn<typeof listAdminPartners>[] {
  const { t, tMaybe, date } = useText()
  return [
    {
      title: 'fields.organization',
      sortField: 'orgName',
      text: (row) => row.orgName,
      cell: (row) => (
        <span className="who">
          <Mark id={row.partnerId} name={row.orgName} />
          <Link to={`/partners/${row.partnerId}`} className="cut">
            {row.orgName}
          </Link>
        </span>
      ),
    },
    {
      title: 'fields.partnerId',
      rank: 3,
      sortField: 'partnerId',
      cell: (row) => <code>{row.partnerId}</code>,
      text: (row) => row.partnerId,
    },
    {
      title: 'fields.partnerType',
      part: 'line',
      sortField: 'partnerType',
      cell: (row) => tMaybe(`partnerTypes.${row.partnerType}`) ?? row.partnerType,
    },
    {
      title: 'fields.policyGroup',
      rank: 2,
      sortField: 'policyGroupName',
      cell: (row) => row.policyGroupName ?? '–',
    },
    {
      title: 'fields.email',
      isExtra: true,
      cell: (row) => row.emailAddress ?? '–',
    },
    {
      title: 'partners.certificate',
      part: 'end',
      sortField: 'certificateUploadStatus',
      cell: (row) =>
        t(
          row.certificateUploadStatus === 'uploaded' ? 'partners.uploaded' : 'partners.notUploaded',
        ),
    },
    {
      title: 'fields.created',
      isExtra: true,
      sortField: 'createdDateTime',
      cell: (row) => date(row.createdDateTime),
    },
    useStatusColumn(),
  ]
}

function useStatusColumn(): ListColumn<typeof listAdminPartners> {
  const { t } = useText()
  return {
    title: 'fields.status',
    part: 'state',
    sortField: 'status',
    text: (row) => t(`status.${statusOf(row)}`),
    cell: (row) => <Status value={statusOf(row)} />,
  }
}

/** The list's words in those of the portal: who never was active is not deactivated. */
function statusOf({ status }: Row): 'activated' | 'deactivated' | 'not_active' {
  if (status === 'active') return 'activated'
  return status === 'deactivated' ? 'deactivated' : 'not_active'
}
