import { ActionIcon } from '@mantine/core'
import { useDisclosure, useHotkeys } from '@mantine/hooks'
import { Outlet, useLocation, useMatches } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { PartMissing } from '../api/unreachable.ts'
import { T, useText } from '../i18n/text.tsx'
import { FailureAlert } from '../ui/failure.tsx'
import { Icon, type IconName } from '../ui/icon.tsx'
import { useIsSaid } from '../ui/said.ts'
import { Brand } from './brand.tsx'
import { Consent } from './consent.tsx'
import { Guarded } from './guarded.tsx'
import { IdleWatch } from './idle.tsx'
import { OnDemand } from './on-demand.tsx'
import { useReload } from './page-failed.tsx'
import { RailContent } from './rail.tsx'
import { SessionGate } from './session.tsx'
import { SignedOutNotice } from './signed-out-notice.tsx'

// Needed when they are asked for, or once the page is there.
const palette = () => import('./palette.tsx')
const menuDrawer = () => import('./menu-drawer.tsx')
const notices = () => import('./notices.tsx')

/** The shell around every page of a signed-in user. */
export default function Layout() {
  const isSaid = useIsSaid()
  return (
    <SessionGate>
      {isSaid && <OnDemand load={notices} with={{}} />}
      <Shell />
      <Consent />
      <IdleWatch />
    </SessionGate>
  )
}

function Shell() {
  const [isOpen, { open, close }] = useDisclosure()
  const [isSearching, search] = useDisclosure()
  const missing = useMissing(() => {
    close()
    search.close()
  })
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
        {missing.notice}
        <div className="shell-page">
          <Guarded permission={permission}>
            <Outlet />
          </Guarded>
        </div>
      </main>
      {isOpen && (
        <OnDemand
          load={menuDrawer}
          with={{
            onClose: close,
            onSearch: () => {
              close()
              search.open()
            },
          }}
          onMissing={missing.tell}
        />
      )}
      {isSearching && (
        <OnDemand load={palette} with={{ onClose: search.close }} onMissing={missing.tell} />
      )}
    </div>
  )
}

/** Tells above the page that a part of the shell could not be loaded, until the reader goes elsewhere. */
function useMissing(giveUp: () => void) {
  const { pathname } = useLocation()
  const [missingAt, setMissingAt] = useState<string>()
  const { isTrying, reload } = useReload()
  return {
    tell: () => {
      giveUp()
      setMissingAt(pathname)
    },
    notice: missingAt === pathname && (
      <div className="shell-page" aria-busy={isTrying}>
        <FailureAlert error={new PartMissing()} onRetry={reload} />
      </div>
    ),
  }
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
