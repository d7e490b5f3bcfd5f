import { useText } from '../../i18n/text.tsx'
import { Areas } from '../../ui/areas.tsx'

/** Who waits, what waits, and who owns what. */
export function PersonAreas() {
  const { t } = useText()
  return (
    <Areas
      label={t('persons.menu')}
      areas={[
        { to: '/approvals/people', label: 'persons.arrivals' },
        { to: '/approvals/people/unclaimed', label: 'persons.unclaimed' },
        { to: '/approvals/people/owners', label: 'persons.owners' },
      ]}
    />
  )
}
