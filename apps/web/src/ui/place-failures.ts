import { CallFailed, blankText, failures, type ReplyError } from '@pmp/contract'
import type { Translate } from '../i18n/text.tsx'

export interface Placed {
  /** Field → what to say beside it. */
  onFields: Record<string, string>
  /** Whether every failure found its field. */
  isComplete: boolean
}

interface Placing {
  names: readonly string[]
  fieldOf: Readonly<Record<string, string>>
  textOf: (error: unknown) => string
  t: Translate
}

/** The field at the end of a message such as `… value is empty or null :request.name`. */
export function namedField(message: string): string | undefined {
  return /:\s*(?:request\.)?(\w+)\s*$/.exec(message)?.[1]
}

/** Finds the field of each failure: by its code, or by the name in the message (common.md 3.1). */
export function placeFailures(errors: readonly ReplyError[], placing: Placing): Placed {
  const { names, fieldOf } = placing
  const found = errors.map((error) => {
    const byMessage =
      error.errorCode === failures.field_invalid.code ? namedField(error.message) : undefined
    const field = fieldOf[error.errorCode ?? ''] ?? byMessage
    return field && names.includes(field) ? ([field, textBeside(error, placing)] as const) : null
  })
  const placed = found.filter((pair) => pair !== null)
  return {
    onFields: Object.fromEntries(placed),
    isComplete: errors.length > 0 && placed.length === errors.length,
  }
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
