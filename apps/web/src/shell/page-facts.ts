import type { PermissionName } from '@pmp/contract'
import type { MessageId } from '../i18n/language.tsx'
import type { IconName } from '../ui/icon.tsx'

/** Kinds of work, in the order of the menu. */
export const menuGroups = ['register', 'policy', 'access', 'trust', 'oversight'] as const

export type MenuGroup = (typeof menuGroups)[number]

/** Amounts that the session knows. */
export type MenuCount = 'approvals' | 'trust'

/** What the shell must know of a page; it comes with the page's route. */
export interface PageFacts {
  /** What the reader must hold to see the page. Absent: every signed-in user may. */
  permission?: PermissionName
  /** The page's name in the menu. Absent: it is not there. */
  menu?: MessageId
  icon?: IconName
  /** The kind of work under which the menu shows the page. Absent: on top. */
  group?: MenuGroup
  /** What the menu counts beside the page's name. */
  count?: MenuCount
  /** Shown in the menu to partners only, not to those who govern them. */
  isForPartners?: boolean
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption extends PageFacts {}
}
