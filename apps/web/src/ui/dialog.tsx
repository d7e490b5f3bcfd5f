import { Modal, type ModalProps } from '@mantine/core'
import { useEffect, useState, type ReactNode } from 'react'
import { useText } from '../i18n/text.tsx'

interface DialogProps {
  title: ReactNode
  onClose: () => void
  size?: ModalProps['size'] | undefined
  /** Another dialog is open above it, which Escape closes first. */
  isBelow?: boolean
  children: ReactNode
}

/** Gives the focus back to what had it before, once the dialog is gone. */
function useFocusReturn() {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    },
    [opener],
  )
}

/** A dialog that is open as long as it is rendered; Escape and its button close it. */
export function Dialog({ title, onClose, size, isBelow = false, children }: DialogProps) {
  const { t } = useText()
  useFocusReturn()
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      centered
      closeOnEscape={!isBelow}
      closeButtonProps={{ 'aria-label': t('actions.close') }}
      {...(size ? { size } : {})}
    >
      {children}
    </Modal>
  )
}

/** A dialog that only an answer closes. */
export function BindingDialog({ title, size, children }: Omit<DialogProps, 'onClose'>) {
  useFocusReturn()
  return (
    <Modal
      opened
      onClose={() => {}}
      title={title}
      centered
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      {...(size ? { size } : {})}
    >
      {children}
    </Modal>
  )
}
