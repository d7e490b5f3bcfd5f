import { Group } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { certificateStatus } from '../../domain/certificates/certificate-status.ts'
import { Status } from '../../domain/status.tsx'

interface ValidityProps {
  from: Date
  till: Date
  /** Whether it matters that it ends soon. */
  isInUse: boolean
}

/** From when till when a certificate is valid; marked once it has ended, or soon will. */
export function Validity({ from, till, isInUse }: ValidityProps) {
  const { t, date, daysFromNow } = useText()
  const status = certificateStatus(till)
  const isMarked = status === 'expired' || (isInUse && status === 'expiring')
  return (
    <Group component="span" gap="xs">
      {t('certificates.period', { from: date(from), till: date(till) })}
      {isInUse && ` (${daysFromNow(till)})`}
      {isMarked && <Status value={status} />}
    </Group>
  )
}
