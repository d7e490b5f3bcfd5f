import { Button, Group, Stack, Text } from '@mantine/core'
import { useInterval } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { signOut } from '../api/sign-in.ts'
import { T, useText } from '../i18n/text.tsx'
import { BindingDialog } from '../ui/dialog.tsx'

interface StillThereProps {
  seconds: number
  onStay: () => void
}

/** Asks whether anybody is there, and signs out when nobody answers in time. */
export default function StillThere({ seconds, onStay }: StillThereProps) {
  const { t } = useText()
  // By the clock: browsers slow the timers of hidden tabs down.
  const [end] = useState(() => Date.now() + seconds * 1000)
  const [left, setLeft] = useState(seconds)
  useInterval(() => setLeft(Math.ceil((end - Date.now()) / 1000)), 1000, { autoInvoke: true })
  useEffect(() => {
    if (left <= 0) signOut()
  }, [left])
  return (
    <BindingDialog title={t('idle.title')}>
      <Stack>
        <Text size="sm" role="timer">
          {t('idle.text', { minutes: Math.floor(left / 60), seconds: left % 60 })}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={signOut}>
            <T id="shell.signOut" />
          </Button>
          <Button onClick={onStay} data-autofocus>
            <T id="idle.stay" />
          </Button>
        </Group>
      </Stack>
    </BindingDialog>
  )
}
