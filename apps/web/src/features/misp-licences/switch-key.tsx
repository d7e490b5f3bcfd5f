import { changeMispKeyStatus } from '@pmp/contract'
import { useText } from '../../i18n/text.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

interface SwitchKeyProps {
  licence: { mispId: string; licenseKey: string; isActive: boolean }
  onClose: () => void
}

/** Suspends a licence, or puts it into use again in the place of the others (auth-services.md 9.2). */
export function SwitchKey({ licence, onClose }: SwitchKeyProps) {
  const { t } = useText()
  const { mispId: providerId, licenseKey, isActive } = licence
  const ending = licenseKey.slice(-4)
  const label = t(isActive ? 'licences.suspendOf' : 'licences.activateOf', { ending })
  return (
    <ConfirmDialog
      title={label}
      text={t(isActive ? 'licences.suspend.text' : 'licences.activate.text')}
      confirmLabel={label}
      isDangerous={isActive}
      endpoint={changeMispKeyStatus}
      call={{ providerId, licenseKey, licenseKeyStatus: isActive ? 'de-active' : 'active' }}
      done={t(isActive ? 'licences.suspended' : 'licences.activated', { ending })}
      onClose={onClose}
    />
  )
}
