import { decideMappingChange } from '@pmp/contract'
import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { DecidedBox } from '../../domain/approvals/decided-box.tsx'
import { DecisionBox } from '../../domain/approvals/decision-box.tsx'
import { useDecisionForm } from '../../domain/approvals/decision-form.tsx'
import { MappingDifference } from '../../domain/mappings/mapping-view.tsx'
import { useMay } from '../../shell/session.tsx'
import { useReload } from '../../api/query.ts'
import { ChangeDialog } from './change-dialog.tsx'
import { focusConversation } from './conversation.tsx'
import type { PolicyRequest } from './policy-request.ts'

type Change = PolicyRequest['changes'][number]

/** What is to be in force in place of what an approved request gave, and what was changed before. */
export function MappingChanges({ request }: { request: PolicyRequest }) {
  const may = useMay()
  const [isAsking, setAsking] = useState(false)
  const open = request.changes.find(({ status }) => status === 'InProgress')
  const closed = request.changes.filter(({ status }) => status !== 'InProgress')
  return (
    <Stack gap="md">
      {open && <OpenChange key={open.changeId} change={open} request={request} />}
      {!open && may('policyRequests.submit') && (
        <Group>
          <Button variant="default" onClick={() => setAsking(true)}>
            <T id="changes.ask" />
          </Button>
        </Group>
      )}
      {closed.map((change) => (
        <ClosedChange key={change.changeId} change={change} />
      ))}
      {isAsking && <ChangeDialog request={request} onClose={() => setAsking(false)} />}
    </Stack>
  )
}

/** What waits: before and after, why, and for those who may, the decision. */
function OpenChange({ change, request }: { change: Change; request: PolicyRequest }) {
  const { t, age } = useText()
  const may = useMay()
  return (
    <Stack gap="sm" id="change">
      <Title order={3} size="h5">
        {t('changes.open', { age: age(change.requestedAt) })}
      </Title>
      <Text size="sm" className="quote">
        <bdi>{change.reason}</bdi>
      </Text>
      <MappingDifference before={change.previous} after={change.wanted} />
      {may('policyRequests.decide') ? (
        <DecideChange change={change} name={request.orgName} />
      ) : (
        <Alert variant="light" role="note">
          <T id="changes.waits" />
        </Alert>
      )}
    </Stack>
  )
}

function DecideChange({ change, name }: { change: Change; name: string }) {
  const { t } = useText()
  const reload = useReload()
  const form = useDecisionForm({
    endpoint: decideMappingChange,
    toCall: (answer) => ({ changeId: change.changeId, ...answer }),
    onRefused: reload,
  })
  return (
    <DecisionBox
      form={form}
      name={name}
      consequence={t('changes.consequence')}
      onAsk={focusConversation}
    />
  )
}

function ClosedChange({ change }: { change: Change }) {
  const { t } = useText()
  const { status, decidedBy, decidedAt, decisionReason: reason } = change
  const title = t('changes.decision')
  return (
    <details className="closed-change">
      <summary>{t(`changes.closed.${status === 'approved' ? 'approved' : 'rejected'}`)}</summary>
      <Stack gap="sm" mt="sm">
        <Text size="sm" className="quote">
          <bdi>{change.reason}</bdi>
        </Text>
        <MappingDifference before={change.previous} after={change.wanted} />
        <DecidedBox {...{ title, status, decidedBy, decidedAt, reason }} />
      </Stack>
    </details>
  )
}
