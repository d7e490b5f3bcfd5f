import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'

/** The way back from pages about one's own certificates. */
export const certificatesPage = { to: '/certificates', title: 'certificates.menu' } as const

/** Who has no partner yet must register first. */
export function NoPartner({ title }: { title: string }) {
  const { t } = useText()
  return (
    <Page title={title} above={certificatesPage}>
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
