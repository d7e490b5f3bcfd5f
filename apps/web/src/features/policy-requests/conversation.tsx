import { writeRequestMessage } from '@pmp/contract'
import { Anchor, Button, Group, Text, Textarea } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { useContractForm } from '../../ui/contract-form.ts'
import { Form } from '../../ui/form.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { PolicyRequest } from './policy-request.ts'

/** What was asked and answered, the field for the next word, and the requests before and after. */
export function Conversation({ request }: { request: PolicyRequest }) {
  const { t } = useText()
  const may = useMay()
  const { conversation } = request
  const { messages, isOpen, awaits, previousRequestId } = conversation
  const side = may('policyRequests.decide') ? 'administrator' : 'partner'
  const mayWrite = isOpen && may('policyRequests.submit')
  if (messages.length === 0 && !mayWrite && !previousRequestId) return null
  return (
    <Surface
      title={t('conversation.title')}
      aside={
        awaits &&
        messages.length > 0 && (
          <Text size="sm" c="dimmed">
            {t(awaits === side ? 'conversation.yourTurn' : `conversation.awaits.${awaits}`)}
          </Text>
        )
      }
    >
      {previousRequestId && (
        <Text size="sm" mb="sm">
          <T id="conversation.takesUp" />{' '}
          <Anchor component={Link} to={`/policy-requests/${previousRequestId}`} underline="always">
            <T id="conversation.previous" />
          </Anchor>
        </Text>
      )}
      {messages.length > 0 && <Messages messages={messages} side={side} />}
      {mayWrite && <Composer key={request.id} requestId={request.id} side={side} />}
    </Surface>
  )
}

interface MessagesProps {
  messages: PolicyRequest['conversation']['messages']
  /** That of the reader. */
  side: 'administrator' | 'partner'
}

function Messages({ messages, side }: MessagesProps) {
  const { t, dateTime } = useText()
  return (
    <ol className="messages" aria-label={t('conversation.title')}>
      {messages.map((message) => (
        <li key={message.messageId} data-own={message.side === side || undefined}>
          <Group gap="xs" mb={2}>
            <Text size="sm" fw={600}>
              {t(`conversation.sides.${message.side}`)} · <bdi>{message.author}</bdi>
            </Text>
            <Text size="xs" c="dimmed">
              {dateTime(message.writtenAt)}
            </Text>
          </Group>
          <Text size="sm" className="message-text" dir="auto">
            {message.text}
          </Text>
        </li>
      ))}
    </ol>
  )
}

function Composer({ requestId, side }: { requestId: string; side: 'administrator' | 'partner' }) {
  const { t } = useText()
  const form = useContractForm({
    endpoint: writeRequestMessage,
    initialValues: { text: '' },
    toCall: ({ text }) => ({ requestId, text }),
    done: () => t('conversation.sent'),
    onDone: () => form.begin({ text: '' }),
  })
  return (
    <Form
      form={form}
      gap="xs"
      submit={
        <Button type="submit" variant="default" loading={form.isSending}>
          <T id={`conversation.send.${side}`} />
        </Button>
      }
    >
      <Textarea
        id="conversation-text"
        label={t(`conversation.label.${side}`)}
        description={t(`conversation.hint.${side}`)}
        autosize
        minRows={2}
        {...form.field('text')}
      />
    </Form>
  )
}

/** Goes to where more is asked for. */
export function focusConversation(): void {
  const field = document.getElementById('conversation-text')
  field?.scrollIntoView({ block: 'center' })
  field?.focus({ preventScroll: true })
}
