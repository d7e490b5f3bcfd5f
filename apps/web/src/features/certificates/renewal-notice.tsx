import { cancelRenewal } from '@pmp/contract'
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Icon } from '../../ui/icon.tsx'
import { useEndReason, type Generations } from './generation.ts'

/** What comes next: the certificate that waits for its time, or why the last one could not be used. */
export function RenewalNotice({ certificates }: { certificates: Generations }) {
  const { renewal, data } = certificates
  const { t, dateTime } = useText()
  const reasonOf = useEndReason()
  const [newest] = data
  if (renewal?.activateAt) return <Scheduled certificates={certificates} />
  if (newest?.state !== 'failed' || !newest.activateAt) return null
  return (
    <Alert color="red" variant="light" title={t('renewals.failed.title')}>
      <Text size="sm">
        {t('renewals.failed.text', { time: dateTime(newest.activateAt) })} {reasonOf(newest)}
      </Text>
    </Alert>
  )
}

function Scheduled({ certificates: { renewal, partner } }: { certificates: Generations }) {
  const { t, dateTime, daysFromNow } = useText()
  const [isCancelling, setCancelling] = useState(false)
  if (!renewal?.activateAt) return null
  const time = `${dateTime(renewal.activateAt)} (${daysFromNow(renewal.activateAt)})`
  return (
    <Alert
      variant="light"
      role="note"
      icon={<Icon name="clock" />}
      title={t('renewals.scheduled.title')}
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('renewals.scheduled.text', { time })}</Text>
        <Group gap="sm">
          <Button size="xs" variant="default" onClick={() => setCancelling(true)}>
            <T id="renewals.cancel" />
          </Button>
          <Button
            size="xs"
            variant="default"
            component={Link}
            to="/certificates/upload"
            search={ofPartner(partner.partnerId)}
          >
            <T id="renewals.replace" />
          </Button>
        </Group>
      </Stack>
      {isCancelling && (
        <CancelRenewal
          partnerId={partner.partnerId}
          renewalId={renewal.generationId}
          time={time}
          onClose={() => setCancelling(false)}
        />
      )}
    </Alert>
  )
}

interface CancelRenewalProps {
  partnerId: string
  renewalId: string
  time: string
  onClose: () => void
}

function CancelRenewal({ partnerId, renewalId, time, onClose }: CancelRenewalProps) {
  const { t } = useText()
  return (
    <ConfirmDialog
      title={t('renewals.cancel.title')}
      text={t('renewals.cancel.text', { time })}
      confirmLabel={t('renewals.cancel')}
      endpoint={cancelRenewal}
      call={{ partnerId, renewalId }}
      done={t('renewals.cancelled')}
      onClose={onClose}
    />
  )
}
