import { useText } from '../../i18n/text.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { textType } from '../../ui/download.ts'

interface KeyDialogProps {
  partnerId: string
  value: string
  onClose: () => void
}

/** A licence key in clear, to take along. */
export function KeyDialog({ partnerId, value, onClose }: KeyDialogProps) {
  const { t } = useText()
  return (
    <Dialog title={t('licences.key')} size="lg" onClose={onClose}>
      <CopyField
        label={t('licences.key')}
        value={value}
        isMain
        file={{ name: `${partnerId}-licence.txt`, type: textType }}
      />
    </Dialog>
  )
}
