import { Button, Stack, type ButtonProps, type MantineSpacing } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { T } from '../i18n/text.tsx'
import type { FormFrame } from './contract-form.ts'
import { Dialog } from './dialog.tsx'
import { FailureAlert } from './failure.tsx'
import { LeaveQuestion, useLeaveGuard } from './leave-guard.tsx'

interface FormProps {
  form: FormFrame
  /** The words on the button that sends, or buttons that send different answers. */
  submit: ReactNode
  submitProps?: Pick<ButtonProps, 'size' | 'color'>
  /** A button that gives up. */
  cancel?: ReactNode
  /** What stands opposite the buttons. */
  beside?: ReactNode
  /** What helps after a refusal. */
  remedy?: ReactNode
  gap?: MantineSpacing
  children: ReactNode
}

/**
 * What every form has around its fields: it keeps what was typed from getting lost, shows what
 * belongs to no field, and sends.
 */
export function Form(props: FormProps) {
  const question = useLeaveGuard(props.form.isUnsent)
  return (
    <>
      <Frame {...props} />
      {question}
    </>
  )
}

function Frame({ form, submit, beside, remedy, cancel, gap = 'md', ...rest }: FormProps) {
  const { wrong = 0 } = form
  const isWrong = wrong > 0
  return (
    <form noValidate onSubmit={form.onSubmit}>
      <Stack gap={gap}>
        {rest.children}
        <FailureAlert error={form.above} />
        {remedy}
        <div className="form-bar">
          <span className="form-bar-note" data-wrong={isWrong || undefined} role="status">
            {isWrong && <T id="forms.wrong" values={{ count: wrong }} />}
          </span>
          {beside}
          {cancel}
          {typeof submit === 'string' ? (
            <Button type="submit" loading={form.isSending} {...rest.submitProps}>
              {submit}
            </Button>
          ) : (
            submit
          )}
        </div>
      </Stack>
    </form>
  )
}

interface FormDialogProps extends Omit<FormProps, 'cancel'> {
  title: ReactNode
  size?: string
  onClose: () => void
}

/** A form in a dialog, which asks before it closes on what was typed. */
export function FormDialog({ title, size, onClose, ...form }: FormDialogProps) {
  const [isLeaving, setLeaving] = useState(false)
  const guard = useLeaveGuard(form.form.isUnsent)
  // One question at a time, whichever way the reader leaves.
  const question =
    guard ?? (isLeaving && <LeaveQuestion onLeave={onClose} onStay={() => setLeaving(false)} />)
  function close() {
    if (form.form.isUnsent()) setLeaving(true)
    else onClose()
  }
  return (
    <Dialog title={title} size={size} onClose={close} isBelow={Boolean(question)}>
      <Frame
        {...form}
        cancel={
          <Button variant="default" onClick={close}>
            <T id="actions.cancel" />
          </Button>
        }
      />
      {question}
    </Dialog>
  )
}
