import { Alert, Stack } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { ActingFor, useAbove } from '../../shell/acting-for.tsx'
import { useLeaveGuard } from '../../ui/leave-guard.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { MadeRequest } from './certificate-request.ts'
import { useChosenPartner, type ChosenPartner } from './chosen-partner.ts'
import { MadeRequestFiles } from './made-request-files.tsx'
import { certificatesPage, NoPartner } from './no-partner.tsx'
import { RequestForm } from './request-form.tsx'

/** Makes a private key and the request for its certificate, in the browser alone. */
export default function MakeRequestPage() {
  const { t } = useText()
  const chosen = useChosenPartner()
  const above = useAbove(chosen.data?.partnerId, certificatesPage)
  if (!chosen.data && !chosen.isPending && !chosen.error)
    return <NoPartner title={t('csr.title')} />
  return (
    <Page title={t('csr.title')} description={t('csr.about')} above={above}>
      <Loaded from={chosen}>
        {(partner) => <Maker key={partner.partnerId} partner={partner} />}
      </Loaded>
    </Page>
  )
}

function Maker({ partner }: { partner: ChosenPartner }) {
  const [made, setMade] = useState<MadeRequest>()
  const [isKept, setKept] = useState(false)
  const question = useLeaveGuard(() => made !== undefined && !isKept)
  // Browsers make keys only where nobody on the way can have changed the page.
  if (!window.isSecureContext) {
    return (
      <Alert color="yellow" className="verdict-partial">
        <T id="csr.insecure" />
      </Alert>
    )
  }
  return (
    <Stack gap="lg">
      {question}
      <ActingFor partnerId={partner.partnerId} name={partner.organizationName} />
      {made ? (
        <MadeRequestFiles partnerId={partner.partnerId} made={made} onKept={() => setKept(true)} />
      ) : (
        <Surface>
          <RequestForm partner={partner} onMade={setMade} />
        </Surface>
      )}
    </Stack>
  )
}
