import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { dayMs, hourMs } from '../durations.ts'
import type { MessageId } from './language.tsx'

type Values = Record<string, string | number | Date | ReactNode>

/** Gives the text of a key, its placeholders filled. */
export type Translate = (id: MessageId, values?: Record<string, string | number>) => string

/** A text of the catalogue. */
export function T({ id, values }: { id: MessageId; values?: Values }) {
  return <FormattedMessage id={id} values={values ?? {}} />
}

/** What an age is told in, the largest first; less than a minute is now. */
const units = [
  ['day', dayMs],
  ['hour', hourMs],
  ['minute', 60_000],
] as const
const now = ['second', Infinity] as const

/** Texts as strings, for labels and attributes; dates in the reader's language and time zone. */
export function useText() {
  const intl = useIntl()
  const t: Translate = (id, values = {}) => intl.formatMessage({ id }, values)
  return {
    t,
    /** The text of a key that is built from data, or undefined when there is none. */
    tMaybe: (id: string, values: Readonly<Record<string, string | number>> = {}) =>
      id in intl.messages ? intl.formatMessage({ id }, values) : undefined,
    /** The day that it is, in full. */
    today: (): string => intl.formatDate(new Date(), { dateStyle: 'full' }),
    date: (date: Date): string => intl.formatDate(date, { dateStyle: 'medium' }),
    dateTime: (date: Date): string =>
      intl.formatDate(date, {
        day: 'numeric',
        month: 'short',
        year: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZoneName: 'short',
      }),
    /** `2026-11` in words. */
    month: (month: string, style: 'long' | 'short' = 'long'): string =>
      intl.formatDate(new Date(`${month}-01T00:00:00Z`), {
        month: style,
        year: style === 'long' ? 'numeric' : '2-digit',
        timeZone: 'UTC',
      }),
    number: (value: number): string => intl.formatNumber(value),
    list: (words: readonly string[]): string =>
      intl.formatList([...words], { type: 'conjunction' }),
    daysFromNow: (date: Date): string => {
      const days = Math.round((date.getTime() - Date.now()) / dayMs)
      return intl.formatRelativeTime(days, 'day', { numeric: 'auto' })
    },
    /** How long ago, in the largest unit that says something. */
    age: (date: Date): string => {
      const passed = Date.now() - date.getTime()
      const [unit, length] = units.find(([, least]) => passed >= least) ?? now
      const numeric = unit === 'second' ? 'auto' : 'always'
      return intl.formatRelativeTime(-Math.floor(passed / length), unit, { numeric })
    },
  }
}

interface AgeProps {
  at: Date
  className?: string
  /** Whether it is older than it should be. */
  isLate?: boolean
}

/** How long ago something was, and at which time where one points at it. */
export function Age({ at, className, isLate = false }: AgeProps) {
  const { age, dateTime } = useText()
  return (
    <time
      className={className}
      data-late={isLate || undefined}
      dateTime={at.toISOString()}
      title={dateTime(at)}
    >
      {age(at)}
    </time>
  )
}
