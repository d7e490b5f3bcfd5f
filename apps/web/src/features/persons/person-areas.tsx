import { Button, Group } from '@mantine/core'
import { Link, useLocation } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'

const areas = [
  { to: '/approvals/people', label: 'persons.arrivals' },
  { to: '/approvals/people/unclaimed', label: 'persons.unclaimed' },
  { to: '/approvals/people/owners', label: 'persons.owners' },
] as const

/** Who waits, what waits, and who owns what. */
export function PersonAreas() {
  const { t } = useText()
  const { pathname } = useLocation()
  return (
    <Group component="nav" aria-label={t('persons.menu')} gap="xs">
      {areas.map(({ to, label }) => (
        <Button
          key={to}
          component={Link}
          to={to}
          size="sm"
          variant={pathname === to ? 'light' : 'subtle'}
          aria-current={pathname === to ? 'page' : undefined}
        >
          <T id={label} />
        </Button>
      ))}
    </Group>
  )
}
