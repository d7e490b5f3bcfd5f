import { changeApiKey } from '@pmp/contract'
import { useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { nameOfKey, type ApiKey } from './api-key.ts'

/** Ends a key at once and for good. */
export function DeactivateKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useText()
  const label = apiKey.apiKeyLabel
  return (
    <ConfirmDialog
      title={t('keys.deactivateOf', { label })}
      text={t('keys.deactivate.text')}
      confirmLabel={t('keys.deactivateOf', { label })}
      isDangerous
      endpoint={changeApiKey}
      call={{ ...nameOfKey(apiKey), status: 'De-active' }}
      done={t('keys.deactivated', { label })}
      onClose={onClose}
    />
  )
}
