import { CatchBoundary } from '@tanstack/react-router'
import { Suspense, createElement, lazy, useState, type ComponentType, type ReactNode } from 'react'

interface OnDemandProps<Props extends object> {
  load: () => Promise<{ default: ComponentType<Props> }>
  /** What the part itself is told. */
  with: Props
  /** Stands in its place until it is there, and where it cannot be loaded. */
  before?: ReactNode
  onMissing?: () => void
}

/**
 * A part of the shell whose code comes after the page. Where it cannot be loaded, without a connection
 * for example, the page stays as it is.
 */
export function OnDemand<Props extends object>({
  load,
  with: props,
  before = null,
  onMissing,
}: OnDemandProps<Props>) {
  // One of its own for each opening, because it never forgets that its code could not be loaded. Some
  // browsers do not forget it either, until the document is loaded anew.
  const [Part] = useState(() => lazy(load))
  return (
    <CatchBoundary
      getResetKey={() => ''}
      errorComponent={() => before}
      {...(onMissing && { onCatch: onMissing })}
    >
      <Suspense fallback={before}>{createElement(Part, props)}</Suspense>
    </CatchBoundary>
  )
}
