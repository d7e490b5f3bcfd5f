import { Button, Popover, getDefaultZIndex } from '@mantine/core'
import type { ReactNode } from 'react'

interface ToolPanelProps {
  label: string
  size?: 'xs' | 'sm'
  /** A dialog is open above it, and what happens there does not close it. */
  isBelow?: boolean
  children: ReactNode
}

/** A quiet button that opens a panel beside it. */
export function ToolPanel({ label, size = 'xs', isBelow = false, children }: ToolPanelProps) {
  return (
    <Popover
      position="bottom-end"
      trapFocus
      returnFocus
      withinPortal={false}
      shadow="md"
      zIndex={getDefaultZIndex('modal') - 1}
      closeOnClickOutside={!isBelow}
    >
      <Popover.Target>
        <Button variant="default" size={size}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={label}>{children}</Popover.Dropdown>
    </Popover>
  )
}

interface ToolButtonProps {
  disabled?: boolean
  onClick: () => void
  children: ReactNode
}

/** Something to do in a panel. */
export function ToolButton({ disabled = false, onClick, children }: ToolButtonProps) {
  return (
    <Button
      variant="subtle"
      size="sm"
      fullWidth
      justify="flex-start"
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </Button>
  )
}
