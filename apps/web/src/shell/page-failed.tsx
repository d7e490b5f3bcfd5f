import { Container } from '@mantine/core'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { FailureAlert } from '../ui/failure.tsx'

/** A page that could not be loaded or shown; loading anew also fetches a newer version. */
export default function PageFailed({ error }: ErrorComponentProps) {
  return (
    <Container size="sm" py="xl">
      <FailureAlert error={error} onRetry={() => window.location.reload()} />
    </Container>
  )
}
