import { deactivateMispLicence } from '@pmp/contract'
import { DeactivationDialog } from '../../domain/deactivation/deactivation-dialog.tsx'
import { useText } from '../../i18n/text.tsx'

interface DeactivateLicenceProps {
  licence: { mispLicenseId: string; name: string | null }
  onClose: () => void
}

/** Ends a licence at once; an administrator may switch its key on again. */
export function DeactivateLicence({ licence, onClose }: DeactivateLicenceProps) {
  const { t } = useText()
  const { mispLicenseId } = licence
  const name = licence.name ?? t('licences.unnamed')
  return (
    <DeactivationDialog
      subject={{ kind: 'mispLicence', id: mispLicenseId }}
      name={name}
      text={t('licences.deactivate.text')}
      endpoint={deactivateMispLicence}
      call={{ mispLicenseId, status: 'INACTIVE' }}
      done={t('keys.deactivated', { label: name })}
      onClose={onClose}
    />
  )
}
