import type { PermissionName } from '@pmp/contract'
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { Empty } from '../ui/empty.tsx'
import { Page } from '../ui/page.tsx'
import { NameNotYours } from './name-not-yours.tsx'
import { useMay, useSession } from './session.tsx'

/** A page for holders of a permission; the server checks again. */
export function Guarded({
  permission,
  children,
}: {
  permission: PermissionName | undefined
  children: ReactNode
}) {
  const may = useMay()
  const { standing } = useSession()
  const { t } = useText()
  // Nothing else can be done with such a name.
  if (standing === 'taken') {
    return (
      <Page title={t('states.noAccess')}>
        <NameNotYours />
      </Page>
    )
  }
  if (!permission || may(permission)) return children
  return (
    <Page title={t('states.noAccess')}>
      <div className="empty">
        <Empty
          icon="lock"
          text={t('states.noAccess.text')}
          action={
            <Button component={Link} to="/" variant="default">
              <T id="actions.toHome" />
            </Button>
          }
        />
      </div>
    </Page>
  )
}
