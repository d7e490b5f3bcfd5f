import { useState } from 'react'
import { PageMissing } from '../api/unreachable.ts'

/**
 * Code that most readers of a page never need: it is loaded when it is first asked for, or a moment
 * before, when the pointer or the keyboard comes to what asks.
 * @throws {PageMissing} while rendering, when it cannot be loaded
 */
export function useLate<Code extends object>(load: () => Promise<Code>) {
  const [code, setCode] = useState<Code>()
  const [isMissing, setMissing] = useState(false)
  if (isMissing) throw new PageMissing()
  const ask = () => void load().then(setCode, () => setMissing(true))
  const ahead = () => void load().catch(() => {})
  return {
    code,
    ask,
    /** For the control that asks. */
    asking: { onClick: ask, onPointerEnter: ahead, onFocus: ahead },
  }
}
