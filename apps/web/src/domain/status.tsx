import { useText } from '../i18n/text.tsx'
import { Toned, type Tone } from '../ui/tone.tsx'

const tones: Readonly<Record<string, Tone>> = {
  approved: 'good',
  activated: 'good',
  active: 'good',
  valid: 'good',
  current: 'good',
  success: 'good',
  delivered: 'good',
  registered: 'good',
  published: 'good',
  rejected: 'bad',
  refused: 'bad',
  expired: 'bad',
  failed: 'bad',
  revoked: 'bad',
  inprogress: 'wait',
  waiting: 'wait',
  expiring: 'wait',
  not_started: 'wait',
  registering: 'wait',
  deactivating: 'wait',
  draft: 'info',
  scheduled: 'info',
  new: 'info',
  deactivated: 'off',
  not_active: 'off',
}

/** What a status means for the reader. */
function toneOf(value: string): Tone {
  return tones[value.toLowerCase()] ?? 'off'
}

interface StatusProps {
  value: string
  /** Beside the title of a page. */
  isPill?: boolean
}

/** A status as shape, colour and word (ui.md 1.10); the one place that knows them all. */
export function Status({ value, isPill = false }: StatusProps) {
  const { tMaybe } = useText()
  return (
    <Toned tone={toneOf(value)} isPill={isPill}>
      {tMaybe(`status.${value.toLowerCase()}`) ?? value}
    </Toned>
  )
}
