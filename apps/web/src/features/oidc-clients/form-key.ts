import { checkClientKey } from '@pmp/contract'
import { judgeClientKey, type ClientKey } from '@pmp/contract/client-rules'
import { useDebouncedValue } from '@mantine/hooks'
import { useMemo } from 'react'
import { useRead } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import type { ClientRules } from './client-values.ts'
import { readKeyText, type KeyForm } from './key-text.ts'

/** A key as it stands in the form. */
export interface ReadFormKey extends Judged {
  /** Whether a client has it; undefined while nobody knows. */
  isTaken: boolean | undefined
}

const pauseMs = 300

/** Reads and judges the key while it is typed, and asks whether a client has it. */
export function useFormKey(text: string, { keyKinds }: ClientRules): ReadFormKey {
  const { t, tMaybe } = useText()
  const read = useMemo(() => judge(text, keyKinds), [text, keyKinds])
  const publicKey: Record<string, unknown> = { ...read.key?.jwk }
  const [asked] = useDebouncedValue(JSON.stringify(publicKey), pauseMs)
  const isSettled = asked === JSON.stringify(publicKey)
  const known = useRead(checkClientKey, { publicKey }, { enabled: Boolean(read.key) && isSettled })
  const isTaken = read.key && known.data?.isTaken
  if (isTaken) return { ...read, flaw: t('failures.PMS_ESI_001'), isTaken }
  const { flaw } = read
  const because = flaw && (tMaybe(`clients.key.flaw.${flaw}`) ?? tMaybe(`failures.because.${flaw}`))
  return { ...read, flaw: flaw && (because ?? t('clients.key.flaw.unreadable')), isTaken }
}

interface Judged {
  key?: ClientKey
  form?: KeyForm
  /** Why it cannot be that of a client. */
  flaw: string | null
}

function judge(text: string, keyKinds: ClientRules['keyKinds']): Judged {
  if (text.trim() === '') return { flaw: null }
  const read = readKeyText(text)
  if ('flaw' in read) return read
  const { form } = read
  const judged = judgeClientKey(read.jwk, keyKinds)
  return 'flaw' in judged ? { form, flaw: judged.flaw } : { form, key: judged, flaw: null }
}
