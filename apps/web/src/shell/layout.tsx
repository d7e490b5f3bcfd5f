import { ActionIcon, Drawer, Group, NavLink, Text, Tooltip } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { useDisclosure, useLocalStorage } from '@mantine/hooks'
import { Link, Outlet, useLocation, useMatches } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { Brand } from './brand.tsx'
import { Consent } from './consent.tsx'
import { Guarded } from './guarded.tsx'
import { IdleWatch } from './idle.tsx'
import { useMenu } from './menu.ts'
import HeaderMenus from './menus.tsx'
import { SessionGate } from './session.tsx'
import { SignedOutNotice } from './signed-out-notice.tsx'
import { UserMenu } from './user-menu.tsx'

/** The shell around every page of a signed-in user. */
export default function Layout() {
  return (
    <SessionGate>
      <Notifications position="top-center" />
      <Shell />
      <Consent />
      <IdleWatch />
    </SessionGate>
  )
}

function Shell() {
  const [isOpen, { open, close }] = useDisclosure()
  const { pathname } = useLocation()
  const { t } = useText()
  const content = useFocusedContent(pathname)
  const permission = useMatches().at(-1)?.staticData.permission
  useEffect(close, [pathname, close])
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        <T id="shell.skip" />
      </a>
      <header className="shell-header">
        <Group gap="xs" wrap="nowrap">
          <ActionIcon
            variant="subtle"
            size="xl"
            color="gray"
            className="header-button"
            hiddenFrom="sm"
            onClick={open}
            aria-label={t('shell.menu')}
            aria-haspopup="dialog"
          >
            <Icon name="menu" />
          </ActionIcon>
          <Brand />
        </Group>
        <Group gap={4} wrap="nowrap">
          <HeaderMenus />
          <UserMenu />
        </Group>
      </header>
      <Rail pathname={pathname} />
      <main id="content" tabIndex={-1} className="shell-main" ref={content}>
        <SignedOutNotice />
        <div className="shell-page">
          <Guarded permission={permission}>
            <Outlet />
          </Guarded>
        </div>
      </main>
      <Drawer
        opened={isOpen}
        onClose={close}
        size={288}
        title={<T id="shell.menu" />}
        closeButtonProps={{ 'aria-label': t('actions.close') }}
      >
        <nav aria-label={t('shell.menu')}>
          <MenuEntries pathname={pathname} isNarrow={false} />
        </nav>
      </Drawer>
    </div>
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

/** The menu beside the page; its width is remembered. */
function Rail({ pathname }: { pathname: string }) {
  const { t } = useText()
  const [isNarrow, setNarrow] = useLocalStorage({ key: 'pmp.rail', defaultValue: false })
  return (
    <nav className="shell-rail" aria-label={t('shell.menu')} data-narrow={isNarrow || undefined}>
      <MenuEntries pathname={pathname} isNarrow={isNarrow} />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="xl"
        className="header-button rail-toggle"
        onClick={() => setNarrow(!isNarrow)}
        aria-expanded={!isNarrow}
        aria-label={t('shell.rail')}
      >
        <Icon name="rail" />
      </ActionIcon>
    </nav>
  )
}

function MenuEntries({ pathname, isNarrow }: { pathname: string; isNarrow: boolean }) {
  const { t } = useText()
  return useMenu().map(({ path, menu, icon }) => (
    <Tooltip key={path} label={t(menu)} disabled={!isNarrow} position="right">
      <NavLink
        component={Link}
        to={path}
        className="menu-entry"
        label={
          <Text span className={isNarrow ? 'visually-hidden' : 'menu-label'}>
            {t(menu)}
          </Text>
        }
        leftSection={<Icon name={icon} />}
        active={path === '/' ? pathname === '/' : pathname.startsWith(path)}
        aria-current={pathname === path ? 'page' : undefined}
      />
    </Tooltip>
  ))
}
