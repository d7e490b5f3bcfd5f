import type { ResponseOf, generateApiKey } from '@pmp/contract'
import { useText } from '../../i18n/text.tsx'
import { ShownOnce } from '../../ui/shown-once.tsx'

interface KeyOnceProps {
  made: ResponseOf<typeof generateApiKey>
  onDone: () => void
}

/** The one time that a new key is shown. */
export function KeyOnce({ made, onDone }: KeyOnceProps) {
  const { t } = useText()
  return (
    <ShownOnce
      title={t('keys.once.title')}
      label={t('keys.key')}
      value={made.apiKey}
      fileName={`${made.partnerId}-${made.label}.txt`}
      stored={t('keys.once.stored')}
      onDone={onDone}
    />
  )
}
