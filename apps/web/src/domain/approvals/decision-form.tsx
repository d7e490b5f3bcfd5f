import type {
  CallOf,
  decideMappingChange,
  decideNameRequest,
  decidePolicyRequest,
} from '@pmp/contract'
import { Button, Textarea } from '@mantine/core'
import type { ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { useContractForm, type ContractForm } from '../../ui/contract-form.ts'

type Decision = typeof decidePolicyRequest | typeof decideNameRequest | typeof decideMappingChange

export type Answer = 'approved' | 'rejected'

interface Values extends Record<string, unknown> {
  status: Answer
  reason: string
}

interface DecisionOptions<E extends Decision> {
  endpoint: E
  /** The reason is tidied; a rejection always has one. */
  toCall: (answer: { status: Answer; reason: string | null }) => CallOf<E>
  onDone?: () => void
  /** Called when the server refuses, as it does when somebody else was faster. */
  onRefused?: () => void
}

export type DecisionForm = ContractForm<Values, unknown>

/** Approves, or rejects with a reason that whoever asked reads. */
export function useDecisionForm<E extends Decision>(options: DecisionOptions<E>): DecisionForm {
  const { t } = useText()
  const { endpoint, toCall, onDone, onRefused } = options
  return useContractForm<E, Values>({
    endpoint,
    initialValues: { status: 'approved', reason: '' },
    toCall: ({ status, reason }) => toCall({ status, reason: reason.trim() || null }),
    check: ({ status, reason }) => ({
      reason: status === 'rejected' && reason.trim() === '' ? t('approvals.reason.missing') : null,
    }),
    done: (_, { status }) => t(`approvals.${status}`),
    onDone: () => onDone?.(),
    onRefused,
  })
}

/** The same for a dialog, with a button for each answer. */
export function useDecision<E extends Decision>(options: DecisionOptions<E>) {
  const form = useDecisionForm(options)
  return { form, submit: <Answers form={form} />, children: <Reason form={form} /> }
}

function Reason({ form }: { form: DecisionForm }): ReactNode {
  const { t } = useText()
  return (
    <Textarea
      label={t('approvals.reason')}
      description={t('approvals.reason.hint')}
      autosize
      minRows={2}
      {...form.field('reason')}
    />
  )
}

function Answers({ form }: { form: DecisionForm }) {
  const isSending = (answer: Answer) => form.isSending && form.values.status === answer
  return (
    <>
      <Button
        color="red"
        variant="outline"
        className="reject"
        loading={isSending('rejected')}
        disabled={isSending('approved')}
        onClick={() => form.sendWith({ status: 'rejected' })}
      >
        <T id="approvals.reject" />
      </Button>
      <Button
        loading={isSending('approved')}
        disabled={isSending('rejected')}
        onClick={() => form.sendWith({ status: 'approved' })}
      >
        <T id="approvals.approve" />
      </Button>
    </>
  )
}
