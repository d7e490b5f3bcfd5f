import { readPoliciesToAsk } from '@pmp/contract'
import { Alert, Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ActingFor, ofPartner, useAbove, usePartnerId } from '../../shell/acting-for.tsx'
import { useSession } from '../../shell/session.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { AskForm } from './ask-form.tsx'

/** A partner asks for a policy of its group, step by step (ui.md S7). */
export default function AskPage() {
  const { t } = useText()
  const partnerId = usePartnerId()
  const above = useAbove(partnerId, { to: '/policy-requests', title: 'requests.menu' })
  return (
    <Page title={t('requests.new')} description={t('requests.new.about')} above={above}>
      {partnerId === undefined ? <NotYet /> : <Asking key={partnerId} partnerId={partnerId} />}
    </Page>
  )
}

function Asking({ partnerId }: { partnerId: string }) {
  const askable = useRead(readPoliciesToAsk, { partnerId })
  return (
    <Loaded from={askable}>
      {(data) => (
        <Stack gap="lg">
          <ActingFor partnerId={partnerId} name={data.partner.organizationName} />
          {data.partner.isActive && data.partner.policyGroupName !== null ? (
            <AskForm askable={data} />
          ) : (
            <NotYet partnerId={partnerId} />
          )}
        </Stack>
      )}
    </Loaded>
  )
}

/** Who is not active yet uploads a certificate first; the reader may have another partner that is. */
function NotYet({ partnerId }: { partnerId?: string }) {
  const { partners } = useSession()
  const other = partners.find((own) => own.isActive && own.policyGroupName !== null)
  return (
    <Stack align="flex-start">
      <Alert color="yellow" role="note">
        <T id="requests.needsCertificate" />
      </Alert>
      <Button
        component={Link}
        to="/certificates/upload"
        {...(partnerId === undefined ? {} : { search: ofPartner(partnerId) })}
      >
        <T id="certificates.upload" />
      </Button>
      {other && (
        <Button
          component={Link}
          to="/policy-requests/new"
          variant="default"
          search={ofPartner(other.partnerId)}
        >
          <T id="asking.otherPartner" values={{ name: other.organizationName }} />
        </Button>
      )}
    </Stack>
  )
}
