import { Drawer, Popover, getDefaultZIndex } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useEffect, useRef, type ReactNode } from 'react'
import { useText } from '../i18n/text.tsx'
import { Icon, type IconName } from './icon.tsx'
import { PanelButton, type PanelFace } from './panel-button.tsx'
import { useIsPhone } from './use-phone.ts'

interface ToolPanelProps extends PanelFace {
  /** A dialog is open above it, and what happens there does not close it. */
  isBelow?: boolean
  children: ReactNode
}

/**
 * A quiet button with a panel beside it; on a phone a sheet from the lower edge. Its code comes when
 * the button is first pressed, so it opens at once.
 */
export function ToolPanel({ isBelow = false, children, ...face }: ToolPanelProps) {
  const { t } = useText()
  const isPhone = useIsPhone()
  const button = useRef<HTMLButtonElement>(null)
  const [isOpen, { open, close, toggle }] = useDisclosure()
  useEffect(() => {
    // It stands where the one was that was pressed, and gets the focus back when the panel closes.
    button.current?.focus({ preventScroll: true })
    open()
  }, [open])
  if (isPhone) {
    return (
      <>
        <PanelButton {...face} ref={button} aria-expanded={isOpen} onClick={open} />
        <Drawer
          opened={isOpen}
          onClose={close}
          position="bottom"
          size="auto"
          title={face.label}
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
      opened={isOpen}
      onChange={(isWanted) => (isWanted ? open() : close())}
      position="bottom-end"
      trapFocus
      returnFocus
      withinPortal={false}
      zIndex={getDefaultZIndex('modal') - 1}
      closeOnClickOutside={!isBelow}
    >
      <Popover.Target>
        <PanelButton {...face} ref={button} onClick={toggle} />
      </Popover.Target>
      <Popover.Dropdown aria-label={face.label}>{children}</Popover.Dropdown>
    </Popover>
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
