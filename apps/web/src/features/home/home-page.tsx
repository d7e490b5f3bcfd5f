import { isMispType } from '@pmp/contract'
import { Skeleton, Text } from '@mantine/core'
import { Suspense, lazy } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { NameNotYours } from '../../shell/name-not-yours.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { Page } from '../../ui/page.tsx'
import { oldestOf } from '../../domain/approvals/inbox.ts'
import { useInbox } from '../../shell/use-inbox.ts'
import { AdministratorActions, AdministratorHome } from './administrator-home.tsx'
import { PartnerSteps } from './partner-steps.tsx'
import { PolicyManagerHome } from './policy-manager-home.tsx'
import { stepsOf } from './steps-of.ts'

interface HeadOptions {
  isAdministrator: boolean
  mayRegister: boolean
}

/** The title says what waits, or what is left to do. */
function useHead({ isAdministrator, mayRegister }: HeadOptions) {
  const { t, today } = useText()
  const { partners, policyRequiredPartnerTypes } = useSession()
  const may = useMay()
  const inbox = useInbox()
  if (isAdministrator) {
    return {
      over: today(),
      title: t('home.waiting', { count: (inbox.data?.length ?? 0) + inbox.hidden }),
      actions: <AdministratorActions oldest={oldestOf(inbox.data)} />,
    }
  }
  if (mayRegister) return { title: t('registration.title') }
  const [partner, another] = partners
  if (!partner || another) return { title: t('home.menu') }
  const steps = stepsOf(partner, policyRequiredPartnerTypes, may('apiKeys.generate'))
  const left = steps.filter(({ isDone }) => !isDone).length
  return {
    over: partner.organizationName,
    title: left === 0 ? t('home.allDone') : t('home.stepsLeft', { count: left }),
  }
}

// Needed once in the life of a partner.
const CompleteRegistration = lazy(() => import('./complete-registration.tsx'))

/** What is done, what is next, and who must act; by what the user may do. */
export default function HomePage() {
  const session = useSession()
  const { permissions, partners } = session
  const isAdministrator = permissions.includes('policyRequests.decide')
  const isPolicyManager = permissions.includes('policies.create')
  const governs = isAdministrator || isPolicyManager
  const isWaiting = session.standing === 'unclaimed'
  const mayRegister = !governs && partners.length === 0 && !isWaiting
  const isMisp = isMispType(session.profile.partnerType ?? '')
  const head = useHead({ isAdministrator, mayRegister })
  return (
    <Page {...head}>
      {isAdministrator && <AdministratorHome />}
      {isPolicyManager && <PolicyManagerHome isMain={!isAdministrator} />}
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
