import { Button, Popover } from '@mantine/core'
import type { ReactNode } from 'react'

interface ToolPanelProps {
  label: string
  size?: 'xs' | 'sm'
  children: ReactNode
}

/** A quiet button that opens a panel beside it. */
export function ToolPanel({ label, size = 'xs', children }: ToolPanelProps) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus withinPortal={false} shadow="md">
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
