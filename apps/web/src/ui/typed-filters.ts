import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import type { ListState } from './list-state.ts'

const typingPauseMilliseconds = 250

interface Typed {
  text: string
  /** Whether it is on its way into the address, or there. */
  isSent: boolean
}

export type TypedFilters = ReturnType<typeof useTypedFilters>

/** Text filters as one types; they run ahead of the address, which has the last word. */
export function useTypedFilters(list: ListState) {
  const [typed, setTyped] = useState<Readonly<Record<string, Typed>>>({})
  const address = JSON.stringify(list.filters)
  const [seen, setSeen] = useState(address)
  if (address !== seen) {
    setSeen(address)
    setTyped(stillAhead(typed, list.filters))
  }

  const apply = useDebouncedCallback(() => {
    const unsent = Object.entries(typed).filter(([, { isSent }]) => !isSent)
    if (unsent.length === 0) return
    list.setFilters(Object.fromEntries(unsent.map(([name, { text }]) => [name, text.trim()])))
    setTyped(
      Object.fromEntries(Object.entries(typed).map(([name, { text }]) => [name, sent(text)])),
    )
  }, typingPauseMilliseconds)

  return {
    textOf: (name: string) => typed[name]?.text ?? list.filters[name] ?? '',
    type(name: string, text: string) {
      setTyped({ ...typed, [name]: { text, isSent: false } })
      apply()
    },
    clear(names: readonly string[]) {
      setTyped(Object.fromEntries(Object.entries(typed).filter(([name]) => !names.includes(name))))
      list.setFilters(Object.fromEntries(names.map((name) => [name, ''])))
    },
  }
}

function sent(text: string): Typed {
  return { text, isSent: true }
}

/** What the address does not know yet, and what it knows without the blanks at the end. */
export function stillAhead(
  typed: Readonly<Record<string, Typed>>,
  filters: Readonly<Record<string, string>>,
): Record<string, Typed> {
  return Object.fromEntries(
    Object.entries(typed).filter(
      ([name, { text, isSent }]) => !isSent || text.trim() === (filters[name] ?? ''),
    ),
  )
}
