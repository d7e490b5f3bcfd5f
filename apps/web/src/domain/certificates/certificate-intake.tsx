import { inspectCertificate, type CertificateDomain } from '@pmp/contract'
import { Alert, Button, Group, Skeleton, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useAsk } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { FileDrop } from './file-drop.tsx'
import { InspectionReport } from './inspection-report.tsx'
import { isAccepted, type Inspection } from './inspection.ts'

interface CertificateIntakeProps {
  partnerDomain: CertificateDomain
  /** Judged as this partner's certificate; absent: as a CA certificate. */
  partnerId?: string
  /** Judged as of this instant; absent: as of now. */
  activateAt?: Date | undefined
  submitLabel: string
  isSubmitting: boolean
  error: unknown
  /** Gets what the upload takes, whatever the file was. */
  onSubmit: (certificateData: string) => void
}

/** Takes a certificate, shows what it is and which rules it passes, and only then submits it. */
export function CertificateIntake(props: CertificateIntakeProps) {
  const { partnerDomain, partnerId, activateAt, submitLabel, isSubmitting, error, onSubmit } = props
  const { t } = useText()
  const [certificateData, setData] = useState('')
  const { mutate: inspect, ...inspection } = useAsk(inspectCertificate)
  const at = activateAt?.getTime()
  useEffect(() => {
    if (certificateData === '') return
    const then = at === undefined ? undefined : new Date(at)
    inspect({ certificateData, partnerDomain, partnerId, activateAt: then })
  }, [certificateData, partnerDomain, partnerId, at, inspect])
  const found = certificateData === '' ? undefined : inspection.data
  return (
    <Stack gap="lg">
      <FileDrop onText={setData} />
      {certificateData !== '' && <FailureAlert error={inspection.error} />}
      {inspection.isPending && (
        <Stack role="status" aria-label={t('states.loading')}>
          <Skeleton height={90} />
          <Skeleton height={160} />
        </Stack>
      )}
      {found && (
        <>
          <Verdict inspection={found} />
          <InspectionReport inspection={found} isLeaf={partnerId !== undefined} />
          <FailureAlert error={error} />
          <Group justify="flex-end">
            <Button
              disabled={!found.isAcceptable}
              loading={isSubmitting}
              onClick={() => onSubmit(found.uploadData)}
            >
              {submitLabel}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}

/** Whether all, some or nothing of the file would be taken. */
function Verdict({ inspection }: { inspection: Inspection }) {
  const { t } = useText()
  const judged = inspection.certificates.filter(({ checks }) => checks.length > 0)
  const refused = judged.filter((certificate) => !isAccepted(certificate)).length
  const verdict = !inspection.isAcceptable ? 'bad' : refused > 0 ? 'partial' : 'good'
  const looks = { good: 'green', partial: 'yellow', bad: 'red' } as const
  const texts = {
    good: 'certificates.acceptable',
    partial: 'certificates.partlyAcceptable',
    bad: 'certificates.notAcceptable',
  } as const
  return (
    <Alert className={`verdict-${verdict}`} color={looks[verdict]} variant="light" role="status">
      {t(texts[verdict], { refused, count: judged.length })}
    </Alert>
  )
}
