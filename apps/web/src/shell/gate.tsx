import { Suspense, lazy, type ReactNode } from 'react'
import { Guilloche } from '../domain/certificates/guilloche.tsx'
import { T } from '../i18n/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { Brand } from './brand.tsx'

// The page is there before its menus are.
const HeaderMenus = lazy(() => import('./menus.tsx'))

const points = [
  { id: 'certificate', icon: 'certificate' },
  { id: 'policy', icon: 'policy' },
  { id: 'key', icon: 'key' },
] as const

interface GateProps {
  /** What the portal is, as the title of the page or beside it. */
  title: ReactNode
  children: ReactNode
}

/** The way in: what this is on one side, what to do on the other. */
export function Gate({ title, children }: GateProps) {
  return (
    <main id="content" className="gate">
      <div className="gate-side">
        <Guilloche />
        <Brand />
        <div>
          {title}
          <ul className="gate-points">
            {points.map(({ id, icon }) => (
              <li key={id}>
                <Icon name={icon} />
                <T id={`welcome.${id}.text`} />
              </li>
            ))}
          </ul>
        </div>
      </div>
      <div className="gate-form">
        <div className="gate-menus">
          <Suspense>
            <HeaderMenus />
          </Suspense>
        </div>
        <div className="gate-fields">{children}</div>
      </div>
    </main>
  )
}
