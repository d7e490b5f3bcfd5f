import { Stack, Text } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { ApprovalAreas } from '../../shell/approval-areas.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Inbox } from '../../domain/approvals/inbox-list.tsx'
import { useInbox } from '../../shell/use-inbox.ts'

/** Everything that waits for a decision, the oldest first (ui.md 11, weakness 8). */
export default function InboxPage() {
  const { t } = useText()
  const inbox = useInbox()
  const count = (inbox.data?.length ?? 0) + inbox.hidden
  const title = inbox.data ? t('inbox.title', { count }) : t('approvals.menu')
  return (
    <Page title={title}>
      <ApprovalAreas />
      <Loaded from={inbox}>
        {(items) =>
          items.length === 0 ? (
            <Empty text={t('inbox.empty')} />
          ) : (
            <Stack gap="md">
              <Inbox items={items} />
              {inbox.hidden > 0 && (
                <Text size="sm" c="dimmed">
                  {t('inbox.hidden', { count: inbox.hidden })}
                </Text>
              )}
            </Stack>
          )
        }
      </Loaded>
    </Page>
  )
}
