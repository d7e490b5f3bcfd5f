import { useRouter } from '@tanstack/react-router'
import type { MessageId } from '../i18n/language.tsx'
import type { IconName } from '../ui/icon.tsx'
import { menuGroups, type MenuCount, type MenuGroup, type PageFacts } from './page-facts.ts'
import { useSession, type Session } from './session.tsx'

export interface MenuEntry {
  path: string
  menu: MessageId
  icon: IconName
  group: MenuGroup | undefined
  count: number
  /** Whether somebody waits for what is counted. */
  waits: boolean
}

/** The menu of the reader, in the order of the pages. */
export function useMenu(): MenuEntry[] {
  const session = useSession()
  const { routesByPath } = useRouter()
  const pages = Object.entries<{ options: { staticData?: PageFacts } }>(routesByPath)
  return pages.flatMap(([path, { options }]) => entryOf(session, path, options.staticData ?? {}))
}

/** The entries on top, then those of each kind of work; kinds without entries are left out. */
export function grouped(entries: readonly MenuEntry[]) {
  return [undefined, ...menuGroups]
    .map((group) => ({ group, entries: entries.filter((entry) => entry.group === group) }))
    .filter((part) => part.entries.length > 0)
}

/** What the reader may do; partners' own things only for partners. */
function entryOf(session: Session, path: string, facts: PageFacts): MenuEntry[] {
  const { permission, menu, icon = 'home', isForPartners, group, count } = facts
  const governs = session.permissions.includes('policies.list')
  const isMine = !permission || session.permissions.includes(permission)
  const isShown = isMine && !(governs && isForPartners)
  if (!menu || !isShown) return []
  const waits = count === 'approvals'
  return [{ path, menu, icon, group, count: countOf(session, count), waits }]
}

function countOf(session: Session, count: MenuCount | undefined): number {
  if (count === 'approvals') return waitingIn(session)
  return count === 'trust' ? (session.trustCertificates ?? 0) : 0
}

/** Everything that waits for an administrator's decision. */
function waitingIn({ pendingPolicyRequests, pendingNameRequests, waitingArrivals }: Session) {
  return (pendingPolicyRequests ?? 0) + (pendingNameRequests ?? 0) + (waitingArrivals ?? 0)
}
