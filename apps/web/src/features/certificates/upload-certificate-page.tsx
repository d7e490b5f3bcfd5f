import {
  domainOfPartnerType,
  listCertificateGenerations,
  scheduleRenewal,
  uploadPartnerCertificate,
  type CertificateDomain,
} from '@pmp/contract'
import { Alert, Button, Stack } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange, useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ActingFor, ofPartner, useAbove, usePartnerId } from '../../shell/acting-for.tsx'
import { OwnPartnerSelect } from '../../shell/own-partner-select.tsx'
import { CertificateIntake } from '../../domain/certificates/certificate-intake.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { DomainChoice } from './domain-choice.tsx'
import type { Generations } from './generation.ts'
import { HandoverChoice } from './handover-choice.tsx'
import { canWait, instantOf, type Handover } from './handover.ts'
import { certificatesPage, NoPartner } from './no-partner.tsx'
import { UploadedCertificate } from './uploaded-certificate.tsx'

/** Shows what a file contains and which rules it passes; only then it is submitted (ui.md S4). */
export default function UploadCertificatePage() {
  const { t } = useText()
  const partnerId = usePartnerId()
  if (!partnerId) return <NoPartner title={t('certificates.upload')} />
  return <UploadFor key={partnerId} partnerId={partnerId} />
}

function UploadFor({ partnerId }: { partnerId: string }) {
  const { t } = useText()
  const above = useAbove(partnerId, certificatesPage)
  const certificates = useRead(listCertificateGenerations, { partnerId, pageNo: 0, pageSize: 1 })
  const upload = useChange(uploadPartnerCertificate)
  const partner = certificates.data?.partner
  if (upload.data && partner) {
    const { signedCertificateData: pem } = upload.data
    return <UploadedCertificate partner={partner} pem={pem} above={above} />
  }
  return (
    <Page
      title={t(certificates.data?.current ? 'certificates.renew' : 'certificates.upload')}
      description={partner && t('certificates.upload.about', { name: partner.organizationName })}
      above={above}
      actions={
        <Button
          component={Link}
          to="/certificates/request"
          search={ofPartner(partnerId)}
          variant="default"
        >
          <T id="csr.link" />
        </Button>
      }
    >
      <Loaded from={certificates}>
        {(read) => (
          <Stack gap="lg">
            <ActingFor partnerId={partnerId} name={read.partner.organizationName} />
            <Surface>
              {read.partner.isDeactivated ? (
                <Alert color="yellow">
                  <T id="home.deactivated" />
                </Alert>
              ) : (
                <UploadForm certificates={read} upload={upload} />
              )}
            </Surface>
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

interface UploadFormProps {
  certificates: Generations
  upload: ReturnType<typeof useChange<typeof uploadPartnerCertificate>>
}

/** The file, and for a renewal the time from which it is used. */
function UploadForm({ certificates, upload }: UploadFormProps) {
  const { t, dateTime } = useText()
  const notify = useNotify()
  const navigate = useNavigate()
  const schedule = useChange(scheduleRenewal)
  const [handover, setHandover] = useState<Handover>({ isLater: false })
  const { partnerId, partnerType } = certificates.partner
  const [partnerDomain, setDomain] = useState<CertificateDomain>(domainOfPartnerType(partnerType))
  const activateAt = instantOf(handover)

  function send(certificateData: string) {
    if (!handover.isLater) upload.mutate({ partnerId, partnerDomain, certificateData })
    if (!activateAt) return
    const replaces = certificates.renewal?.generationId
    schedule.mutate(
      { partnerId, partnerDomain, certificateData, activateAt, replaces },
      {
        onSuccess: () => {
          notify(t('renewals.done', { time: dateTime(activateAt) }))
          void navigate({ to: '/certificates/history', search: ofPartner(partnerId) })
        },
      },
    )
  }

  return (
    <Stack gap="lg">
      <OwnPartnerSelect partnerId={partnerId} />
      {canWait(certificates, new Date()) && (
        <HandoverChoice certificates={certificates} value={handover} onChange={setHandover} />
      )}
      <DomainChoice partnerType={partnerType} value={partnerDomain} onChange={setDomain} />
      <CertificateIntake
        partnerDomain={partnerDomain}
        partnerId={partnerId}
        activateAt={activateAt}
        submitLabel={t(handover.isLater ? 'renewals.submit' : 'certificates.submit')}
        isSubmitting={upload.isPending || schedule.isPending}
        error={handover.isLater ? schedule.error : upload.error}
        onSubmit={send}
      />
    </Stack>
  )
}
