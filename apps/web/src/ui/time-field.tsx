import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { fromLocalTime, toLocalTime } from './local-time.ts'

/** Long enough to type the four digits of a year. */
const typingPauseMilliseconds = 600

interface TimeFieldProps {
  label: string
  /** ISO text, or empty. */
  value: string
  onChange: (value: string) => void
}

/** An instant in the reader's time zone. What is typed is told after a pause, or on leaving. */
export function TimeField({ label, value, onChange }: TimeFieldProps) {
  const [typed, setTyped] = useState<string>()
  const instant = fromLocalTime(value)
  const tell = useDebouncedCallback(
    (text: string) => onChange(fromLocalTime(text)?.toISOString() ?? ''),
    { delay: typingPauseMilliseconds, flushOnUnmount: true },
  )
  return (
    <TextInput
      type="datetime-local"
      className="filter"
      label={label}
      max="9999-12-31T23:59"
      value={typed ?? (instant ? toLocalTime(instant) : '')}
      onChange={({ currentTarget: { value: text } }) => {
        setTyped(text)
        tell(text)
      }}
      onBlur={() => {
        tell.flush()
        setTyped(undefined)
      }}
    />
  )
}
