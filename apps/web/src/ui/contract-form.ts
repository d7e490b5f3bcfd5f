import { CallFailed, type CallOf, type Endpoint, type ResponseOf } from '@pmp/contract'
import { useForm } from '@mantine/form'
import { useEffect } from 'react'
import { useChange } from '../api/query.ts'
import { useText } from '../i18n/text.tsx'
import { useFailureText } from './failure.tsx'
import { placeFailures, type Placed } from './place-failures.ts'
import { tidied, untidy, type Words } from './plain-words.ts'
import { validatedBy } from './validated-by.ts'

interface ContractFormOptions<E extends Endpoint, Values> {
  endpoint: E
  initialValues: Values
  /** What was typed already, where that is not the initial values. */
  typed?: Values | undefined
  /** The call that the values make. */
  toCall: (values: Values) => CallOf<E>
  /** Completes the call with what must be read at the last moment. */
  complete?: (call: CallOf<E>) => Promise<CallOf<E>>
  /** Rules that the contract does not know: field → text. */
  check?: (values: Values) => Record<string, string | null>
  /** Fields that hold plain words: they are sent tidied, and refused with other characters. */
  words?: Words
  /** Failures that are about one field: published code → field. */
  fieldOf?: Readonly<Record<string, keyof Values & string>>
  onDone?: (response: ResponseOf<E>) => void
  /** Called when the server refuses, besides its answer being shown. */
  onRefused?: (() => void) | undefined
}

/**
 * A form whose rules come from the endpoint it calls. What the server refuses lands on the field
 * that the failure names, else in `above`; what was typed stays.
 */
export function useContractForm<E extends Endpoint, Values extends Record<string, unknown>>(
  options: ContractFormOptions<E, Values>,
) {
  const { endpoint, initialValues, check, words = {}, fieldOf, onDone, onRefused } = options
  const { t } = useText()
  const textOf = useFailureText()
  const change = useChange(endpoint, options.complete)
  const rules = validatedBy(endpoint.request, t)
  const toCall = (values: Values) => options.toCall(tidied(values, words))
  const form = useForm<Values>({
    initialValues: options.typed ?? initialValues,
    // The rules of a request are by field, as the form's own are.
    validate: (values) => ({
      ...untidy(values, words, initialValues, t),
      ...rules(toCall(values) as Record<string, unknown>),
      ...drop(check?.(values)),
    }),
  })

  // What was typed elsewhere is unsent from the start.
  const isTyped = options.typed !== undefined
  useEffect(() => {
    if (isTyped) form.resetDirty(initialValues)
    // Once, with the values that the form began with.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [])

  /** Puts other values in the place of the initial ones, so that they do not count as typed. */
  function begin(values: Partial<Values>) {
    form.setValues(values)
    form.resetDirty({ ...initialValues, ...values })
  }

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
        if (error instanceof CallFailed) onRefused?.()
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
    begin,
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
