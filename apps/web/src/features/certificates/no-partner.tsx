import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { ChosenPartner } from './chosen-partner.ts'

/** The way back: to one's own certificates, or to the partner for whom an administrator acts. */
export function abovePage({ data, isOwn }: { data: ChosenPartner | undefined; isOwn: boolean }) {
  if (isOwn || !data) return { to: '/certificates', title: 'certificates.menu' } as const
  return { to: `/partners/${data.partnerId}`, title: 'fields.partner' } as const
}

/** Who has no partner yet must register first. */
export function NoPartner({ title }: { title: string }) {
  const { t } = useText()
  return (
    <Page title={title} above={{ to: '/certificates', title: 'certificates.menu' }}>
      <Surface>
        <Empty
          text={t('certificates.needsRegistration')}
          action={
            <Button component={Link} to="/">
              <T id="actions.toHome" />
            </Button>
          }
        />
      </Surface>
    </Page>
  )
}
