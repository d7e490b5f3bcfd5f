import { decidePolicyRequest } from '@pmp/contract'
import { Anchor, Stack } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useReload } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { DecidedBox } from '../../domain/approvals/decided-box.tsx'
import { DecisionBox } from '../../domain/approvals/decision-box.tsx'
import { useDecisionForm } from '../../domain/approvals/decision-form.tsx'
import { AcceptanceLink } from '../../shell/acceptance-link.tsx'
import { useMay, useSession } from '../../shell/session.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { focusConversation } from './conversation.tsx'
import { History } from './history.tsx'
import type { PolicyRequest } from './policy-request.ts'
import type { Queue } from './queue.tsx'
import { TakeUp } from './take-up.tsx'

interface RequestAsideProps {
  request: PolicyRequest
  queue: Queue
}

/** The decision or what it was, the way on, and what has happened. */
export function RequestAside({ request, queue }: RequestAsideProps) {
  const { t } = useText()
  const mayDecide = useMay()('policyRequests.decide')
  const { userName } = useSession()
  const [wasTrying, setTrying] = useState(false)
  const isDecided = request.status !== 'InProgress'
  return (
    <aside className="request-aside" aria-label={t('requests.aside')}>
      <Stack gap={24}>
        {isDecided ? (
          <DecidedBox
            title={t('approvals.decided')}
            status={request.status}
            decidedBy={request.decidedBy}
            decidedAt={request.updatedDateTime}
            reason={request.decisionReason}
            wasFaster={wasTrying && request.decidedBy !== userName}
          />
        ) : (
          mayDecide && <Decide request={request} queue={queue} onRefused={() => setTrying(true)} />
        )}
        {request.status === 'rejected' && <TakeUp request={request} />}
        {request.status === 'approved' && (
          <AcceptanceLink kind="apiKey" partnerId={request.partnerId} />
        )}
        <Surface title={t('requests.history')}>
          <History request={request} />
        </Surface>
        {mayDecide && <PartnerFacts request={request} />}
      </Stack>
    </aside>
  )
}

interface DecideProps extends RequestAsideProps {
  onRefused: () => void
}

function Decide({ request, queue, onRefused }: DecideProps) {
  const { t, tMaybe } = useText()
  const navigate = useNavigate()
  const reload = useReload()
  const { id: mappingkey, orgName: name, evidence, mapping } = request
  const { nextId } = queue
  const form = useDecisionForm({
    endpoint: decidePolicyRequest,
    toCall: (answer) => ({ mappingkey, ...answer }),
    onDone: () => nextId && void navigate({ to: `/policy-requests/${nextId}` }),
    onRefused: () => {
      onRefused()
      reload()
    },
  })
  return (
    <DecisionBox
      form={form}
      name={name}
      consequence={t(consequenceOf(mapping.isRequired, request.partnerType), { name })}
      refusals={evidence.approvalRefusals.map((code) => tMaybe(`failures.${code}`) ?? code)}
      hasNext={nextId !== undefined}
      onAsk={useMay()('policyRequests.submit') ? focusConversation : undefined}
    />
  )
}

/** What a partner of a type can do with an approved policy. */
function consequenceOf(isMappingRequired: boolean, partnerType: string) {
  if (isMappingRequired) return 'approvals.consequence.credentials'
  return partnerType === 'Auth_Partner' ? 'approvals.consequence.auth' : 'approvals.consequence'
}

function PartnerFacts({ request }: { request: PolicyRequest }) {
  const { t } = useText()
  return (
    <Surface title={t('fields.partner')}>
      <Facts
        facts={[
          [
            t('fields.organization'),
            <Anchor key="name" component={Link} to={`/partners/${request.partnerId}`}>
              <bdi>{request.orgName}</bdi>
            </Anchor>,
          ],
          [t('fields.partnerId'), <bdi key="id">{request.partnerId}</bdi>],
        ]}
      />
    </Surface>
  )
}
