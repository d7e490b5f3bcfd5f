import { withdrawOwner } from '@pmp/contract'
import { Button, type ButtonProps } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface WithdrawButtonProps extends Pick<ButtonProps, 'size'> {
  userId: string
}

/** Asks, and takes a name from the person who owns it. */
export function WithdrawButton({ userId, ...button }: WithdrawButtonProps) {
  const { t } = useText()
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button
        {...button}
        variant="default"
        aria-label={t('persons.withdrawOf', { name: userId })}
        onClick={() => setAsking(true)}
      >
        <T id="persons.withdraw" />
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('persons.withdrawOf', { name: userId })}
          text={t('persons.withdraw.text')}
          confirmLabel={t('persons.withdraw')}
          isDangerous
          endpoint={withdrawOwner}
          call={{ userId }}
          done={t('persons.withdrawn', { name: userId })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
