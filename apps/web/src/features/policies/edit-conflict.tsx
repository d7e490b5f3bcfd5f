import { Button, CopyButton, Group, Stack, Text } from '@mantine/core'
import { useEffect, useRef, type ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { Surface } from '../../ui/surface.tsx'
import { Difference } from './difference.tsx'
import type { PolicyDraft, TypedPolicy } from './policy-editor.tsx'

interface EditConflictProps {
  title: string
  /** `saved`: others saved the same draft. `ended`: they published or discarded it. */
  kind: 'saved' | 'ended'
  theirs: PolicyDraft
  mine: PolicyDraft
  /** Goes on with what was typed; the next save replaces theirs. */
  onKeepMine: () => void
  /** Throws away what was typed. */
  onTakeTheirs: () => void
}

/** Somebody else was faster: nothing is lost, the reader decides what stays. */
export function EditConflict(props: EditConflictProps) {
  const { title, kind, theirs, mine, onKeepMine, onTakeTheirs } = props
  return (
    <Meanwhile title={title} theirs={theirs} mine={mine}>
      <Button variant="default" onClick={onKeepMine}>
        <T id={`policies.conflict.${kind}.keepMine`} />
      </Button>
      <Button variant="default" onClick={onTakeTheirs}>
        <T id={`policies.conflict.${kind}.takeTheirs`} />
      </Button>
    </Meanwhile>
  )
}

interface OvertakenProps {
  title: string
  theirs: PolicyDraft
  typed: TypedPolicy
  /** Absent: what was typed can only be taken along. */
  onNextVersion?: () => void
}

/** What was being edited can no longer be saved where it was; what was typed stays in reach. */
export function Overtaken({ title, theirs, typed, onNextVersion }: OvertakenProps) {
  const { t } = useText()
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Newer browsers return a promise, which is no clean-up.
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={place} className="overtaken">
      <Meanwhile title={title} theirs={theirs} mine={typed.draft}>
        {onNextVersion && (
          <Button onClick={onNextVersion}>
            <T id="policies.overtaken.nextVersion" />
          </Button>
        )}
        <CopyButton value={typed.text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              <span aria-live="polite">
                {t(copied ? 'actions.copied' : 'policies.overtaken.copy')}
              </span>
            </Button>
          )}
        </CopyButton>
      </Meanwhile>
    </div>
  )
}

interface MeanwhileProps {
  title: string
  theirs: PolicyDraft
  mine: PolicyDraft
  /** What can be done. */
  children: ReactNode
}

function Meanwhile({ title, theirs, mine, children }: MeanwhileProps) {
  return (
    <Surface role="alert" title={title} className="surface decision">
      <Stack gap="sm">
        <Text size="sm">
          <T id="policies.conflict.text" />
        </Text>
        <Difference before={wordsOf(theirs)} after={wordsOf(mine)} />
        <Group gap="sm">{children}</Group>
      </Stack>
    </Surface>
  )
}

function wordsOf({ name, desc, version, policies }: PolicyDraft): Record<string, unknown> {
  return { name, description: desc, version, ...policies }
}
