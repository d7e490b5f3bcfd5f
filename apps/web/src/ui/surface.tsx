import { Title } from '@mantine/core'
import { useId, type ReactNode } from 'react'

interface SurfaceProps {
  role?: string
  className?: string
  title?: ReactNode
  /** Stands opposite the title: a link, a count. */
  aside?: ReactNode
  /** Around what is to be decided, filled in or previewed now. */
  isBox?: boolean
  children: ReactNode
}

/** A part of a page under its heading: divided from the others by space, in a box only to stand out. */
export function Surface({
  title,
  aside,
  isBox = false,
  role,
  className = '',
  children,
}: SurfaceProps) {
  const id = useId()
  return (
    <section
      className={`part ${isBox ? 'box' : ''} ${className}`}
      role={role}
      aria-labelledby={title ? id : undefined}
    >
      {title && (
        <div className="part-head">
          <Title order={2} id={id}>
            {title}
          </Title>
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}

/** Names and values of one thing, in two columns; a definition list. */
export function Facts({ facts }: { facts: [ReactNode, ReactNode][] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value], index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the list of a page never changes order
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  )
}
