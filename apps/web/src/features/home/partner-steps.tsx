import { isMispType } from '@pmp/contract'
import { Alert, Progress, SimpleGrid, Stack, Text } from '@mantine/core'
import type { MessageId } from '../../i18n/language.tsx'
import { T, useText, type Translate } from '../../i18n/text.tsx'
import { useMay, useSession, type Session } from '../../shell/session.tsx'
import { Status } from '../../domain/status.tsx'
import { Steps } from './steps.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { RenewalFailed } from './renewal-failed.tsx'
import { stepsOf, type PartnerStep } from './steps-of.ts'

type Partner = Session['partners'][number]

const actions: Partial<Record<PartnerStep['id'], { to: string; label: MessageId }>> = {
  certificate: { to: '/certificates/upload', label: 'certificates.upload' },
  request: { to: '/policy-requests/new', label: 'requests.new' },
  approval: { to: '/policy-requests', label: 'requests.show' },
  key: { to: '/api-keys/new', label: 'keys.new' },
  licence: { to: '/misp-licences', label: 'licences.make' },
}

/** A partner's way to its goal: what is done, what is next, and who must act. */
export function PartnerSteps({ partner }: { partner: Partner }) {
  const { policyRequiredPartnerTypes } = useSession()
  const may = useMay()
  const { t } = useText()
  const steps = stepsOf(partner, policyRequiredPartnerTypes, may('apiKeys.generate'))
  const next = steps.find(({ isDone }) => !isDone)
  const done = steps.filter(({ isDone }) => isDone).length
  const isDeactivated = partner.hasCertificate && !partner.isActive
  return (
    <div className="home-columns">
      <Surface title={partner.organizationName}>
        <Stack>
          <div>
            <Text c="dimmed" mb={6}>
              {t(done === steps.length ? 'home.allDone' : 'home.progress', {
                done,
                total: steps.length,
              })}
            </Text>
            <Progress
              value={(done / steps.length) * 100}
              color={done === steps.length ? 'green' : 'petrol'}
              aria-label={t('home.progressLabel')}
            />
          </div>
          {isDeactivated && (
            <Alert color="yellow">
              <T id="home.deactivated" />
            </Alert>
          )}
          {may('certificates.history') && <RenewalFailed partnerId={partner.partnerId} />}
          <Steps
            isStopped={isDeactivated}
            steps={steps.map((step) => shown(step, step === next, t))}
          />
        </Stack>
      </Surface>
      <PartnerCard partner={partner} />
    </div>
  )
}

function shown({ id, isDone, actor }: PartnerStep, isNext: boolean, t: Translate) {
  const action = actions[id]
  const waits = isNext && actor === 'administrator' ? ` ${t('steps.waitsForAdministrator')}` : ''
  return {
    title: t(`steps.${id}`),
    text: isDone ? t(`steps.${id}.done`) : `${t(`steps.${id}.text`)}${waits}`,
    isDone,
    ...(action
      ? { action: { to: action.to, label: t(action.label), isMine: actor === 'you' } }
      : {}),
  }
}

function PartnerCard({ partner }: { partner: Partner }) {
  const { t, tMaybe, date, number } = useText()
  const expiry = partner.certificateExpiresAt
  return (
    <Surface title={t('home.atAGlance')}>
      <Stack>
        <Facts
          facts={[
            [t('fields.partnerId'), <bdi key="id">{partner.partnerId}</bdi>],
            [
              t('fields.partnerType'),
              tMaybe(`partnerTypes.${partner.partnerType}`) ?? partner.partnerType,
            ],
            [t('fields.policyGroup'), partner.policyGroupName],
            [
              t('fields.status'),
              <Status key="s" value={partner.isActive ? 'activated' : 'not_active'} />,
            ],
            [t('home.certificateUntil'), expiry && date(expiry)],
          ]}
        />
        <SimpleGrid cols={3}>
          <Count label={t('home.pending')} value={number(partner.pendingRequests)} />
          <Count label={t('home.approved')} value={number(partner.approvedRequests)} />
          {isMispType(partner.partnerType) ? (
            <Count label={t('licences.menu')} value={number(partner.activeLicences)} />
          ) : (
            <Count label={t('keys.menu')} value={number(partner.activeApiKeys)} />
          )}
        </SimpleGrid>
      </Stack>
    </Surface>
  )
}

function Count({ label, value }: { label: string; value: string }) {
  return (
    <div className="count">
      <Text fz={26} fw={700} lh={1.1}>
        {value}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </div>
  )
}
