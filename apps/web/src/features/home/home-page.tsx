import { isMispType } from '@pmp/contract'
import { Skeleton, Text } from '@mantine/core'
import { Suspense, lazy } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { NameNotYours } from '../../shell/name-not-yours.tsx'
import { useSession } from '../../shell/session.tsx'
import { Page } from '../../ui/page.tsx'
import { AdministratorHome } from './administrator-home.tsx'
import { PartnerSteps } from './partner-steps.tsx'
import { PolicyManagerHome } from './policy-manager-home.tsx'

// Needed once in the life of a partner.
const CompleteRegistration = lazy(() => import('./complete-registration.tsx'))

/** What is done, what is next, and who must act; by what the user may do. */
export default function HomePage() {
  const session = useSession()
  const { t } = useText()
  const { permissions, partners } = session
  const isAdministrator = permissions.includes('policyRequests.decide')
  const isPolicyManager = permissions.includes('policies.create')
  const governs = isAdministrator || isPolicyManager
  const isWaiting = session.standing === 'unclaimed'
  const mayRegister = !governs && partners.length === 0 && !isWaiting
  const isMisp = isMispType(session.profile.partnerType ?? '')
  const name = session.givenName ?? session.userName
  return (
    <Page
      title={t('home.welcome', { name })}
      description={<Text span>{t(governs ? 'home.governs' : 'home.partner')}</Text>}
    >
      {isAdministrator && <AdministratorHome />}
      {isPolicyManager && <PolicyManagerHome />}
      {!governs && isWaiting && <NameNotYours />}
      {mayRegister && (
        <Suspense fallback={<Skeleton height={420} radius="lg" />}>
          <CompleteRegistration />
        </Suspense>
      )}
      {partners.map((partner) => (
        <PartnerSteps key={partner.partnerId} partner={partner} />
      ))}
      {mayRegister && (
        <Text size="sm" c="dimmed">
          <T id={isMisp ? 'home.registrationHint.misp' : 'home.registrationHint'} />
        </Text>
      )}
    </Page>
  )
}
