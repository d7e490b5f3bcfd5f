import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { Difference } from './difference.tsx'
import type { PolicyDraft } from './policy-editor.tsx'

interface EditConflictProps {
  /** Who saved meanwhile. */
  by: string
  theirs: PolicyDraft
  mine: PolicyDraft
  /** Goes on with what was typed; the next save replaces theirs. */
  onKeepMine: () => void
  /** Throws away what was typed. */
  onTakeTheirs: () => void
}

/** Somebody else has saved the same draft: nothing is lost, the reader decides what stays. */
export function EditConflict({ by, theirs, mine, onKeepMine, onTakeTheirs }: EditConflictProps) {
  const { t } = useText()
  return (
    <Alert color="yellow" role="alert" title={t('policies.conflict.title', { name: by })}>
      <Stack gap="sm">
        <Text size="sm">
          <T id="policies.conflict.text" />
        </Text>
        <Difference before={wordsOf(theirs)} after={wordsOf(mine)} />
        <Group gap="sm">
          <Button variant="default" onClick={onKeepMine}>
            <T id="policies.conflict.keepMine" />
          </Button>
          <Button variant="subtle" color="red" onClick={onTakeTheirs}>
            <T id="policies.conflict.takeTheirs" />
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}

function wordsOf({ name, desc, version, policies }: PolicyDraft): Record<string, unknown> {
  return { name, description: desc, version, ...policies }
}
