import {
  CallFailed,
  fieldRules,
  type CallOf,
  type Endpoint,
  type FieldOf,
  type ResponseOf,
} from '@pmp/contract'
import { useForm } from '@mantine/form'
import { useEffect, useId, useState, type FormEvent, type ReactNode } from 'react'
import { useChange } from '../api/query.ts'
import { useText } from '../i18n/text.tsx'
import { useFailureText } from './failure.tsx'
import { useNotify } from './notify.ts'
import { placeFailures } from './place-failures.ts'
import { tidied, untidy, type Words } from './plain-words.ts'
import { validatedBy } from './validated-by.ts'

type Typed = Record<string, unknown>
type NameOf<Values> = keyof Values & string
type Unfinished<Call> = { [Field in keyof Call]: Call[Field] | null }

interface ContractFormOptions<E extends Endpoint, Values> {
  endpoint: E
  /** What the form asks for, in the order in which it is shown. */
  initialValues: Values
  /** What was typed already, where that is not the initial values. */
  typed?: Values | undefined
  /** The call that the values make; what is null in it is not chosen yet. */
  toCall: (values: Values) => CallOf<E> | Unfinished<CallOf<E>>
  /** Completes the call with what must be read at the last moment. */
  complete?: (call: CallOf<E>) => Promise<CallOf<E>>
  /** Fields of the call that the form asks for under a name of its own. */
  shownAs?: { readonly [Field in FieldOf<E>]?: NameOf<Values> }
  /** Fields that must be filled here, although the contract lets them be empty. */
  alsoRequired?: (values: Values) => readonly NameOf<Values>[]
  /** Limits that the deployment sets: field → characters. */
  limits?: { readonly [Name in NameOf<Values>]?: number }
  /** Rules that the contract does not know: field → text. */
  check?: (values: Values) => Record<string, string | null>
  /** Fields that hold plain words: they are sent tidied, and refused with other characters. */
  words?: Words
  /** What to say in passing when it is done. */
  done?: (response: ResponseOf<E>, values: Values) => string
  onDone?: (response: ResponseOf<E>) => void
  /** Says what is wrong with a field while it is typed, not only when the form is sent. */
  judgesAtOnce?: boolean
  /** Called when the server refuses, besides its answer being shown. */
  onRefused?: (() => void) | undefined
}

/** What of a form does not depend on how its rules are written. */
type MantineForm<Values extends Typed> = Pick<
  ReturnType<typeof useForm<Values>>,
  | 'values'
  | 'getValues'
  | 'setValues'
  | 'resetDirty'
  | 'setFieldError'
  | 'getInputProps'
  | 'getInputNode'
  | 'removeListItem'
>
type InputProps = ReturnType<MantineForm<Typed>['getInputProps']>

/** What the fields of a form need of it. */
export interface FormFields<Values> {
  values: Values
  /** For an input of text: value, error, limit, and whether it must be filled. */
  field: (name: NameOf<Values>) => InputProps & { required: boolean; maxLength: number | undefined }
  /** For a choice: as for text, without a limit. */
  choice: (name: NameOf<Values>) => InputProps & { required: boolean }
  /** For what is inside a field that holds several values, such as `names.fra` or `addresses.0`. */
  inner: (path: `${NameOf<Values>}.${string}`) => InputProps
  /** Takes an entry out of a field that holds a list; what is wrong with it goes, too. */
  removeAt: (name: NameOf<Values>, at: number) => void
  set: (values: Partial<Values>) => void
}

/** What the frame around the fields needs. */
export interface FormFrame {
  onSubmit: (event?: FormEvent<HTMLFormElement>) => void
  isSending: boolean
  /** How many fields are left to correct. */
  wrong?: number
  /** The failure that belongs to no field. */
  above: unknown
  /** Whether leaving now would lose what was typed. */
  isUnsent: () => boolean
}

