import {
  previewDeactivation,
  type CallOf,
  type Endpoint,
  type FailureName,
  type ResponseOf,
} from '@pmp/contract'
import { failures } from '@pmp/contract'
import { Alert, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Loaded } from '../../ui/page.tsx'
import { Dependents } from './dependents.tsx'

interface DeactivationDialogProps<E extends Endpoint> {
  /** What ends: its kind and its id; of an API key also its policy and its label. */
  subject: CallOf<typeof previewDeactivation>
  /** What people call it. */
  name: string
  /** What it means that it ends, besides what hangs on it. */
  text: ReactNode
  endpoint: E
  /** The call that an agreement makes. */
  call: CallOf<E>
  /** What to say in passing when it is done. */
  done: string
  onDone?: (response: ResponseOf<E>) => void
  /** In place of the bare reason why it cannot be done as things are. */
  refused?: ReactNode
  children?: ReactNode
  onClose: () => void
}

/**
 * Asks before something ends, and tells what stops with it, with numbers and names; not to be confirmed
 * before that is known, nor while it would be refused.
 */
export function DeactivationDialog<E extends Endpoint>(props: DeactivationDialogProps<E>) {
  const { subject, name, refused, children, ...asked } = props
  const { t } = useText()
  const preview = useRead(previewDeactivation, subject)
  const isPossible = preview.data?.refusal === null
  return (
    <ConfirmDialog
      {...asked}
      title={t('deactivation.title', { name })}
      confirmLabel={t('deactivation.confirm', { name })}
      cancelLabel={t('deactivation.keep')}
      isDangerous
      isBlocked={!isPossible}
    >
      <Loaded from={preview}>
        {(told) => (
          <Stack gap="sm">
            {told.refusal === null ? (
              <Dependents preview={told} />
            ) : (
              (refused ?? <Refusal name={told.refusal} />)
            )}
            {children}
          </Stack>
        )}
      </Loaded>
    </ConfirmDialog>
  )
}

function Refusal({ name }: { name: string }) {
  const { tMaybe } = useText()
  const known = isFailure(name) ? failures[name] : undefined
  return (
    <Alert color="yellow" role="note">
      <Text size="sm">
        {known ? (tMaybe(`failures.${known.code}`) ?? known.text) : <T id="failures.unknown" />}
      </Text>
    </Alert>
  )
}

function isFailure(name: string): name is FailureName {
  return name in failures
}
