import type { CallOf, Endpoint, ResponseOf } from '@pmp/contract'
import { useChange } from '../api/query.ts'
import { useNotify } from './notify.ts'
import { Question, type QuestionTexts } from './question.tsx'

interface ConfirmDialogProps<E extends Endpoint> extends QuestionTexts {
  endpoint: E
  /** The call that an agreement makes. */
  call: CallOf<E>
  /** What to say in passing when it is done. */
  done?: string
  onDone?: (response: ResponseOf<E>) => void
}

/** Asks, calls, says that it is done and closes; a refusal is shown inside. */
export function ConfirmDialog<E extends Endpoint>(props: ConfirmDialogProps<E>) {
  const { endpoint, call, done, onDone, ...texts } = props
  const notify = useNotify()
  const change = useChange(endpoint)
  function finish(response: ResponseOf<E>) {
    if (done !== undefined) notify(done)
    onDone?.(response)
    texts.onClose()
  }
  return (
    <Question
      {...texts}
      isPending={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(call, { onSuccess: finish })}
    />
  )
}
