import { certificateDomains, listTrustCertificates, type RowOf } from '@pmp/contract'
import { Anchor, Button, Group } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ContractList, Empty, type ListColumn } from '../../ui/contract-list.tsx'
import { SmallValidity } from '../../domain/certificates/validity-bar.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../domain/status.tsx'
import { commonNameOf } from '../../domain/certificates/distinguished-name.ts'

type Row = RowOf<typeof listTrustCertificates>

/** The CA certificates of every domain as a list (ui.md S24). */
export default function TrustListPage() {
  const { t } = useText()
  const may = useMay()
  const columns = useColumns()
  const upload = may('certificates.uploadCa') && (
    <Button component={Link} to="/trust-store/upload">
      <T id="trust.upload" />
    </Button>
  )
  return (
    <Page
      title={t('trust.list')}
      above={{ to: '/trust-store', title: 'trust.menu' }}
      actions={
        <Group gap="sm">
          <Button component={Link} to="/trust-store" variant="default">
            <T id="trust.asTree" />
          </Button>
          {upload}
        </Group>
      }
    >
      <ContractList
        name="trust-store"
        endpoint={listTrustCertificates}
        label={t('trust.menu')}
        columns={columns}
        keyOf={(row) => row.certId}
        sort={{ field: 'uploadedDateTime', direction: 'desc' }}
        filters={[
          { name: 'issuedTo', label: t('certificates.issuedTo') },
          { name: 'issuedBy', label: t('certificates.issuedBy') },
          {
            name: 'partnerDomain',
            label: t('trust.domain'),
            choices: certificateDomains.map((value) => ({ value, label: value })),
          },
          {
            name: 'caCertificateType',
            label: t('trust.type'),
            choices: [
              { value: 'ROOT', label: t('trust.root') },
              { value: 'INTERMEDIATE', label: t('trust.intermediate') },
            ],
          },
        ]}
        empty={<Empty text={t('trust.empty')} action={upload} />}
      />
    </Page>
  )
}

function stateOf({ isRevoked, status }: Row): 'revoked' | 'valid' | 'expired' {
  if (isRevoked) return 'revoked'
  return status ? 'valid' : 'expired'
}

function useColumns(): ListColumn<typeof listTrustCertificates>[] {
  const { t, dateTime } = useText()
  return [
    {
      title: 'certificates.issuedTo',
      sortField: 'issuedTo',
      text: (row) => row.issuedTo,
      cell: (row) => (
        <Anchor component={Link} to={`/trust-store/${row.certId}`} fw={600} size="sm">
          <bdi>{commonNameOf(row.issuedTo)}</bdi>
        </Anchor>
      ),
    },
    {
      title: 'certificates.issuedBy',
      part: 'line',
      sortField: 'issuedBy',
      cell: (row) => <bdi>{commonNameOf(row.issuedBy)}</bdi>,
    },
    {
      title: 'trust.type',
      rank: 2,
      sortField: 'caCertificateType',
      cell: (row) => t(row.caCertificateType === 'ROOT' ? 'trust.root' : 'trust.intermediate'),
    },
    { title: 'trust.domain', sortField: 'partnerDomain', cell: (row) => row.partnerDomain },
    ...useValidity(),
    {
      title: 'trust.uploadedAt',
      sortField: 'uploadedDateTime',
      isExtra: true,
      cell: (row) => dateTime(row.uploadTime),
    },
    {
      title: 'fields.id',
      sortField: 'certificateId',
      isExtra: true,
      cell: (row) => <code dir="ltr">{row.certId}</code>,
    },
    {
      title: 'fields.status',
      part: 'state',
      text: (row) => t(`status.${stateOf(row)}`),
      cell: (row) => <Status value={stateOf(row)} />,
    },
  ]
}

function useValidity(): ListColumn<typeof listTrustCertificates>[] {
  const { date } = useText()
  return [
    {
      title: 'certificates.validFrom',
      sortField: 'validFrom',
      isExtra: true,
      cell: (row) => date(row.validFromDate),
    },
    {
      title: 'certificates.validTill',
      part: 'end',
      sortField: 'validTill',
      text: (row) => date(row.validTillDate),
      cell: (row) => (
        <span title={date(row.validTillDate)}>
          <SmallValidity from={row.validFromDate} till={row.validTillDate} />
        </span>
      ),
    },
  ]
}
