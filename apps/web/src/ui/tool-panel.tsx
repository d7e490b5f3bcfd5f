import { Drawer, Popover, getDefaultZIndex } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useText } from '../i18n/text.tsx'
import { Icon, type IconName } from './icon.tsx'
import { useIsPhone } from './use-phone.ts'

interface ToolPanelProps {
  label: string
  /** What the button shows instead of its label. */
  face?: ReactNode
  icon?: IconName
  /** Drawn as an addition rather than as a thing that is there. */
  isAddition?: boolean
  /** A dialog is open above it, and what happens there does not close it. */
  isBelow?: boolean
  children: ReactNode
}

/** A quiet button that opens a panel beside it; on a phone a sheet from the lower edge. */
export function ToolPanel(props: ToolPanelProps) {
  const { label, isBelow = false, children } = props
  const { t } = useText()
  const isPhone = useIsPhone()
  const [isOpen, { open, close }] = useDisclosure()
  if (isPhone) {
    return (
      <>
        <PanelButton {...props} onClick={open} />
        <Drawer
          opened={isOpen}
          onClose={close}
          position="bottom"
          size="auto"
          title={label}
          closeOnClickOutside={!isBelow}
          closeOnEscape={!isBelow}
          closeButtonProps={{ 'aria-label': t('actions.close') }}
        >
          {children}
        </Drawer>
      </>
    )
  }
  return (
    <Popover
      position="bottom-end"
      trapFocus
      returnFocus
      withinPortal={false}
      zIndex={getDefaultZIndex('modal') - 1}
      closeOnClickOutside={!isBelow}
    >
      <Popover.Target>
        <PanelButton {...props} />
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>{children}</Popover.Dropdown>
    </Popover>
  )
}

type PanelButtonProps = ToolPanelProps & React.ComponentProps<'button'>

/** Whatever opens the panel gives it what tells so. */
function PanelButton(props: PanelButtonProps) {
  const { label, face, icon, isAddition = false, isBelow: _, children: __, ...rest } = props
  return (
    <button
      type="button"
      {...rest}
      className={isAddition ? 'chip chip-add' : 'chip'}
      aria-label={face === undefined ? undefined : label}
      aria-haspopup="dialog"
    >
      {icon && <Icon name={icon} />}
      {face ?? label}
    </button>
  )
}

interface ToolButtonProps {
  disabled?: boolean
  icon?: IconName
  /** The key that does the same. */
  shortcut?: string
  onClick: () => void
  children: ReactNode
}

/** Something to do in a panel. */
export function ToolButton({
  disabled = false,
  icon,
  shortcut,
  onClick,
  children,
}: ToolButtonProps) {
  return (
    <button type="button" className="panel-entry" disabled={disabled} onClick={onClick}>
      {icon && <Icon name={icon} />}
      {children}
      {shortcut && <kbd dir="ltr">{shortcut}</kbd>}
    </button>
  )
}
