import { generateMispKey, isMispType } from '@pmp/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Page } from '../../ui/page.tsx'
import { LicenceKeys } from './licence-keys.tsx'

/** The licences of a MISP itself: it makes the first one, and switches them off and on. */
export function OwnLicences() {
  const { t } = useText()
  const { partners } = useSession()
  const active = partners.find((own) => isMispType(own.partnerType) && own.isActive)
  const empty = t(active ? 'licences.none' : 'licences.needsCertificate')
  return (
    <Page title={t('licences.menu')} description={t('licences.own.about')}>
      <LicenceKeys
        empty={empty}
        {...(active ? { action: <MakeFirst providerId={active.partnerId} /> } : {})}
      />
    </Page>
  )
}

/** The first licence; later ones come from the administrator. */
function MakeFirst({ providerId }: { providerId: string }) {
  const { t } = useText()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <T id="licences.make" />
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('licences.make')}
          text={t('licences.make.text')}
          confirmLabel={t('licences.make')}
          endpoint={generateMispKey}
          call={{ providerId }}
          done={t('licences.made')}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
