import { liftTrustCertificateHold, revokeTrustCertificate } from '@pmp/contract'
import { commonNameOf } from '../../domain/certificates/distinguished-name.ts'
import { LiftButton } from '../../domain/revocations/lift-button.tsx'
import { RevokeButton } from '../../domain/revocations/revoke-button.tsx'
import { useText } from '../../i18n/text.tsx'
import type { TrustCertificate } from './trust-certificate.ts'

/** Revokes a trust certificate, or lifts its hold. */
export function Revocation({ certificate }: { certificate: TrustCertificate }) {
  const { t } = useText()
  const { certId: certificateId, partnerDomain: domain, below, revocation } = certificate
  if (revocation && !revocation.isHold) return null
  const name = commonNameOf(certificate.issuedTo)
  return (
    <>
      {revocation && (
        <LiftButton endpoint={liftTrustCertificateHold} certificateId={certificateId} name={name} />
      )}
      <RevokeButton
        endpoint={revokeTrustCertificate}
        certificateId={certificateId}
        name={name}
        effect={t('revocation.reach', {
          domain,
          authorities: below.authorities,
          partners: below.partnerCertificates,
        })}
        isOnHold={revocation !== null}
      />
    </>
  )
}
