import { listPolicyRequests, readClientRules } from '@pmp/contract'
import { Alert, Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { NewClientForm } from './new-client-form.tsx'

/** A partner makes a client for one of its approved policies (ui.md S9). */
export default function NewClientPage() {
  const { t } = useText()
  const { partners } = useSession()
  const rules = useRead(readClientRules, {})
  const approved = useRead(listPolicyRequests, { status: 'approved', partnerType: 'Auth_Partner' })
  const ownIds = partners.flatMap(({ partnerId, isActive }) => (isActive ? [partnerId] : []))
  return (
    <Page
      title={t('clients.new')}
      description={t('clients.new.about')}
      above={{ to: '/oidc-clients', title: 'clients.menu' }}
    >
      <Loaded from={approved}>
        {({ data }) => {
          const own = data.filter(({ partnerId }) => ownIds.includes(partnerId))
          return own.length === 0 ? (
            <NeedsApproval />
          ) : (
            <Loaded from={rules}>
              {(known) => <NewClientForm approved={own} rules={known} />}
            </Loaded>
          )
        }}
      </Loaded>
    </Page>
  )
}

function NeedsApproval() {
  return (
    <Stack align="flex-start">
      <Alert color="yellow">
        <T id="clients.needsApproval" />
      </Alert>
      <Button component={Link} to="/policy-requests">
        <T id="requests.show" />
      </Button>
    </Stack>
  )
}
