import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { useNotify } from '../../ui/notify.ts'
import type { RevocationReason } from './revocation-reasons.ts'
import { RevokeDialog } from './revoke-dialog.tsx'

interface RevokeButtonProps {
  name: string
  /** What is no longer accepted afterwards. */
  effect: string
  isOnHold: boolean
  isPending: boolean
  error: unknown
  /** Sends it; `onSuccess` closes the dialog. */
  onRevoke: (
    revocation: { reason: RevocationReason; remark: string },
    whenSent: { onSuccess: () => void },
  ) => void
}

/** Opens the dialog that revokes a certificate, and says when it is done. */
export function RevokeButton({ name, effect, onRevoke, ...state }: RevokeButtonProps) {
  const { t } = useText()
  const notify = useNotify()
  const [isAsking, setAsking] = useState(false)

  function finish() {
    notify(t('revocation.done', { name }))
    setAsking(false)
  }

  return (
    <>
      <Button color="red" variant="outline" className="reject" onClick={() => setAsking(true)}>
        <T id="revocation.revoke" />
      </Button>
      {isAsking && (
        <RevokeDialog
          {...state}
          name={name}
          effect={<Text size="sm">{effect}</Text>}
          onRevoke={(reason, remark) => onRevoke({ reason, remark }, { onSuccess: finish })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
