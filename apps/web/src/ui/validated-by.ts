import type { z } from 'zod'
import type { Translate } from '../i18n/text.tsx'

/**
 * Form rules from the contract's schema: each field gets its own text, in the reader's language.
 * Missing values and too long ones are what the schemas of requests know.
 */
export function validatedBy(schema: z.ZodObject | undefined, t: Translate) {
  return (values: Record<string, unknown>): Record<string, string> => {
    const result = schema?.safeParse(asSent(values))
    if (!result || result.success) return {}
    return Object.fromEntries(
      result.error.issues.map((issue) => {
        const name = String(issue.path[0])
        const value = values[name]
        const isBlank = value == null || (typeof value === 'string' && value.trim() === '')
        if (isBlank) return [name, t('forms.required')]
        return issue.code === 'too_big'
          ? [name, t('forms.tooLong', { limit: Number(issue.maximum) })]
          : [name, t('forms.invalid')]
      }),
    )
  }
}

/** The values as JSON has them: instants as ISO text. */
function asSent(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value instanceof Date ? value.toISOString() : value,
    ]),
  )
}
