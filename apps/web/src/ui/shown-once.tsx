import { Alert, Button, Checkbox, Group, Stack } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../i18n/text.tsx'
import { CopyField } from './copy-field.tsx'
import { BindingDialog } from './dialog.tsx'
import { textType } from './download.ts'

interface ShownOnceProps {
  title: string
  /** What the secret is called. */
  label: string
  value: string
  /** The name of the file in which it can be saved. */
  fileName: string
  /** That it is stored, in the words of the reader. */
  stored: string
  onDone: () => void
}

/** The one time that a secret is shown; closes only after the reader says that it is stored. */
export function ShownOnce({ title, label, value, fileName, stored, onDone }: ShownOnceProps) {
  const { t } = useText()
  const [isStored, setStored] = useState(false)
  return (
    <BindingDialog title={title} size="lg">
      <Stack>
        <Alert color="yellow" role="note">
          {t('forms.once')}
        </Alert>
        <CopyField label={label} value={value} isMain file={{ name: fileName, type: textType }} />
        <Checkbox
          label={stored}
          checked={isStored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button disabled={!isStored} onClick={onDone}>
            <T id="actions.done" />
          </Button>
        </Group>
      </Stack>
    </BindingDialog>
  )
}
