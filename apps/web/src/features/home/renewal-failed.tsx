import { listCertificateGenerations } from '@pmp/contract'
import { Alert, Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'

/** Tells a partner that its scheduled certificate could not be put into use, until it acts. */
export function RenewalFailed({ partnerId }: { partnerId: string }) {
  const { t } = useText()
  const certificates = useRead(listCertificateGenerations, { partnerId, pageNo: 0, pageSize: 1 })
  if (certificates.data?.data[0]?.state !== 'failed') return null
  return (
    <Alert color="red" variant="light" title={t('renewals.failed.title')}>
      <Anchor component={Link} to="/certificates/history" search={ofPartner(partnerId)} size="sm">
        <T id="certificates.history" />
      </Anchor>
    </Alert>
  )
}
