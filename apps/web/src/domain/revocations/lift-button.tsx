import type { liftPartnerCertificateHold, liftTrustCertificateHold } from '@pmp/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface LiftButtonProps {
  endpoint: typeof liftTrustCertificateHold | typeof liftPartnerCertificateHold
  certificateId: string
  name: string
}

/** Asks, and lifts the hold of a certificate. */
export function LiftButton({ endpoint, certificateId, name }: LiftButtonProps) {
  const { t } = useText()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        <T id="revocation.lift" />
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('revocation.liftOf', { name })}
          text={t('revocation.lift.text')}
          confirmLabel={t('revocation.lift')}
          endpoint={endpoint}
          call={{ certificateId }}
          done={t('revocation.lifted', { name })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
