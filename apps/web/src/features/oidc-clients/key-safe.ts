import { useState } from 'react'
import type { MadeKey } from './made-key.ts'

/** Holds a pair made in this page until its private half is saved; it is never stored nor sent. */
export function useKeySafe() {
  const [unsaved, setUnsaved] = useState<MadeKey | null>(null)
  const [savedText, setSavedText] = useState('')
  const textOf = ({ jwk }: MadeKey) => JSON.stringify(jwk, null, 2)
  return {
    unsaved,
    keep: setUnsaved,
    /** The private half is a file now, and this page has nothing of it any more. */
    forget: () => {
      if (unsaved) setSavedText(textOf(unsaved))
      setUnsaved(null)
    },
    /** Whether the private half of the key in the form exists in this page only. */
    holdsUnsaved: (keyText: string) => unsaved !== null && textOf(unsaved) === keyText,
    isSaved: (keyText: string) => keyText !== '' && keyText === savedText,
  }
}

export type KeySafe = ReturnType<typeof useKeySafe>
