import { readPolicyRequest } from '@pmp/contract'
import { Accordion, Anchor, Stack, Text } from '@mantine/core'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { PolicySummary } from '../../domain/policies/policy-summary.tsx'
import { ShareCounts, ShareSheet } from '../../domain/policies/share-sheet.tsx'
import { Status } from '../../domain/status.tsx'
import { useMay } from '../../shell/session.tsx'
import { Mark } from '../../ui/mark.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { Toned } from '../../ui/tone.tsx'
import { Conversation } from './conversation.tsx'
import { Evidence } from './evidence.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { PolicyRequest } from './policy-request.ts'
import { QueueWays, useQueue, type Queue } from './queue.tsx'
import { RequestAside } from './request-aside.tsx'
import { RequestedMapping } from './requested-mapping.tsx'
import './requests.css'

/** One request, for both sides: who asks for what and why, and for those who may, the decision. */
export default function PolicyRequestPage() {
  const requestId = usePathValue('requestId')
  const text = useText()
  const { t } = text
  const mayDecide = useMay()('policyRequests.decide')
  const request = useRead(readPolicyRequest, { requestId })
  const queue = useQueue(requestId, mayDecide)
  const above = mayDecide
    ? ({ to: '/approvals', title: 'approvals.menu' } as const)
    : ({ to: '/policy-requests', title: 'requests.menu' } as const)
  return (
    <Page
      title={titleOf(request.data, mayDecide, t)}
      {...headOf(request.data, text)}
      above={above}
      actions={mayDecide && <QueueWays queue={queue} />}
    >
      <Loaded from={request}>
        {(data) => <RequestDetails key={data.id} request={data} queue={queue} />}
      </Loaded>
    </Page>
  )
}

function titleOf(
  request: PolicyRequest | undefined,
  mayDecide: boolean,
  t: ReturnType<typeof useText>['t'],
): string {
  if (!request) return t('requests.one')
  const { orgName: name, policyName: policy } = request
  return t(mayDecide ? 'requests.title' : 'requests.title.own', { name, policy })
}

/** Who asks, how it stands, and the facts in one line. */
function headOf(request: PolicyRequest | undefined, text: ReturnType<typeof useText>) {
  if (!request) return {}
  const { t, tMaybe, age, dateTime } = text
  const { partnerId, orgName, partnerType, policyGroupName, createdDateTime, status } = request
  const isWaiting = status === 'InProgress'
  return {
    mark: <Mark id={partnerId} name={orgName} isBig />,
    status: isWaiting ? (
      <Toned tone="wait" isPill>
        {t('requests.waits', { age: age(createdDateTime) })}
      </Toned>
    ) : (
      <Status value={status} isPill />
    ),
    meta: [
      tMaybe(`partnerTypes.${partnerType}`) ?? partnerType,
      <bdi key="group">{policyGroupName}</bdi>,
      t('requests.askedOn', { when: dateTime(createdDateTime) }),
    ],
  }
}

/** What is asked on one side; the decision, and what has happened, on the other. */
function RequestDetails({ request, queue }: { request: PolicyRequest; queue: Queue }) {
  const { t } = useText()
  const mayDecide = useMay()('policyRequests.decide')
  const { orgName: name, evidence, policies, policyType } = request
  const isDecided = request.status !== 'InProgress'
  // Of a decided request nothing is new any more.
  const today = isDecided ? undefined : evidence.attributesToday
  return (
    <div className="request-columns">
      <Stack gap={28}>
        <Surface title={t(mayDecide ? 'requests.why' : 'requests.why.own')}>
          <blockquote className="request-why">
            <bdi>{request.partnerComment}</bdi>
          </blockquote>
        </Surface>
        <Surface
          title={t(mayDecide ? 'sheet.title' : 'sheet.title.own', { name })}
          aside={
            <Text size="sm" c="dimmed">
              <ShareCounts document={policies} today={today} />
            </Text>
          }
        >
          <ShareSheet type={policyType} document={policies} today={today} />
          <Accordion variant="default" mt="xs">
            <Accordion.Item value="words">
              <Accordion.Control>
                <T id="requests.inWords" />
              </Accordion.Control>
              <Accordion.Panel>
                <PolicySummary type={policyType} document={policies} />
              </Accordion.Panel>
            </Accordion.Item>
          </Accordion>
        </Surface>
        <RequestedMapping request={request} />
        {mayDecide && !isDecided && <Evidence request={request} />}
        <Conversation request={request} />
      </Stack>
      <RequestAside request={request} queue={queue} />
      {mayDecide && !isDecided && (
        <p className="form-bar request-bar">
          <Anchor href="#decide" fw={550}>
            <T id="approvals.toDecision" />
          </Anchor>
        </p>
      )}
    </div>
  )
}
