import { usualPlainText } from '@pmp/contract'
import type { Translate } from '../i18n/text.tsx'

/** A `line` is a name: white space inside becomes one blank. A `text` keeps its lines. */
type Wording = 'line' | 'text'

/** Fields that hold plain words. */
export type Words = Readonly<Record<string, Wording | undefined>>

const plain = new RegExp(usualPlainText, 'u')

/** The values as they are sent: no white space around words (ui.md 1.8). */
export function tidied<Values extends Record<string, unknown>>(
  values: Values,
  words: Words,
): Values {
  const changes = Object.entries(words).map(([name, wording]) => {
    const text = String(values[name]).trim()
    return [name, wording === 'line' ? text.replaceAll(/\s+/g, ' ') : text]
  })
  return { ...values, ...Object.fromEntries(changes) }
}

/** The values without white space around these, which may hold any character. */
export function trimmed<Values extends Record<string, unknown>>(
  values: Values,
  names: readonly (keyof Values & string)[],
): Values {
  const changes = names.map((name) => [name, String(values[name]).trim()])
  return { ...values, ...Object.fromEntries(changes) }
}

/**
 * What to say beside each field that holds a character outside the allowed ones. What others wrote
 * before and nobody touched stays.
 */
export function untidy<Values extends Record<string, unknown>>(
  { values, initial }: { values: Values; initial: Values },
  words: Words,
  t: Translate,
): Record<string, string> {
  return Object.fromEntries(
    Object.keys(words).flatMap((name) => {
      const text = String(values[name])
      const isFine = text === '' || values[name] === initial[name] || plain.test(text)
      return isFine ? [] : [[name, t('forms.characters')]]
    }),
  )
}
