import { isMispType, listCertificateGenerations } from '@pmp/contract'
import { Alert, Anchor, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { CertificateBox } from '../../domain/certificates/certificate-box.tsx'
import { ValidityBar } from '../../domain/certificates/validity-bar.tsx'
import type { MessageId } from '../../i18n/language.tsx'
import { T, useText, type Translate } from '../../i18n/text.tsx'
import { useMay, useSession, type Session } from '../../shell/session.tsx'
import { Status } from '../../domain/status.tsx'
import { Steps } from './steps.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { Refusal } from './refusal.tsx'
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
      <Surface
        title={partner.organizationName}
        aside={<span className="quiet">{t('home.stepsDone', { done, total: steps.length })}</span>}
      >
        <Stack>
          {isDeactivated && (
            <Alert color="yellow">
              <T id="home.deactivated" />
            </Alert>
          )}
          <Refusal partnerId={partner.partnerId} />
          {may('certificates.history') && <RenewalFailed partnerId={partner.partnerId} />}
          <Steps
            isStopped={isDeactivated}
            steps={steps.map((step) => shown(step, step === next, t))}
          />
        </Stack>
      </Surface>
      <Stack gap="lg">
        {may('certificates.history') && partner.hasCertificate && (
          <OwnCertificate partnerId={partner.partnerId} />
        )}
        <PartnerCard partner={partner} />
      </Stack>
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

/** The life of the certificate in use. */
function OwnCertificate({ partnerId }: { partnerId: string }) {
  const { t } = useText()
  const read = useRead(listCertificateGenerations, { partnerId, pageNo: 0, pageSize: 1 })
  const current = read.data?.current
  if (!current) return null
  const { validFrom, validTill, signedValidTill } = current
  const till = signedValidTill && signedValidTill < validTill ? signedValidTill : validTill
  return (
    <CertificateBox
      title={t('home.yourCertificate')}
      aside={
        <Anchor component={Link} to="/certificates">
          <T id="certificates.menu" />
        </Anchor>
      }
    >
      <ValidityBar from={validFrom} till={till} />
    </CertificateBox>
  )
}

function PartnerCard({ partner }: { partner: Partner }) {
  const { t, tMaybe, number } = useText()
  const isMisp = isMispType(partner.partnerType)
  const things = isMisp ? partner.activeLicences : partner.activeApiKeys
  return (
    <Surface title={t('home.atAGlance')}>
      <Facts
        facts={[
          [
            t('fields.status'),
            <Status key="s" value={partner.isActive ? 'activated' : 'not_active'} />,
          ],
          [t('fields.partnerId'), <code key="id">{partner.partnerId}</code>],
          [
            t('fields.partnerType'),
            tMaybe(`partnerTypes.${partner.partnerType}`) ?? partner.partnerType,
          ],
          [t('fields.policyGroup'), partner.policyGroupName],
          [t('home.pending'), number(partner.pendingRequests)],
          [t('home.approved'), number(partner.approvedRequests)],
          [t(isMisp ? 'licences.menu' : 'keys.menu'), number(things)],
        ]}
      />
    </Surface>
  )
}
