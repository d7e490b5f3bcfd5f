import type { ComponentProps, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

export interface PanelFace {
  label: string
  /** What the button shows instead of its label. */
  face?: ReactNode
  icon?: IconName
  /** Drawn as an addition rather than as a thing that is there. */
  isAddition?: boolean
}

/** The quiet button of a panel. Whatever opens the panel gives it what tells so. */
export function PanelButton(props: PanelFace & ComponentProps<'button'>) {
  const { label, face, icon, isAddition = false, ...rest } = props
  return (
    <button
      type="button"
      aria-expanded={false}
      {...rest}
      className={isAddition ? 'chip chip-add' : 'chip'}
      aria-haspopup="dialog"
    >
      {icon && <Icon name={icon} />}
      {face === undefined ? label : <span className="visually-hidden">{label} </span>}
      {face}
    </button>
  )
}
