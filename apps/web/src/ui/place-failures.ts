import {
  CallFailed,
  blankText,
  failures,
  fieldsOfCode,
  type Endpoint,
  type ReplyError,
} from '@pmp/contract'
import type { Translate } from '../i18n/text.tsx'

interface Placed {
  /** Field → what to say beside it. */
  onFields: Record<string, string>
  /** What belongs to no field that is shown. */
  elsewhere: readonly ReplyError[]
}

interface Placing {
  /** The endpoint that refused; its declaration says which field a failure is about. */
  endpoint: Endpoint
  /** The field of the form that shows a field of the call, if one does. */
  shownAs: (field: string) => string | undefined
  textOf: (error: unknown) => string
  t: Translate
}

/** The field at the end of a message such as `… value is empty or null :request.name`. */
function namedField(message: string): string | undefined {
  return /:\s*(?:request\.)?(\w+)\s*$/.exec(message)?.[1]
}

/** Finds the field of each failure: by its code, or by the name in the message (common.md 3.1). */
export function placeFailures(errors: readonly ReplyError[], placing: Placing): Placed {
  const found = errors.map((error) => ({ error, field: fieldOf(error, placing) }))
  return {
    onFields: Object.fromEntries(
      found.flatMap(({ error, field }) => (field ? [[field, textBeside(error, placing)]] : [])),
    ),
    elsewhere: found.flatMap(({ error, field }) => (field ? [] : [error])),
  }
}

function fieldOf(error: ReplyError, { endpoint, shownAs }: Placing): string | undefined {
  const isByMessage = error.errorCode === failures.field_invalid.code
  const named = isByMessage
    ? [namedField(error.message) ?? '']
    : fieldsOfCode(endpoint, error.errorCode)
  return named.map(shownAs).find((field) => field !== undefined)
}

function textBeside(error: ReplyError, { textOf, t }: Placing): string {
  if (error.errorCode === failures.field_invalid.code) {
    if (error.message.includes(blankText)) return t('forms.required')
    const [, limit] = /at most (\d+)/.exec(error.message) ?? []
    if (limit) return t('forms.tooLong', { limit })
    return t('forms.invalid')
  }
  return textOf(new CallFailed(200, [error]))
}
