import { liftTrustCertificateHold, revokeTrustCertificate } from '@pmp/contract'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useNotify } from '../../ui/notify.ts'
import { RevokeButton } from '../../domain/revocations/revoke-button.tsx'
import { commonNameOf } from '../../domain/certificates/distinguished-name.ts'
import type { TrustCertificate } from './trust-certificate.ts'

/** Revokes a trust certificate, or lifts its hold. */
export function Revocation({ certificate }: { certificate: TrustCertificate }) {
  const { revocation } = certificate
  if (revocation && !revocation.isHold) return null
  return (
    <>
      {revocation && <Lift certificate={certificate} />}
      <Revoke certificate={certificate} />
    </>
  )
}

function Revoke({ certificate }: { certificate: TrustCertificate }) {
  const { t } = useText()
  const change = useChange(revokeTrustCertificate)
  const { certId: certificateId, partnerDomain: domain, below } = certificate
  return (
    <RevokeButton
      name={commonNameOf(certificate.issuedTo)}
      effect={t('revocation.reach', {
        domain,
        authorities: below.authorities,
        partners: below.partnerCertificates,
      })}
      isOnHold={certificate.revocation !== null}
      isPending={change.isPending}
      error={change.error}
      onRevoke={(revocation, whenSent) => change.mutate({ certificateId, ...revocation }, whenSent)}
    />
  )
}

function Lift({ certificate }: { certificate: TrustCertificate }) {
  const { t } = useText()
  const notify = useNotify()
  const [isAsking, setAsking] = useState(false)
  const change = useChange(liftTrustCertificateHold)
  const name = commonNameOf(certificate.issuedTo)
  function lift() {
    change.mutate(
      { certificateId: certificate.certId },
      {
        onSuccess: () => {
          notify(t('revocation.lifted', { name }))
          setAsking(false)
        },
      },
    )
  }
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
          isPending={change.isPending}
          error={change.error}
          onConfirm={lift}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
