import { Button, Group, Stack, Text } from '@mantine/core'
import { useIdle, useInterval } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { signOut } from '../api/sign-in.ts'
import { T, useText } from '../i18n/text.tsx'
import { BindingDialog } from '../ui/dialog.tsx'
import { useSession } from './session.tsx'

const usualMinutes = { idle: 25, prompt: 5 }

/** After some idle minutes asks whether anybody is there, then signs out (ui.md 1.5). */
export function IdleWatch() {
  const { settings } = useSession()
  const minutes = Number(settings['inActivityTimer'] ?? usualMinutes.idle)
  const isIdle = useIdle(minutes * 60_000, { initialState: false })
  const [isAsked, setAsked] = useState(false)
  // Once asked, only an answer ends the question.
  if (isIdle && !isAsked) setAsked(true)
  if (!isAsked) return null
  const seconds = Number(settings['inActivityPromptTimer'] ?? usualMinutes.prompt) * 60
  return <StillThere seconds={seconds} onStay={() => setAsked(false)} />
}

function StillThere({ seconds, onStay }: { seconds: number; onStay: () => void }) {
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
