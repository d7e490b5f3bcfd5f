import { deactivateMispLicence } from '@pmp/contract'
import { useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface DeactivateLicenceProps {
  licence: { mispLicenseId: string; name: string | null }
  onClose: () => void
}

/** Ends a licence at once; an administrator may switch its key on again. */
export function DeactivateLicence({ licence, onClose }: DeactivateLicenceProps) {
  const { t } = useText()
  const name = licence.name ?? t('licences.unnamed')
  return (
    <ConfirmDialog
      title={t('keys.deactivateOf', { label: name })}
      text={t('licences.deactivate.text')}
      confirmLabel={t('keys.deactivateOf', { label: name })}
      isDangerous
      endpoint={deactivateMispLicence}
      call={{ mispLicenseId: licence.mispLicenseId, status: 'INACTIVE' }}
      done={t('keys.deactivated', { label: name })}
      onClose={onClose}
    />
  )
}