export interface ContractForm<Values, Response> extends FormFields<Values>, FormFrame {
  errorOf: (name: NameOf<Values>) => ReactNode
  /** Puts other values in the place of the initial ones, so that they do not count as typed. */
  begin: (values: Partial<Values>) => void
  /** Judges these fields alone, and goes to the first that is wrong. @returns whether none is */
  checkFields: (names: readonly NameOf<Values>[]) => boolean
  /** Sends with these values, which the button that was pressed stands for. */
  sendWith: (values: Partial<Values>) => void
  /** What the server answered when it was done. */
  answer: Response | undefined
}

/**
 * A form whose rules come from the endpoint it calls: limits, required fields, and the field that a
 * failure is about. What the server refuses lands on those fields, else in `above`; what was typed
 * stays.
 */
export function useContractForm<E extends Endpoint, Values extends Typed>(
  options: ContractFormOptions<E, Values>,
): ContractForm<Values, ResponseOf<E>> {
  const { endpoint, words = {} } = options
  const notify = useNotify()
  const change = useChange(endpoint, options.complete)
  const [above, setAbove] = useState<unknown>(null)
  const validate = useRules(options)
  const initialValues = options.typed ?? options.initialValues
  // Tells its fields from those of another form on the page; only letters and digits are allowed.
  const name = useId().replaceAll(/[^a-z0-9]/gi, '')
  const form = useForm<Values>({ name, initialValues, validate })
  const begin = useBeginning(form, options)
  const place = usePlace(form, options)

  function send(values: Values) {
    setAbove(null)
    // The rules have refused a call that is not finished.
    change.mutate(options.toCall(tidied(values, words)) as CallOf<E>, {
      onSuccess: (response) => {
        form.resetDirty(values)
        if (options.done) notify(options.done(response, values))
        options.onDone?.(response)
      },
      onError: (error) => {
        setAbove(place(error))
        if (error instanceof CallFailed) options.onRefused?.()
      },
    })
  }
  const onSubmit = form.onSubmit(send, (errors) => focusFirst(form, Object.keys(errors)))

  return {
    ...fieldsOf(form, options, options.judgesAtOnce ? validate : undefined),
    begin,
    above,
    onSubmit,
    errorOf: (name) => form.errors[name],
    checkFields: (names) => {
      const wrong = names.filter((field) => form.validateField(field).hasError)
      focusFirst(form, wrong)
      return wrong.length === 0
    },
    sendWith: (values) => {
      begin(values)
      onSubmit()
    },
    isSending: change.isPending,
    wrong: countWrong(form.errors, form.getInputNode),
    answer: change.data,
    isUnsent: () => form.isDirty(),
  }
}

/** How many fields a reader has to correct; the list around a wrong entry is no field of its own. */
function countWrong(errors: object, getInputNode: (place: string) => unknown): number {
  const places = Object.keys(errors)
  const fields = places.filter((place) => getInputNode(place))
  return fields.length || places.length
}

/** What the contract, this form and plain words ask for: field → what is wrong. */
function useRules<E extends Endpoint, Values extends Typed>({
  endpoint,
  initialValues,
  toCall,
  shownAs,
  alsoRequired,
  check,
  words = {},
}: ContractFormOptions<E, Values>) {
  const { t } = useText()
  const broken = validatedBy(endpoint.request, t)
  // Asked by the field of any endpoint.
  const names = shownAs as Record<string, string> | undefined
  const nameOf = (field: string) => names?.[field] ?? field
  return (values: Values): Record<string, string> => {
    const blank = (alsoRequired?.(values) ?? []).filter(
      (name) => String(values[name]).trim() === '',
    )
    // Members of a call are those of a request, which is an object.
    const ofContract = Object.entries(broken(toCall(tidied(values, words)) as Typed))
    return {
      ...untidy({ values, initial: initialValues }, words, t),
      ...Object.fromEntries(ofContract.map(([field, text]) => [nameOf(field), text])),
      ...Object.fromEntries(blank.map((name) => [name, t('forms.required')])),
      ...drop(check?.(values)),
    }
  }
}

function drop(texts: Record<string, string | null> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) => (text === null ? [] : [[name, text]])),
  )
}

