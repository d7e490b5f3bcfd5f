import { revocationReasons } from '@pmp/contract'
import { Alert, Button, Group, Select, Stack, Textarea } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { reasonTexts, type RevocationReason } from './revocation-reasons.ts'

const longestRemark = 500

interface RevokeDialogProps {
  name: string
  /** What is no longer accepted afterwards. */
  effect: ReactNode
  /** It is on hold already, so only final reasons are left. */
  isOnHold: boolean
  isPending: boolean
  error: unknown
  onRevoke: (reason: RevocationReason, remark: string) => void
  onClose: () => void
}

/** Asks for what reason a certificate is revoked; only a hold can be taken back. */
export function RevokeDialog(props: RevokeDialogProps) {
  const { name, effect, isOnHold, isPending, error, onRevoke, onClose } = props
  const { t } = useText()
  const [reason, setReason] = useState<RevocationReason | null>(null)
  const [remark, setRemark] = useState('')
  const [isMissing, setMissing] = useState(false)
  const reasons = revocationReasons.filter((one) => !isOnHold || one !== 'certificateHold')

  function revoke() {
    setMissing(reason === null)
    if (reason) onRevoke(reason, remark)
  }

  return (
    <Dialog title={t('revocation.revokeOf', { name })} onClose={onClose}>
      <Stack>
        {effect}
        <Select
          label={t('revocation.reason')}
          placeholder={t('revocation.reason.choose')}
          withAsterisk
          data={reasons.map((value) => ({ value, label: t(reasonTexts[value]) }))}
          value={reason}
          error={isMissing ? t('forms.required') : undefined}
          onChange={(value) => setReason(value)}
        />
        <Textarea
          label={t('revocation.remark')}
          description={t('revocation.remark.hint')}
          autosize
          minRows={2}
          maxLength={longestRemark}
          value={remark}
          onChange={(event) => setRemark(event.currentTarget.value)}
        />
        {reason && (
          <Alert color={reason === 'certificateHold' ? 'blue' : 'yellow'} role="status">
            {t(reason === 'certificateHold' ? 'revocation.isHold' : 'revocation.isFinal')}
          </Alert>
        )}
        <FailureAlert error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <T id="actions.cancel" />
          </Button>
          <Button color="red" loading={isPending} onClick={revoke}>
            <T id="revocation.revoke" />
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
