import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

interface EmptyProps {
  /** What is missing, in a few words. */
  title?: string
  /** Why, or what to do. */
  text: string | undefined
  icon?: IconName
  action?: ReactNode
}

/** What an empty list says, and the way to its first entry. */
export function Empty({ title, text, icon, action }: EmptyProps) {
  return (
    <>
      {icon && <Icon name={icon} />}
      {title && <span className="empty-title">{title}</span>}
      {text && <span>{text}</span>}
      {action}
    </>
  )
}
