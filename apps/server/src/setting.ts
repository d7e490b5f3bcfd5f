import { z } from 'zod'

/** What is told of a setting besides its name and default. */
interface SettingNotes {
  meaning: string
  /** Property of upstream with the same effect. */
  upstream?: string
  /** What the default is, when it is not a fixed value. */
  otherwise?: string
}

/** A setting with what is told of it. */
export function setting<T extends z.ZodType>(schema: T, notes: SettingNotes): T {
  return schema.meta({ ...notes })
}

/* The kinds of values that settings have. */

/** Text that is not empty. */
export const text = z.string().min(1)
export const whole = z.coerce.number().int()
const wordsOf = (value: string) =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
/** Words with commas between them, at least one. */
export const words = text.transform(wordsOf).refine(({ length }) => length > 0, 'names nothing')
/** Words with commas between them. */
export const list = (value: string) => z.string().default(value).transform(wordsOf)
export const flag = (value: boolean) => z.stringbool().default(value)
