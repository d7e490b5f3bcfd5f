import {
  liftPartnerCertificateHold,
  readCertificateStatus,
  revokePartnerCertificate,
  type ResponseOf,
} from '@pmp/contract'
import { Group, Stack } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { LiftButton } from '../../domain/revocations/lift-button.tsx'
import { RevocationNotice } from '../../domain/revocations/revocation-notice.tsx'
import { RevokeButton } from '../../domain/revocations/revoke-button.tsx'
import { useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'

type Current = ResponseOf<typeof readCertificateStatus>

/** Whether the certificate of a partner is revoked, and the way to revoke it. */
export function CertificateRevocation({ partnerId, name }: { partnerId: string; name: string }) {
  const may = useMay()
  const { data } = useRead(readCertificateStatus, { partnerId })
  if (!data?.certificateId) return null
  const { certificateId, revocation } = data
  const isFinal = revocation !== null && !revocation.isHold
  return (
    <Stack>
      {revocation && <RevocationNotice revocation={revocation} />}
      {may('revocations.manage') && !isFinal && (
        <Change certificateId={certificateId} name={name} revocation={revocation} />
      )}
    </Stack>
  )
}

interface ChangeProps extends Pick<Current, 'revocation'> {
  certificateId: string
  name: string
}

function Change({ certificateId, name, revocation }: ChangeProps) {
  const { t } = useText()
  return (
    <Group gap="sm">
      {revocation && (
        <LiftButton
          endpoint={liftPartnerCertificateHold}
          certificateId={certificateId}
          name={name}
        />
      )}
      <RevokeButton
        endpoint={revokePartnerCertificate}
        certificateId={certificateId}
        name={name}
        effect={t('revocation.reach.partner')}
        isOnHold={revocation !== null}
      />
    </Group>
  )
}
