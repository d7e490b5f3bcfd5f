import { ActionIcon } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { Outlet, useLocation, useMatches } from '@tanstack/react-router'
import { Suspense, lazy, useEffect, useRef } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { Brand } from './brand.tsx'
import { Consent } from './consent.tsx'
import { Guarded } from './guarded.tsx'
import { IdleWatch } from './idle.tsx'
import { RailContent } from './rail.tsx'
import { SessionGate } from './session.tsx'
import { SignedOutNotice } from './signed-out-notice.tsx'

// Needed when they are asked for, or once the page is there.
const Palette = lazy(() => import('./palette.tsx'))
const MenuDrawer = lazy(() => import('./menu-drawer.tsx'))
const Notices = lazy(() => import('./notices.tsx'))

/** The shell around every page of a signed-in user. */
export default function Layout() {
  return (
    <SessionGate>
      <Suspense>
        <Notices />
      </Suspense>
      <Shell />
      <Consent />
      <IdleWatch />
    </SessionGate>
  )
}

function Shell() {
  const [isOpen, { open, close }] = useDisclosure()
  const [isSearching, search] = useDisclosure()
  const { pathname } = useLocation()
  const { t } = useText()
  const content = useFocusedContent(pathname)
  const permission = useMatches().at(-1)?.staticData.permission
  useEffect(close, [pathname, close])
  useHotkeys([['mod+K', search.open]], [])
  return (
    <div className="frame">
      <a className="skip-link" href="#content">
        <T id="shell.skip" />
      </a>
      <header className="top-bar">
        <TopButton label={t('shell.menu')} icon="menu" onClick={open} />
        <Brand />
        <TopButton label={t('palette.open')} icon="search" onClick={search.open} />
      </header>
      <header className="rail">
        <Brand />
        <RailContent onSearch={search.open} />
      </header>
      <main id="content" tabIndex={-1} className="shell-main" ref={content}>
        <SignedOutNotice />
        <div className="shell-page">
          <Guarded permission={permission}>
            <Outlet />
          </Guarded>
        </div>
      </main>
      {isOpen && (
        <Suspense>
          <MenuDrawer
            onClose={close}
            onSearch={() => {
              close()
              search.open()
            }}
          />
        </Suspense>
      )}
      {isSearching && (
        <Suspense>
          <Palette onClose={search.close} />
        </Suspense>
      )}
    </div>
  )
}

interface TopButtonProps {
  label: string
  icon: IconName
  onClick: () => void
}

function TopButton({ label, icon, onClick }: TopButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      size="xl"
      color="gray"
      className="header-button"
      onClick={onClick}
      aria-label={label}
      aria-haspopup="dialog"
    >
      <Icon name={icon} />
    </ActionIcon>
  )
}

/** Moves the keyboard to the new page, as the browser does between documents. */
function useFocusedContent(pathname: string) {
  const content = useRef<HTMLElement>(null)
  const shown = useRef(pathname)
  useEffect(() => {
    if (shown.current !== pathname) content.current?.focus({ preventScroll: true })
    shown.current = pathname
  }, [pathname])
  return content
}
