import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { RequestTable } from './request-table.tsx'

/** A partner's own requests (ui.md S5). */
export default function PolicyRequestsPage() {
  const { t } = useText()
  const may = useMay()
  const ask = may('policyRequests.submit') && (
    <Button component={Link} to="/policy-requests/new">
      <T id="requests.new" />
    </Button>
  )
  return (
    <Page title={t('requests.menu')} actions={ask}>
      <RequestTable
        label={t('requests.menu')}
        showPartner={false}
        empty={<Empty text={t('requests.empty')} action={ask} />}
      />
    </Page>
  )
}
