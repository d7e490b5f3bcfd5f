import type { PermissionName } from '@pmp/contract'
import type { ReactNode } from 'react'
import { useText } from '../i18n/text.tsx'
import { Page } from '../ui/page.tsx'
import { DeadEnd } from './dead-end.tsx'
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
  return <DeadEnd icon="lock" title={t('states.noAccess')} text={t('states.noAccess.text')} />
}
