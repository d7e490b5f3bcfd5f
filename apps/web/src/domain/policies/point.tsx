import type { ReactNode } from 'react'
import { Icon, type IconName } from '../../ui/icon.tsx'

/** One thing that a policy says, with the picture of what it is about. */
export function Point({ icon, children }: { icon: IconName; children: ReactNode }) {
  return (
    <div className="point">
      <span className="point-mark" aria-hidden>
        <Icon name={icon} size={18} />
      </span>
      <div>{children}</div>
    </div>
  )
}
