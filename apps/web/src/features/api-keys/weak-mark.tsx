import { Badge } from '@mantine/core'
import { T } from '../../i18n/text.tsx'

/** Marks a key of an older kind, which could be guessed. */
export function WeakMark() {
  return (
    <Badge className="status status-yellow" variant="light" tt="none" fw={600}>
      <T id="keys.weak" />
    </Badge>
  )
}
