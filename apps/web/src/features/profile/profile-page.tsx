import { Alert, Stack } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { OrganizationNameLink } from '../../shell/organization-name-link.tsx'
import { fullName, useSession } from '../../shell/session.tsx'
import { Page } from '../../ui/page.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'

/** What the portal knows about the signed-in person and their organisations (ui.md 1.5). */
export default function ProfilePage() {
  const { t, tMaybe, dateTime } = useText()
  const session = useSession()
  const typeName = (code: string) => tMaybe(`partnerTypes.${code}`) ?? code
  return (
    <Page title={t('profile.menu')} description={t('profile.about')}>
      <Stack gap="lg">
        <Surface title={fullName(session)}>
          <Facts
            facts={[
              [t('fields.userName'), session.userName],
              [t('fields.email'), session.email],
              [t('fields.phone'), session.profile.phoneNumber],
              [t('fields.organization'), session.profile.organizationName],
              [t('fields.address'), session.profile.address],
              [t('profile.roles'), session.roles.join(', ')],
              [t('profile.until'), dateTime(session.expiresAt)],
            ]}
          />
        </Surface>
        {session.partners.map((partner) => (
          <Surface key={partner.partnerId} title={partner.organizationName}>
            <Facts
              facts={[
                [t('fields.partnerId'), partner.partnerId],
                [t('fields.partnerType'), typeName(partner.partnerType)],
                [t('fields.policyGroup'), partner.policyGroupName],
              ]}
            />
            <OrganizationNameLink partnerId={partner.partnerId} />
          </Surface>
        ))}
        <Alert variant="light" role="note">
          <T id="profile.change" />
        </Alert>
      </Stack>
    </Page>
  )
}
