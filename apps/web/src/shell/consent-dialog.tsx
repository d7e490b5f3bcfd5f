import { giveConsent } from '@pmp/contract'
import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useChange } from '../api/query.ts'
import { signOut } from '../api/sign-in.ts'
import { T, useText } from '../i18n/text.tsx'
import { BindingDialog } from '../ui/dialog.tsx'
import { FailureAlert } from '../ui/failure.tsx'

/** Asks for the consent; only an answer closes it. */
export default function ConsentDialog() {
  const { t } = useText()
  const [isRead, setRead] = useState(false)
  const consent = useChange(giveConsent)
  return (
    <BindingDialog title={t('consent.title')}>
      <Stack>
        <Text size="sm">
          <T id="consent.text" />
        </Text>
        <Checkbox
          label={t('consent.agree')}
          checked={isRead}
          onChange={(event) => setRead(event.currentTarget.checked)}
        />
        <FailureAlert error={consent.error} />
        <Group justify="space-between">
          <Button variant="subtle" onClick={signOut}>
            <T id="shell.signOut" />
          </Button>
          <Button disabled={!isRead} loading={consent.isPending} onClick={() => consent.mutate({})}>
            <T id="actions.continue" />
          </Button>
        </Group>
      </Stack>
    </BindingDialog>
  )
}
