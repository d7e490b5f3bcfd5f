import { Button, Popover } from '@mantine/core'
import type { ReactNode } from 'react'

/** A quiet button that opens a panel beside it. */
export function ToolPanel({ label, children }: { label: string; children: ReactNode }) {
  return (
    <Popover position="bottom-end" trapFocus returnFocus withinPortal={false} shadow="md">
      <Popover.Target>
        <Button variant="default" size="xs">
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
