import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import { Guilloche } from './guilloche.tsx'

interface CertificateBoxProps {
  title: ReactNode
  /** Stands opposite the title. */
  aside?: ReactNode
  children: ReactNode
}

/** A certificate: the one thing that always has a box, with the curves of security printing behind. */
export function CertificateBox({ title, aside, children }: CertificateBoxProps) {
  return (
    <section className="certificate">
      <Guilloche />
      <div className="part-head">
        <Title order={2}>{title}</Title>
        {aside}
      </div>
      {children}
    </section>
  )
}
