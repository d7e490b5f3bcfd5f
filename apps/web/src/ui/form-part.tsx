import { Title } from '@mantine/core'
import type { ReactNode } from 'react'

interface FormPartProps {
  title: string
  /** What it means, or what it is for. */
  text?: ReactNode
  children: ReactNode
}

/** A part of a form: its meaning at the start side, its fields beside it. */
export function FormPart({ title, text, children }: FormPartProps) {
  return (
    <div className="form-part">
      <div>
        <Title order={2}>{title}</Title>
        {text && <p>{text}</p>}
      </div>
      <div className="form-fields">{children}</div>
    </div>
  )
}
