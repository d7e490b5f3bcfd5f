import { Link, useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { grouped, useMenu, type MenuEntry } from './menu.ts'
import { Me } from './me.tsx'
import { OnDemand } from './on-demand.tsx'

const userMenu = () => import('./user-menu.tsx')

interface RailProps {
  onSearch: () => void
}

/** Search on top, pages by kind of work, the person at the lower end. */
export function RailContent({ onSearch }: RailProps) {
  const { t } = useText()
  return (
    <>
      <button type="button" className="find" onClick={onSearch} aria-haspopup="dialog">
        <Icon name="search" />
        <span className="grow">
          <T id="palette.open" />
        </span>
        <span className="keys" aria-hidden>
          <kbd>Ctrl</kbd>
          <kbd>K</kbd>
        </span>
      </button>
      <nav aria-label={t('shell.menu')}>
        <MenuEntries />
      </nav>
      <div className="me-space" />
      <Person />
    </>
  )
}

/** The button of what is the reader's own; the menu comes when it is pressed. */
function Person() {
  const [isAsked, setAsked] = useState(false)
  if (isAsked) return <OnDemand load={userMenu} with={{}} before={<Me />} />
  return (
    <Me
      aria-haspopup="menu"
      aria-expanded={false}
      onClick={() => setAsked(true)}
      onPointerEnter={loadAhead}
      onFocus={loadAhead}
    />
  )
}

const loadAhead = () => void userMenu().catch(() => {})

function MenuEntries() {
  const { t } = useText()
  return grouped(useMenu()).map(({ group, entries }) => (
    <div key={group ?? 'top'}>
      {group && <p className="menu-group">{t(`shell.group.${group}`)}</p>}
      <ul className="plain-list">
        {entries.map((entry) => (
          <li key={entry.path}>
            <Entry entry={entry} />
          </li>
        ))}
      </ul>
    </div>
  ))
}

function Entry({ entry: { path, menu, icon, count, waits } }: { entry: MenuEntry }) {
  const { pathname } = useLocation()
  const { t, number } = useText()
  // Between the two it is marked as the place where one is, but is not the page itself.
  const isHere = path === '/' ? pathname === '/' : pathname.startsWith(path)
  return (
    <Link
      to={path}
      className="menu-entry"
      data-active={isHere || undefined}
      aria-current={pathname === path ? 'page' : undefined}
      activeProps={{}}
    >
      <Icon name={icon} />
      {t(menu)}
      {count > 0 && (
        <span className="menu-count" data-waits={waits || undefined}>
          {number(count)}
        </span>
      )}
    </Link>
  )
}
