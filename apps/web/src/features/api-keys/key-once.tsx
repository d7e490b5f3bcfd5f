import type { ResponseOf, generateApiKey } from '@pmp/contract'
import { Alert, Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { BindingDialog } from '../../ui/dialog.tsx'
import { textType } from '../../ui/download.ts'
import { lookUpSnippet } from './look-up-snippet.ts'

/** The one time that a key is shown; closes only after the reader says that it is stored. */
export function KeyOnce({ made }: { made: ResponseOf<typeof generateApiKey> }) {
  const { t } = useText()
  const navigate = useNavigate()
  const [isStored, setStored] = useState(false)
  return (
    <BindingDialog title={t('keys.once.title')} size="lg">
      <Stack>
        <Alert color="yellow" role="note">
          {t('keys.once.text')}
        </Alert>
        <CopyField
          label={t('keys.key')}
          value={made.apiKey}
          isMain
          file={{ name: `${made.partnerId}-${made.label}.txt`, type: textType }}
        />
        <Text size="sm" c="dimmed">
          {t('keys.once.snippet')}
        </Text>
        <CopyField label={t('keys.once.snippet')} value={lookUpSnippet(made.partnerId)} />
        <Checkbox
          label={t('keys.once.stored')}
          checked={isStored}
          onChange={(event) => setStored(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button disabled={!isStored} onClick={() => void navigate({ to: '/api-keys' })}>
            <T id="actions.done" />
          </Button>
        </Group>
      </Stack>
    </BindingDialog>
  )
}
