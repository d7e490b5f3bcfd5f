import type { PermissionName } from '@pmp/contract'
import type { MessageId } from '../i18n/language.tsx'
import type { IconName } from '../ui/icon.tsx'

/** What the shell must know of a page; it comes with the page's route. */
export interface PageFacts {
  /** What the reader must hold to see the page. Absent: every signed-in user may. */
  permission?: PermissionName
  /** The page's name in the menu. Absent: it is not there. */
  menu?: MessageId
  icon?: IconName
  /** Shown in the menu to partners only, not to those who govern them. */
  isForPartners?: boolean
}

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption extends PageFacts {}
}
