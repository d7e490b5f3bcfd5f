import { Box, Paper, Title, type PaperProps } from '@mantine/core'
import type { ReactNode } from 'react'

interface SurfaceProps extends PaperProps {
  role?: string
  title?: ReactNode
  children: ReactNode
}

/** A card on the canvas. */
export function Surface({ title, children, ...rest }: SurfaceProps) {
  return (
    <Paper p={{ base: 'md', sm: 'lg' }} radius="lg" withBorder className="surface" {...rest}>
      {title && (
        <Title order={2} size="h4" mb="md">
          {title}
        </Title>
      )}
      {children}
    </Paper>
  )
}

/** Names and values of one thing; a definition list. */
export function Facts({ facts }: { facts: [ReactNode, ReactNode][] }) {
  return (
    <Box component="dl" className="facts">
      {facts.map(([name, value], index) => (
        // oxlint-disable-next-line react/no-array-index-key -- the list of a page never changes order
        <div key={index}>
          <dt>{name}</dt>
          <dd>{value ?? '–'}</dd>
        </div>
      ))}
    </Box>
  )
}
