import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { dayMs, soonDays } from '../../durations.ts'
import { useReasonText } from '../../domain/deactivation/reason-text.ts'
import { useText } from '../../i18n/text.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { PolicyRequest } from './policy-request.ts'

type State = 'bad' | 'wait' | 'good'

interface Finding {
  state: State
  claim: string
  proof?: string
  way?: ReactNode
}

const marks: Record<State, IconName> = { bad: 'failed', wait: 'advice', good: 'passed' }
const order: readonly State[] = ['bad', 'wait', 'good']

/** What a decision rests on: what is wrong first. */
export function Evidence({ request }: { request: PolicyRequest }) {
  const { t } = useText()
  const findings = useFindings(request)
  return (
    <Surface title={t('evidence.title')}>
      <ul className="evidence">
        {findings
          .toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))
          .map(({ state, claim, proof, way }) => (
            <li key={`${claim} ${proof}`} data-state={state}>
              <Icon name={marks[state]} />
              <div>
                <span className="visually-hidden">{t(`evidence.${state}`)} </span>
                <b>{claim}</b>
                {proof && <small>{proof}</small>}
              </div>
              <div>{way}</div>
            </li>
          ))}
      </ul>
    </Surface>
  )
}

function useFindings(request: PolicyRequest): Finding[] {
  const { t } = useText()
  const certificate = useCertificateFinding(request)
  const earlier = useEarlier(request)
  const grants = useGrants(request)
  const { certificateOrganization: named } = request.evidence
  const name: Finding[] =
    named === null
      ? []
      : named === request.orgName
        ? [{ state: 'good', claim: t('evidence.name'), proof: named }]
        : [{ state: 'wait', claim: t('evidence.otherName'), proof: named }]
  return [
    certificate,
    ...earlier,
    ...name,
    { state: 'good', claim: t('evidence.group'), proof: request.policyGroupName },
    ...grants,
  ]
}

function useCertificateFinding({
  certificateExpiresAt: expiry,
  certificateIssuer,
  partnerId,
}: PolicyRequest): Finding {
  const { t, date, daysFromNow } = useText()
  const way = (
    <Anchor component={Link} to={`/partners/${partnerId}`} size="sm">
      {t('fields.partner')}
    </Anchor>
  )
  if (expiry === null) return { state: 'bad', claim: t('requests.noCertificate'), way }
  const left = (expiry.getTime() - Date.now()) / dayMs
  if (left < 0) {
    return { state: 'bad', claim: t('requests.certificateExpired'), proof: date(expiry), way }
  }
  if (left < soonDays) {
    const proof = t('evidence.expires.text', { date: date(expiry) })
    return {
      state: 'wait',
      claim: t('evidence.expires', { when: daysFromNow(expiry) }),
      proof,
      way,
    }
  }
  const proof = [t('evidence.until', { date: date(expiry) }), certificateIssuer]
  return {
    state: 'good',
    claim: t('evidence.certificate'),
    proof: proof.filter(Boolean).join(' · '),
    way,
  }
}

/** What the partner asked for before: refusals are worth a look, approvals are a line. */
function useEarlier({ evidence }: PolicyRequest): Finding[] {
  const reasonText = useReasonText()
  const { t, date } = useText()
  const others = evidence.otherRequests
  const refused = others.filter(({ status }) => status === 'rejected')
  const approved = others.filter(({ status }) => status === 'approved')
  return [
    ...refused.slice(0, 3).map((other): Finding => ({
      state: 'wait',
      claim: t('evidence.refused', { policy: other.policyName }),
      proof: [
        other.decidedAt && date(other.decidedAt),
        other.decisionReason && reasonText(other.decisionReason),
      ]
        .filter(Boolean)
        .join(': '),
      way: (
        <Anchor component={Link} to={`/policy-requests/${other.requestId}`} size="sm">
          {t('evidence.read')}
        </Anchor>
      ),
    })),
    {
      state: 'good',
      claim: t('evidence.others', { count: approved.length }),
      proof: approved.map(({ policyName }) => policyName).join(', '),
    },
  ]
}

function useGrants({ evidence: { grantedTo } }: PolicyRequest): Finding[] {
  const { t, date } = useText()
  if (!grantedTo || grantedTo.ofPartners === 0) return []
  const { partners, ofPartners, latest } = grantedTo
  const when = latest?.at ? date(latest.at) : ''
  return [
    {
      state: 'good',
      claim: t('evidence.granted', { partners, ofPartners }),
      ...(latest ? { proof: t('evidence.latest', { name: latest.orgName, date: when }) } : {}),
    },
  ]
}
