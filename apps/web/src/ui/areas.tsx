import { Link, useLocation } from '@tanstack/react-router'
import type { MessageId } from '../i18n/language.tsx'
import { T, useText } from '../i18n/text.tsx'

interface Area {
  to: string
  label: MessageId
  /** How much waits there. */
  count?: number
}

/** The ways between pages that belong together; the one that is shown, or lies above, is marked. */
export function Areas({ label, areas }: { label: string; areas: readonly Area[] }) {
  const { number } = useText()
  const { pathname } = useLocation()
  // The most exact one: an area may have pages below it.
  const here = areas.findLast(({ to }) => pathname.startsWith(to))?.to
  return (
    <nav className="tabs" aria-label={label}>
      {areas.map(({ to, label: name, count = 0 }) => (
        <Link
          key={to}
          to={to}
          data-active={to === here || undefined}
          aria-current={to === here ? 'page' : undefined}
        >
          <T id={name} />
          {count > 0 && <span className="tab-count">{number(count)}</span>}
        </Link>
      ))}
    </nav>
  )
}
