import { readPolicyRequest } from '@pmp/contract'
import { Alert, Stack } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { AcceptanceLink } from '../../shell/acceptance-link.tsx'
import { PolicySummary } from '../../domain/policies/policy-summary.tsx'
import { Status } from '../../domain/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { Decision } from './decision.tsx'
import { History } from './history.tsx'
import type { PolicyRequest } from './policy-request.ts'

/** One request: what it shares, who asks and why, and for those who may, the decision. */
export default function PolicyRequestPage() {
  const requestId = usePathValue('requestId')
  const { t } = useText()
  const may = useMay()
  const request = useRead(readPolicyRequest, { requestId })
  const above = may('policyRequests.decide')
    ? ({ to: '/approvals', title: 'approvals.menu' } as const)
    : ({ to: '/policy-requests', title: 'requests.menu' } as const)
  return (
    <Page
      title={request.data?.policyName ?? t('requests.one')}
      description={request.data?.policyDescription}
      above={above}
    >
      <Loaded from={request}>{(data) => <RequestDetails request={data} />}</Loaded>
    </Page>
  )
}

/** What is asked on one side, who asks on the other; the decision below what it rests on. */
function RequestDetails({ request }: { request: PolicyRequest }) {
  const { t } = useText()
  const may = useMay()
  const isOpen = request.status === 'InProgress'
  return (
    <div className="home-columns">
      <Stack gap="lg">
        <Surface title={t('policies.shares')}>
          <PolicySummary type={request.policyType} document={request.policies} />
        </Surface>
        {may('policyRequests.decide') && isOpen && <Decision request={request} />}
      </Stack>
      <Stack gap="lg">
        <Surface title={t('requests.history')}>
          <History request={request} />
        </Surface>
        <PartnerFacts request={request} />
      </Stack>
    </div>
  )
}

function PartnerFacts({ request }: { request: PolicyRequest }) {
  const { t, tMaybe, date, daysFromNow } = useText()
  const expiry = request.certificateExpiresAt
  const isExpired = expiry !== null && expiry < new Date()
  return (
    <Surface title={t('requests.details')}>
      <Stack>
        <Facts
          facts={[
            [t('fields.status'), <Status key="s" value={request.status} />],
            [t('fields.organization'), request.orgName],
            [t('fields.partnerId'), <bdi key="id">{request.partnerId}</bdi>],
            [
              t('fields.partnerType'),
              tMaybe(`partnerTypes.${request.partnerType}`) ?? request.partnerType,
            ],
            [t('fields.policyGroup'), request.policyGroupName],
            [
              t('requests.certificateIssuer'),
              request.certificateIssuer && <bdi key="by">{request.certificateIssuer}</bdi>,
            ],
            [t('requests.certificateUntil'), expiry && `${date(expiry)} (${daysFromNow(expiry)})`],
          ]}
        />
        {request.status === 'approved' && (
          <AcceptanceLink kind="apiKey" partnerId={request.partnerId} />
        )}
        {(expiry === null || isExpired) && (
          <Alert color="yellow">
            <T id={isExpired ? 'requests.certificateExpired' : 'requests.noCertificate'} />
          </Alert>
        )}
      </Stack>
    </Surface>
  )
}
