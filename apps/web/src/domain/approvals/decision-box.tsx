import { Alert, Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useRef, type ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { Form } from '../../ui/form.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { Answer, DecisionForm } from './decision-form.tsx'
import './decision.css'

interface DecisionBoxProps {
  form: DecisionForm
  /** Who reads the reason. */
  name: string
  /** What an approval leads to. */
  consequence: ReactNode
  /** Why an approval would be refused as things are; empty: it would not. */
  refusals?: readonly string[]
  /** Whether another one waits, which is opened afterwards. */
  hasNext?: boolean
  /** Asks for more instead of deciding. */
  onAsk?: (() => void) | undefined
}

const answers = ['approved', 'rejected'] as const
const keys = { approved: 'A', rejected: 'R' } as const

/** Where somebody decides: approve or reject, the reason, what follows. A and R choose from the keyboard. */
export function DecisionBox(props: DecisionBoxProps) {
  const { form, name, hasNext = false, refusals = [], onAsk } = props
  const { t } = useText()
  const place = useRef<HTMLDivElement>(null)
  const isBlocked = refusals.length > 0
  const { status } = form.values
  const focus = (what: string) => place.current?.querySelector<HTMLElement>(what)?.focus()
  useHotkeys([
    ['a', () => choose('approved', '[type=submit]')],
    ['r', () => choose('rejected', 'textarea')],
  ])
  function choose(answer: Answer, then: string) {
    if (answer === 'approved' && isBlocked) return
    form.set({ status: answer })
    requestAnimationFrame(() => focus(then))
  }
  const label = t(hasNext ? `approvals.then.${status}` : `approvals.do.${status}`)
  return (
    <div ref={place} id="decide">
      <Surface title={t('approvals.yours')} isBox className="decision">
        <Form
          form={form}
          gap="sm"
          submit={
            <Stack gap="xs" className="decision-buttons">
              <Button
                type="submit"
                fullWidth
                loading={form.isSending}
                disabled={isBlocked && status === 'approved'}
                {...(status === 'rejected' ? { color: 'red' } : {})}
                rightSection={<kbd aria-hidden>{keys[status]}</kbd>}
                aria-keyshortcuts={keys[status]}
              >
                {label}
              </Button>
              {onAsk && (
                <Button variant="subtle" fullWidth onClick={onAsk}>
                  <T id="approvals.ask" />
                </Button>
              )}
            </Stack>
          }
        >
          <Choice form={form} isBlocked={isBlocked} />
          {isBlocked && <Refusals texts={refusals} />}
          <Textarea
            label={t(status === 'rejected' ? 'approvals.reasonFor' : 'approvals.noteFor', { name })}
            description={t('approvals.reason.hint')}
            autosize
            minRows={3}
            {...form.field('reason')}
          />
          {status === 'approved' && !isBlocked && (
            <p className="decision-note">{props.consequence}</p>
          )}
        </Form>
      </Surface>
    </div>
  )
}

function Choice({ form, isBlocked }: { form: DecisionForm; isBlocked: boolean }) {
  const { t } = useText()
  const { value, onChange } = form.choice('status')
  return (
    <Radio.Group
      aria-label={t('approvals.yours')}
      value={isBlocked && value === 'approved' ? null : value}
      onChange={onChange}
    >
      <div className="decision-choice">
        {answers.map((answer) => (
          <Radio.Card
            key={answer}
            value={answer}
            className="choice-card"
            disabled={isBlocked && answer === 'approved'}
          >
            <Group gap="xs" wrap="nowrap">
              <Radio.Indicator />
              <Text size="sm" fw={550}>
                {t(`approvals.do.${answer}`)}
              </Text>
            </Group>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  )
}

function Refusals({ texts }: { texts: readonly string[] }) {
  return (
    <Alert color="yellow" role="note" title={<T id="approvals.blocked" />}>
      <ul className="plain-list">
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
    </Alert>
  )
}
