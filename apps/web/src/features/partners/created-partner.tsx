import { Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { InviteButton } from '../../domain/persons/invite-button.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { NewPartner } from './new-partner-form.tsx'
import { pageSearch } from '../../shell/page-search.ts'

interface CreatedPartnerProps {
  partner: NewPartner
  above: { to: string; title: 'partners.menu' }
  onAnother: () => void
}

/** What comes next for a new partner: it has no login, so its certificate is uploaded for it. */
export function CreatedPartner({ partner, above, onAnother }: CreatedPartnerProps) {
  const { t } = useText()
  const may = useMay()
  const { partnerId, organizationName } = partner
  const search = pageSearch({ partnerId })
  return (
    <Page
      title={t('partners.created', { name: organizationName })}
      description={t('partners.created.text')}
      above={above}
    >
      <Surface title={t('partners.created.next')}>
        <Stack>
          <Text>{t('partners.created.certificate', { name: organizationName })}</Text>
          <Group>
            {may('certificates.upload') && (
              <>
                <Button component={Link} to="/certificates/upload" search={search}>
                  <T id="certificates.upload" />
                </Button>
                <Button
                  component={Link}
                  to="/certificates/request"
                  search={search}
                  variant="default"
                >
                  <T id="csr.link" />
                </Button>
              </>
            )}
            {may('persons.manage') && <InviteButton partnerId={partnerId} variant="default" />}
            <Button component={Link} to={`/partners/${partnerId}`} variant="default">
              <T id="partners.open" />
            </Button>
            <Button variant="subtle" onClick={onAnother}>
              <T id="partners.another" />
            </Button>
            <Button component={Link} to="/" variant="subtle">
              <T id="home.menu" />
            </Button>
          </Group>
        </Stack>
      </Surface>
    </Page>
  )
}
