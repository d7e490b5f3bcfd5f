import { readPoliciesToAsk } from '@pmp/contract'
import { Anchor, Group, Radio, Stack, Text, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { ShareCounts, ShareSheet } from '../../domain/policies/share-sheet.tsx'
import { Status } from '../../domain/status.tsx'
import { Loaded } from '../../ui/page.tsx'
import { isOpen, type AskFormFields, type Askable } from './asking.ts'

type Policy = Askable['policies'][number]

const pauseMilliseconds = 250
/** Fewer policies are seen at a glance. */
const fewPolicies = 6

interface PolicyStepProps {
  form: AskFormFields
  askable: Askable
}

/** Finds a policy, and shows what it shares before it is asked for. */
export function PolicyStep({ form, askable }: PolicyStepProps) {
  const { t } = useText()
  const { partnerId, policyGroupName } = askable.partner
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), pauseMilliseconds)
  const found = useRead(
    readPoliciesToAsk,
    { partnerId, ...(search ? { search } : {}) },
    { keepPrevious: true },
  )
  const chosen = [...(found.data?.policies ?? []), ...askable.policies].find(
    ({ policyName }) => policyName === form.values.policyName,
  )
  return (
    <div className="asking-columns">
      <Stack gap="sm">
        {askable.total > fewPolicies && (
          <TextInput
            type="search"
            label={t('asking.search')}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            // What is typed here is looked for at once; it does not go on to the next step.
            onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
          />
        )}
        <Loaded from={found}>
          {({ policies, total }) => (
            <Policies
              policies={policies}
              hidden={total - policies.length}
              group={policyGroupName ?? ''}
              form={form}
            />
          )}
        </Loaded>
      </Stack>
      {chosen && <Preview policy={chosen} askable={askable} />}
    </div>
  )
}

interface PoliciesProps {
  policies: readonly Policy[]
  /** How many more there are. */
  hidden: number
  group: string
  form: AskFormFields
}

function Policies({ policies, hidden, group, form }: PoliciesProps) {
  const { t } = useText()
  const open = policies.filter(({ request }) => !isOpen(request?.status))
  const asked = policies.filter(({ request }) => isOpen(request?.status))
  return (
    <>
      <Radio.Group
        label={t('fields.policy')}
        description={t('requests.group', { name: group })}
        {...form.choice('policyName')}
      >
        <Stack mt="xs" gap="xs">
          {open.length === 0 && (
            <Text size="sm" c="dimmed">
              {t(asked.length > 0 ? 'asking.allAsked' : 'requests.noPolicies')}
            </Text>
          )}
          {open.map((policy) => (
            <PolicyCard key={policy.policyId} policy={policy} />
          ))}
        </Stack>
      </Radio.Group>
      {hidden > 0 && (
        <Text size="sm" c="dimmed">
          {t('asking.more', { count: hidden })}
        </Text>
      )}
      {asked.length > 0 && <Asked policies={asked} />}
    </>
  )
}

function PolicyCard({ policy }: { policy: Policy }) {
  const { t, tMaybe } = useText()
  const { policyName, policyDescription, policyType, request } = policy
  return (
    <Radio.Card value={policyName} p="sm" radius="md" className="choice-card">
      <Group wrap="nowrap" align="flex-start">
        <Radio.Indicator />
        <div>
          <Text fw={600}>{policyName}</Text>
          <Text size="sm" c="dimmed">
            {policyDescription}
          </Text>
          <Text size="xs" c="dimmed" mt={4}>
            {tMaybe(`policyTypes.${policyType}`) ?? policyType}
            {request?.status === 'rejected' && ` · ${t('asking.refusedBefore')}`}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  )
}

/** Policies that the partner has, or waits for: nothing to choose, but a way to look. */
export function Asked({ policies, order = 3 }: { policies: readonly Policy[]; order?: 2 | 3 }) {
  const { t } = useText()
  return (
    <div>
      <Title order={order} size="h6" mb={4}>
        {t('asking.asked')}
      </Title>
      <ul className="asking-others">
        {policies.map(({ policyId, policyName, request }) => (
          <li key={policyId}>
            <Anchor component={Link} to={`/policy-requests/${request?.requestId}`} size="sm">
              {policyName}
            </Anchor>
            <Status value={request?.status ?? ''} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Preview({ policy, askable }: { policy: Policy; askable: Askable }) {
  const { t } = useText()
  const { attributesToday, partner } = askable
  const { policyType, policies, request } = policy
  return (
    <Stack gap="xs" component="section" aria-label={t('asking.preview')}>
      <Group justify="space-between" align="baseline" gap="xs">
        <Title order={3} size="h5">
          {t('sheet.title', { name: partner.organizationName })}
        </Title>
        <Text size="sm" c="dimmed">
          <ShareCounts document={policies} today={attributesToday} />
        </Text>
      </Group>
      <ShareSheet type={policyType} document={policies} today={attributesToday} />
      {request?.status === 'rejected' && (
        <Text size="sm">
          {t('asking.refusedBefore.text')}{' '}
          <Anchor component={Link} to={`/policy-requests/${request.requestId}`} underline="always">
            {t('asking.refusedBefore.show')}
          </Anchor>
        </Text>
      )}
    </Stack>
  )
}
