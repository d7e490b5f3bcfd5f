import { inspectCertificate, type CertificateDomain } from '@pmp/contract'
import { Alert, Button, Group, Skeleton, Stack } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useAsk } from '../api/query.ts'
import { useText } from '../i18n/text.tsx'
import { FailureAlert } from './failure.tsx'
import { FileDrop } from './file-drop.tsx'
import { InspectionReport } from './inspection.tsx'

interface CertificateIntakeProps {
  partnerDomain: CertificateDomain
  /** Judged as this partner's certificate; absent: as a CA certificate. */
  partnerId?: string
  submitLabel: string
  isSubmitting: boolean
  error: unknown
  onSubmit: (certificateData: string) => void
}

/** Takes a certificate, shows what it is and which rules it passes, and only then submits it. */
export function CertificateIntake(props: CertificateIntakeProps) {
  const { partnerDomain, partnerId, submitLabel, isSubmitting, error, onSubmit } = props
  const { t } = useText()
  const [certificateData, setData] = useState('')
  const { mutate: inspect, ...inspection } = useAsk(inspectCertificate)
  useEffect(() => {
    if (certificateData !== '') inspect({ certificateData, partnerDomain, partnerId })
  }, [certificateData, partnerDomain, partnerId, inspect])
  return (
    <Stack gap="lg">
      <FileDrop onText={setData} />
      <FailureAlert error={inspection.error} />
      {inspection.isPending && (
        <Stack role="status" aria-label={t('states.loading')}>
          <Skeleton height={90} />
          <Skeleton height={160} />
        </Stack>
      )}
      {inspection.data && (
        <>
          <Verdict isAcceptable={inspection.data.isAcceptable} />
          <InspectionReport inspection={inspection.data} isLeaf={partnerId !== undefined} />
          <FailureAlert error={error} />
          <Group justify="flex-end">
            <Button
              disabled={!inspection.data.isAcceptable}
              loading={isSubmitting}
              onClick={() => onSubmit(certificateData)}
            >
              {submitLabel}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  )
}

function Verdict({ isAcceptable }: { isAcceptable: boolean }) {
  const { t } = useText()
  return (
    <Alert
      className={isAcceptable ? 'verdict-good' : 'verdict-bad'}
      color={isAcceptable ? 'green' : 'red'}
      variant="light"
      role="status"
    >
      {t(isAcceptable ? 'certificates.acceptable' : 'certificates.notAcceptable')}
    </Alert>
  )
}