function fieldsOf<E extends Endpoint, Values extends Typed>(
  form: MantineForm<Values>,
  { endpoint, shownAs = {}, alsoRequired, limits }: ContractFormOptions<E, Values>,
  /** Judges while something is typed. */
  judge?: (values: Values) => Record<string, string>,
): FormFields<Values> {
  const { values } = form
  function rulesOf(name: NameOf<Values>) {
    const [inCall = name] = Object.entries(shownAs).find(([, shown]) => shown === name) ?? []
    const { isRequired, maxLength } = fieldRules(endpoint, inCall)
    const required = isRequired || (alsoRequired?.(values).includes(name) ?? false)
    return { required, maxLength: limits?.[name] ?? maxLength }
  }
  function propsOf(name: NameOf<Values>): InputProps {
    const props = form.getInputProps(name)
    if (!judge) return props
    return {
      ...props,
      onChange: (change: unknown) => {
        props.onChange(change)
        const typed = form.getValues()
        const text = judge(typed)[name]
        // What is empty is not wrong before it is sent.
        if (text !== undefined && !isBlank(typed[name])) form.setFieldError(name, text)
      },
    }
  }
  return {
    values,
    field: (name) => ({ ...propsOf(name), ...rulesOf(name) }),
    choice: (name) => ({ ...propsOf(name), required: rulesOf(name).required }),
    inner: (path) => form.getInputProps(path),
    removeAt: (name, at) => form.removeListItem(name, at),
    set: (changes) => form.setValues(changes),
  }
}

const isBlank = (value: unknown) => typeof value === 'string' && value.trim() === ''

function useBeginning<E extends Endpoint, Values extends Typed>(
  form: MantineForm<Values>,
  { initialValues, typed }: ContractFormOptions<E, Values>,
) {
  const [begun] = useState({ values: initialValues })
  // What was typed elsewhere is unsent from the start.
  const isTyped = typed !== undefined
  useEffect(() => {
    if (isTyped) form.resetDirty(initialValues)
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once, with the values that it began with
  }, [])
  return (values: Partial<Values>) => {
    begun.values = { ...begun.values, ...values }
    form.setValues(values)
    form.resetDirty(begun.values)
  }
}

/** Puts a failure beside the fields that it is about, and gives back what belongs above them. */
function usePlace<E extends Endpoint, Values extends Typed>(
  form: MantineForm<Values>,
  { endpoint, shownAs }: ContractFormOptions<E, Values>,
) {
  const { t } = useText()
  const textOf = useFailureText()
  function shown(field: string): string | undefined {
    // Asked by the field of any failure.
    const names = shownAs as Record<string, string> | undefined
    const name = names?.[field] ?? field
    return form.getInputNode(name) ? name : undefined
  }
  return (error: unknown): unknown => {
    if (!(error instanceof CallFailed)) return error
    const placing = { endpoint, shownAs: shown, textOf, t }
    const { onFields, elsewhere } = placeFailures(error.errors, placing)
    for (const [field, text] of Object.entries(onFields)) form.setFieldError(field, text)
    const wrong = Object.keys(onFields)
    focusFirst(form, wrong)
    if (wrong.length === 0) return error
    return elsewhere.length > 0 ? new CallFailed(error.status, elsewhere) : null
  }
}

const focusable = 'input, textarea, button'

/** Which of these places a field is, or has inside. */
function inOrder(name: string, wrong: readonly string[]): string[] {
  const inside = wrong.filter((place) => place.startsWith(`${name}.`)).toSorted()
  return wrong.includes(name) ? [name, ...inside] : inside
}

/** Goes to the first of these fields, in the order of the form, which is that of its values. */
export function focusFirst<Values extends Typed>(
  form: Pick<MantineForm<Values>, 'getValues' | 'getInputNode'>,
  wrong: readonly string[],
): void {
  const first = Object.keys(form.getValues()).flatMap((name) => inOrder(name, wrong))[0]
  const node = first && form.getInputNode(first)
  if (!node) return
  // The group around a choice takes no focus itself.
  const input = node.matches(focusable) ? node : node.querySelector<HTMLElement>(focusable)
  input?.focus()
}
