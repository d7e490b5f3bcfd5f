import { Button, Group, Modal, Stack, Text, type ModalProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { FailureAlert } from './failure.tsx'

interface DialogProps {
  title: ReactNode
  onClose: () => void
  size?: ModalProps['size']
  children: ReactNode
}

/** A dialog that is open as long as it is rendered; Escape and its button close it. */
export function Dialog({ title, onClose, size, children }: DialogProps) {
  const { t } = useText()
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('actions.close') }}
      {...(size ? { size } : {})}
    >
      {children}
    </Modal>
  )
}

/** A dialog that only an answer closes. */
export function BindingDialog({ title, size, children }: Omit<DialogProps, 'onClose'>) {
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

interface ConfirmDialogProps {
  title: string
  text: ReactNode
  confirmLabel: string
  isDangerous?: boolean
  /** Whether it cannot be done as things are; `text` says why. */
  isBlocked?: boolean
  /** More to read before answering. */
  children?: ReactNode
  isPending: boolean
  error: unknown
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be taken back; a refusal is shown inside. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <Stack>
        <Text size="sm">{props.text}</Text>
        {props.children}
        <FailureAlert error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            <T id="actions.cancel" />
          </Button>
          <Button
            disabled={props.isBlocked ?? false}
            loading={props.isPending}
            onClick={props.onConfirm}
            {...(props.isDangerous ? { color: 'red' } : {})}
          >
            {props.confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
