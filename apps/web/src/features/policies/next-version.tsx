import {
  discardNextVersion,
  publishNextVersion,
  readNextVersion,
  type ResponseOf,
} from '@pmp/contract'
import { Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Surface } from '../../ui/surface.tsx'
import { Difference } from './difference.tsx'
import { lastChangeOf, type Policy } from './policy-facts.ts'
import { Reach, useReach } from './reach.tsx'
import { contentOf } from './versions.tsx'

export type NextVersionDraft = NonNullable<ResponseOf<typeof readNextVersion>>

interface DraftProps {
  policy: Policy
  draft: NextVersionDraft
}

/** The draft that waits beside an active policy: who prepares it, and what can be done with it. */
export function NextVersionNotice({ policy }: { policy: Policy }) {
  const next = useRead(readNextVersion, { policyId: policy.policyId })
  return next.data ? <Notice policy={policy} draft={next.data} /> : null
}

function Notice({ policy, draft }: DraftProps) {
  const { t, dateTime } = useText()
  const may = useMay()
  const [open, setOpen] = useState<'publish' | 'discard' | null>(null)
  const close = () => setOpen(null)
  const { version, savedBy, savedAt } = draft
  return (
    <Surface title={t('policies.next.title', { version })} className="surface decision">
      <Stack gap="sm">
        <Text size="sm">{t('policies.next.by', { name: savedBy, when: dateTime(savedAt) })}</Text>
        <Difference before={contentOf(policy)} after={contentOfDraft(draft)} />
        <Group gap="sm">
          {may('policies.edit') && (
            <Button
              component={Link}
              to={`/policies/${policy.policyId}/next`}
              variant="default"
              size="sm"
            >
              <T id="policies.next.edit" />
            </Button>
          )}
          {may('policies.publish') && (
            <Button size="sm" onClick={() => setOpen('publish')}>
              <T id="policies.next.publish" />
            </Button>
          )}
          {may('policies.edit') && (
            <Button size="sm" variant="default" onClick={() => setOpen('discard')}>
              <T id="policies.next.discard" />
            </Button>
          )}
        </Group>
      </Stack>
      {open === 'publish' && <PublishNext policy={policy} draft={draft} onClose={close} />}
      {open === 'discard' && <DiscardNext draft={draft} onClose={close} />}
    </Surface>
  )
}

function contentOfDraft({ name, desc, version, policies }: NextVersionDraft) {
  return { name, description: desc, version, ...policies }
}

function PublishNext({ policy, draft, onClose }: DraftProps & { onClose: () => void }) {
  const { t } = useText()
  const reach = useReach(policy.policyId)
  const { policyId, revision, version } = draft
  return (
    <ConfirmDialog
      title={t('policies.publishOf', { name: policy.policyName })}
      text={t('policies.next.publish.text', { version })}
      confirmLabel={t('policies.publish.confirm')}
      endpoint={publishNextVersion}
      call={{ policyId, revision, basedOn: lastChangeOf(policy) }}
      done={t('policies.next.published', { version })}
      onClose={onClose}
    >
      <Reach from={reach} />
    </ConfirmDialog>
  )
}

function DiscardNext({ draft, onClose }: { draft: NextVersionDraft; onClose: () => void }) {
  const { t } = useText()
  const { policyId, revision } = draft
  return (
    <ConfirmDialog
      title={t('policies.next.discard')}
      text={t('policies.next.discard.text')}
      confirmLabel={t('policies.next.discard')}
      isDangerous
      endpoint={discardNextVersion}
      call={{ policyId, revision }}
      done={t('policies.next.discarded')}
      onClose={onClose}
    />
  )
}
