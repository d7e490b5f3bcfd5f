import type { z } from 'zod'
import type { Translate } from '../i18n/text.tsx'

/**
 * Form rules from the contract's schema: each field gets its own text, in the reader's language.
 * Missing values and too long ones are what the schemas of requests know.
 */
export function validatedBy(schema: z.ZodObject | undefined, t: Translate) {
  return (values: Record<string, unknown>): Record<string, string> => {
    const result = schema?.safeParse(values)
    if (!result || result.success) return {}
    return Object.fromEntries(
      result.error.issues.map(({ path, message }) => {
        const name = String(path[0])
        const value = values[name]
        const isBlank = value == null || (typeof value === 'string' && value.trim() === '')
        const [limit] = /\d+/.exec(message) ?? []
        if (isBlank) return [name, t('forms.required')]
        return [name, limit ? t('forms.tooLong', { limit }) : t('forms.invalid')]
      }),
    )
  }
}
