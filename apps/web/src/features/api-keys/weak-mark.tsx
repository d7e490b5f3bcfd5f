import { T } from '../../i18n/text.tsx'
import { Toned } from '../../ui/tone.tsx'

/** Marks a key of an older kind, which could be guessed. */
export function WeakMark() {
  return (
    <Toned tone="wait">
      <T id="keys.weak" />
    </Toned>
  )
}
