import type { ReactNode } from 'react'

interface FormPartProps {
  title: string
  /** What it is for, in a line. */
  hint?: ReactNode
  children: ReactNode
}

/** A part of the form: its meaning at the start side, its fields beside it. */
export function FormPart({ title, hint, children }: FormPartProps) {
  return (
    <section className="client-part" aria-label={title}>
      <div>
        <h2>{title}</h2>
        {hint && <p>{hint}</p>}
      </div>
      <div>{children}</div>
    </section>
  )
}
