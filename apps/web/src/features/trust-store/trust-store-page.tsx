import {
  certificateDomains,
  downloadTrustCertificate,
  listTrustCertificates,
  type ResponseOf,
} from '@pmp/contract'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAsk } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ContractList, Empty } from '../../ui/contract-list.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { download, pkcs7Type } from '../../ui/download.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { Page } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { Facts } from '../../ui/surface.tsx'
import { commonNameOf } from '../../ui/distinguished-name.ts'

type Row = ResponseOf<typeof listTrustCertificates>['data'][number]

/** The CA certificates of every domain (ui.md S24). */
export default function TrustStorePage() {
  const { t } = useText()
  const may = useMay()
  const [shown, setShown] = useState<Row | null>(null)
  const columns = useColumns(setShown)
  const upload = may('certificates.uploadCa') && (
    <Button component={Link} to="/trust-store/upload">
      <T id="trust.upload" />
    </Button>
  )
  return (
    <Page title={t('trust.menu')} description={t('trust.about')} actions={upload}>
      <ContractList
        name="trust-store"
        endpoint={listTrustCertificates}
        label={t('trust.menu')}
        columns={columns}
        keyOf={(row) => row.certId}
        sort={{ field: 'uploadedDateTime', direction: 'desc' }}
        filters={[
          { name: 'issuedTo', label: t('certificates.issuedTo') },
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
      {shown && <Details row={shown} onClose={() => setShown(null)} />}
    </Page>
  )
}

function useColumns(onShow: (row: Row) => void): Column<Row>[] {
  const { t, date } = useText()
  return [
    {
      title: 'certificates.issuedTo',
      sortField: 'issuedTo',
      text: (row) => row.issuedTo,
      cell: (row) => (
        <button type="button" className="text-button" onClick={() => onShow(row)}>
          {commonNameOf(row.issuedTo)}
        </button>
      ),
    },
    {
      title: 'certificates.issuedBy',
      sortField: 'issuedBy',
      cell: (row) => commonNameOf(row.issuedBy),
    },
    {
      title: 'trust.type',
      sortField: 'caCertificateType',
      cell: (row) => t(row.caCertificateType === 'ROOT' ? 'trust.root' : 'trust.intermediate'),
    },
    { title: 'trust.domain', sortField: 'partnerDomain', cell: (row) => row.partnerDomain },
    {
      title: 'certificates.validTill',
      sortField: 'validTill',
      cell: (row) => date(row.validTillDate),
    },
    {
      title: 'fields.status',
      text: (row) => t(row.status ? 'status.valid' : 'status.expired'),
      cell: (row) => <Status value={row.status ? 'valid' : 'expired'} />,
    },
  ]
}

/** Everything that is known of a trust certificate, and its file (ui.md S25). */
function Details({ row, onClose }: { row: Row; onClose: () => void }) {
  const { t, date, dateTime } = useText()
  const read = useAsk(downloadTrustCertificate)
  function save() {
    read.mutate(
      { certificateId: row.certId },
      {
        onSuccess: ({ p7bFile }) =>
          download(`${row.caCertificateType.toLowerCase()}-${row.certId}.p7b`, p7bFile, pkcs7Type),
      },
    )
  }
  return (
    <Dialog title={commonNameOf(row.issuedTo)} size="lg" onClose={onClose}>
      <Facts
        facts={[
          [t('fields.status'), <Status key="s" value={row.status ? 'valid' : 'expired'} />],
          [t('trust.domain'), row.partnerDomain],
          [t('certificates.issuedTo'), <bdi key="to">{row.issuedTo}</bdi>],
          [t('certificates.issuedBy'), <bdi key="by">{row.issuedBy}</bdi>],
          [t('certificates.validFrom'), date(row.validFromDate)],
          [t('certificates.validTill'), date(row.validTillDate)],
          [t('trust.uploadedAt'), dateTime(row.uploadTime)],
          [t('fields.id'), <code key="id">{row.certId}</code>],
          [
            t('trust.thumbprint'),
            <code key="thumbprint" dir="ltr">
              {row.certThumbprint}
            </code>,
          ],
        ]}
      />
      <FailureAlert error={read.error} />
      <Button mt="lg" variant="default" loading={read.isPending} onClick={save}>
        <T id="trust.download" />
      </Button>
    </Dialog>
  )
}
