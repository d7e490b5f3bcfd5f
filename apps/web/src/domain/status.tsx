import { Badge } from '@mantine/core'
import { useText } from '../i18n/text.tsx'

const colors: Record<string, string> = {
  approved: 'green',
  activated: 'green',
  valid: 'green',
  current: 'green',
  success: 'green',
  delivered: 'green',
  rejected: 'red',
  refused: 'red',
  expired: 'red',
  failed: 'red',
  revoked: 'red',
  inprogress: 'yellow',
  draft: 'yellow',
  waiting: 'yellow',
  expiring: 'yellow',
  scheduled: 'yellow',
  not_started: 'yellow',
  deactivated: 'gray',
  not_active: 'gray',
}

/** A status in words and colour (ui.md 1.10). */
export function Status({ value }: { value: string }) {
  const { tMaybe } = useText()
  const word = value.toLowerCase()
  return (
    <Badge
      className={`status status-${colors[word] ?? 'gray'}`}
      variant="light"
      size="lg"
      tt="none"
      fw={600}
    >
      {tMaybe(`status.${word}`) ?? value}
    </Badge>
  )
}
