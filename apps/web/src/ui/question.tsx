import { Button, Group, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { T } from '../i18n/text.tsx'
import { Dialog } from './dialog.tsx'
import { FailureAlert } from './failure.tsx'

export interface QuestionTexts {
  title: string
  text: ReactNode
  confirmLabel: string
  /** What leaving it as it is is called; absent: cancel. */
  cancelLabel?: string
  isDangerous?: boolean
  /** Whether it cannot be done as things are; `text` says why. */
  isBlocked?: boolean
  /** More to read before answering. */
  children?: ReactNode
  onClose: () => void
}

interface QuestionProps extends QuestionTexts {
  isPending?: boolean
  error?: unknown
  onConfirm: () => void
}

/** Asks before something is done; a refusal is shown inside. */
export function Question(props: QuestionProps) {
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <Stack>
        <Text size="sm">{props.text}</Text>
        {props.children}
        <FailureAlert error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose}>
            {props.cancelLabel ?? <T id="actions.cancel" />}
          </Button>
          <Button
            disabled={props.isBlocked ?? false}
            loading={props.isPending ?? false}
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
