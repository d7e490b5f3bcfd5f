import { useText } from '../i18n/text.tsx'

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
