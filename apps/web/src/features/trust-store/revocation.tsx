import { liftTrustCertificateHold, revokeTrustCertificate } from '@pmp/contract'
import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useNotify } from '../../ui/notify.ts'
import { RevokeDialog } from '../../ui/revoke-dialog.tsx'
import { commonNameOf } from '../../ui/distinguished-name.ts'
import type { TrustCertificate } from './trust-certificate-page.tsx'

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
  const notify = useNotify()
  const [isAsking, setAsking] = useState(false)
  const change = useChange(revokeTrustCertificate)
  const { certId: certificateId, partnerDomain: domain, below } = certificate
  const name = commonNameOf(certificate.issuedTo)
  return (
    <>
      <Button color="red" variant="outline" className="reject" onClick={() => setAsking(true)}>
        <T id="revocation.revoke" />
      </Button>
      {isAsking && (
        <RevokeDialog
          name={name}
          isOnHold={certificate.revocation !== null}
          effect={
            <Text size="sm">
              {t('revocation.reach', {
                domain,
                authorities: below.authorities,
                partners: below.partnerCertificates,
              })}
            </Text>
          }
          isPending={change.isPending}
          error={change.error}
          onRevoke={(reason, remark) =>
            change.mutate(
              { certificateId, reason, remark },
              {
                onSuccess: () => {
                  notify(t('revocation.done', { name }))
                  setAsking(false)
                },
              },
            )
          }
          onClose={() => setAsking(false)}
        />
      )}
    </>
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
