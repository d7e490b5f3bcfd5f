import { CallFailed, type CallOf, type Endpoint, type ResponseOf } from '@pmp/contract'
import { useForm } from '@mantine/form'
import { useChange } from '../api/query.ts'
import { useText } from '../i18n/text.tsx'
import { useFailureText } from './failure.tsx'
import { placeFailures, type Placed } from './place-failures.ts'
import { validatedBy } from './validated-by.ts'

interface ContractFormOptions<E extends Endpoint, Values> {
  endpoint: E
  initialValues: Values
  /** The call that the values make. */
  toCall: (values: Values) => CallOf<E>
  /** Rules that the contract does not know: field → text. */
  check?: (values: Values) => Record<string, string | null>
  /** Failures that are about one field: published code → field. */
  fieldOf?: Readonly<Record<string, keyof Values & string>>
  onDone?: (response: ResponseOf<E>) => void
  /** The server's refusal, besides being shown. */
  onRefused?: (refusal: CallFailed) => void
}

/**
 * A form whose rules come from the endpoint it calls. What the server refuses lands on the field
 * that the failure names, else in `above`; what was typed stays.
 */
export function useContractForm<E extends Endpoint, Values extends Record<string, unknown>>(
  options: ContractFormOptions<E, Values>,
) {
  const { endpoint, initialValues, toCall, check, fieldOf, onDone, onRefused } = options
  const { t } = useText()
  const textOf = useFailureText()
  const change = useChange(endpoint)
  const rules = validatedBy(endpoint.request, t)
  const form = useForm<Values>({
    initialValues,
    // The rules of a request are by field, as the form's own are.
    validate: (values) => ({
      ...rules(toCall(values) as Record<string, unknown>),
      ...drop(check?.(values)),
    }),
  })

  function send(values: Values) {
    change.mutate(toCall(values), {
      onSuccess: (response) => {
        form.resetDirty(values)
        onDone?.(response)
      },
      onError: (error) => {
        const { onFields } = placed(error)
        for (const [field, text] of Object.entries(onFields)) form.setFieldError(field, text)
        focusFirst(Object.keys(onFields))
        if (error instanceof CallFailed) onRefused?.(error)
      },
    })
  }

  function placed(error: unknown): Placed {
    if (!(error instanceof CallFailed)) return { onFields: {}, isComplete: false }
    const names = Object.keys(initialValues)
    return placeFailures(error.errors, { names, fieldOf: fieldOf ?? {}, textOf, t })
  }

  /** In the order of the form, which is that of its values. */
  function focusFirst(wrong: readonly string[]) {
    const first = Object.keys(initialValues).find((name) => wrong.includes(name))
    if (first) form.getInputNode(first)?.focus()
  }

  return {
    form,
    change,
    /** For `<form onSubmit>`; moves to the first field that needs attention. */
    onSubmit: form.onSubmit(send, (errors) => focusFirst(Object.keys(errors))),
    /** The failure that belongs to no field. */
    above: placed(change.error).isComplete ? null : change.error,
    /** Whether leaving now would lose what was typed. */
    isUnsent: () => form.isDirty(),
  }
}

function drop(texts: Record<string, string | null> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  )
}
