import type { PermissionName } from '@pmp/contract'
import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { Page } from '../ui/page.tsx'
import { useMay } from './session.tsx'

/** A page for holders of a permission; the server checks again. */
export function Guarded({
  permission,
  children,
}: {
  permission: PermissionName | undefined
  children: ReactNode
}) {
  const may = useMay()
  const { t } = useText()
  if (!permission || may(permission)) return children
  return (
    <Page title={t('states.noAccess')}>
      <Text>
        <T id="states.noAccess.text" />
      </Text>
    </Page>
  )
}
