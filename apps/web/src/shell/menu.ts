import { useRouter } from '@tanstack/react-router'
import type { MessageId } from '../i18n/language.tsx'
import type { IconName } from '../ui/icon.tsx'
import type { PageFacts } from './page-facts.ts'
import { useSession, type Session } from './session.tsx'

interface MenuEntry {
  path: string
  menu: MessageId
  icon: IconName
}

/** The menu of the reader, in the order of the pages. */
export function useMenu(): MenuEntry[] {
  const session = useSession()
  const { routesByPath } = useRouter()
  const pages = Object.entries<{ options: { staticData?: PageFacts } }>(routesByPath)
  return pages.flatMap(([path, { options }]) => entryOf(session, path, options.staticData ?? {}))
}

/** What the reader may do; partners' own things only for partners. */
function entryOf(session: Session, path: string, facts: PageFacts): MenuEntry[] {
  const { permission, menu, icon = 'home', isForPartners } = facts
  const governs = session.permissions.includes('policies.list')
  const isMine = !permission || session.permissions.includes(permission)
  const isShown = isMine && !(governs && isForPartners)
  return menu && isShown ? [{ path, menu, icon }] : []
}
