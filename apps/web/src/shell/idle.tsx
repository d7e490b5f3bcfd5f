import { useIdle } from '@mantine/hooks'
import { Suspense, lazy, useState } from 'react'
import { useSession } from './session.tsx'

const StillThere = lazy(() => import('./still-there.tsx'))

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
  return (
    <Suspense>
      <StillThere seconds={seconds} onStay={() => setAsked(false)} />
    </Suspense>
  )
}
