import { changeApiKey } from '@pmp/contract'
import { DeactivationDialog } from '../../domain/deactivation/deactivation-dialog.tsx'
import { useText } from '../../i18n/text.tsx'
import { nameOfKey, type ApiKey } from './api-key.ts'

/** Ends a key at once and for good. */
export function DeactivateKey({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useText()
  const { partnerId, policyId, apiKeyLabel: label } = apiKey
  return (
    <DeactivationDialog
      subject={{ kind: 'apiKey', id: partnerId, policyId, label }}
      name={label}
      text={t('keys.deactivate.text')}
      endpoint={changeApiKey}
      call={{ ...nameOfKey(apiKey), status: 'De-active' }}
      done={t('keys.deactivated', { label })}
      onClose={onClose}
    />
  )
}
