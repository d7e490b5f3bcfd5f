import {
  liftPartnerCertificateHold,
  readCertificateStatus,
  revokePartnerCertificate,
  type ResponseOf,
} from '@pmp/contract'
import { Button, Group, Stack } from '@mantine/core'
import { useChange, useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { useNotify } from '../../ui/notify.ts'
import { RevocationNotice } from '../../domain/revocations/revocation-notice.tsx'
import { RevokeButton } from '../../domain/revocations/revoke-button.tsx'

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
  const notify = useNotify()
  const revoke = useChange(revokePartnerCertificate)
  const lift = useChange(liftPartnerCertificateHold)
  return (
    <>
      <FailureAlert error={lift.error} />
      <Group gap="sm">
        {revocation && (
          <Button
            variant="default"
            loading={lift.isPending}
            onClick={() =>
              lift.mutate(
                { certificateId },
                { onSuccess: () => notify(t('revocation.lifted', { name })) },
              )
            }
          >
            <T id="revocation.lift" />
          </Button>
        )}
        <RevokeButton
          name={name}
          effect={t('revocation.reach.partner')}
          isOnHold={revocation !== null}
          isPending={revoke.isPending}
          error={revoke.error}
          onRevoke={(revocation, whenSent) =>
            revoke.mutate({ certificateId, ...revocation }, whenSent)
          }
        />
      </Group>
    </>
  )
}
