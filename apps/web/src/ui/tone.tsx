import type { ReactNode } from 'react'

/** What a status means for the reader. */
export type Tone = 'good' | 'wait' | 'bad' | 'info' | 'off'

/** Full, half, crossed, a diamond, empty: told apart without colour, too. */
const shapes: Readonly<Record<Tone, ReactNode>> = {
  good: <circle cx="5" cy="5" r="4" fill="currentColor" />,
  wait: (
    <>
      <circle cx="5" cy="5" r="3.6" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M5 1.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor" />
    </>
  ),
  bad: (
    <path
      d="M1.5 1.5l7 7M8.5 1.5l-7 7"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
    />
  ),
  info: <path d="M5 .8 9.2 5 5 9.2.8 5z" fill="currentColor" />,
  off: <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" strokeWidth="1.4" />,
}

interface TonedProps {
  tone: Tone
  /** With a tint behind it; beside the title of a page only. */
  isPill?: boolean
  children: ReactNode
}

/** A status: a shape, a colour and a word. */
export function Toned({ tone, isPill = false, children }: TonedProps) {
  return (
    <span className={`status status-${tone}${isPill ? ' status-pill' : ''}`}>
      <svg viewBox="0 0 10 10" aria-hidden focusable="false">
        {shapes[tone]}
      </svg>
      <span className="status-word">{children}</span>
    </span>
  )
}
