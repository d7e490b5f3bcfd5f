import {
  domainOfPartnerType,
  uploadPartnerCertificate,
  type CertificateDomain,
} from '@pmp/contract'
import { Button, Select, Stack } from '@mantine/core'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import { CertificateIntake } from '../../ui/certificate-intake.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { certificateType } from '../../ui/download.ts'
import { Loaded, Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import { useChosenPartner, type ChosenPartner } from './chosen-partner.ts'
import { DomainChoice } from './domain-choice.tsx'
import { NoPartner, abovePage } from './no-partner.tsx'

/** Shows what a file contains and which rules it passes; only then it is submitted (ui.md S4). */
export default function UploadCertificatePage() {
  const { t } = useText()
  const chosen = useChosenPartner()
  const above = abovePage(chosen)
  if (!chosen.data && !chosen.isPending && !chosen.error) {
    return <NoPartner title={t('certificates.upload')} />
  }
  return (
    <Loaded from={chosen}>
      {(partner) => <Upload key={partner.partnerId} partner={partner} above={above} />}
    </Loaded>
  )
}

interface UploadProps {
  partner: ChosenPartner
  above: ReturnType<typeof abovePage>
}

function Upload({ partner, above }: UploadProps) {
  const { t } = useText()
  const { partners } = useSession()
  const navigate = useNavigate()
  const upload = useChange(uploadPartnerCertificate)
  const { partnerId, partnerType, organizationName } = partner
  const [partnerDomain, setDomain] = useState<CertificateDomain>(domainOfPartnerType(partnerType))
  if (upload.data) {
    return <Uploaded partner={partner} above={above} pem={upload.data.signedCertificateData} />
  }
  return (
    <Page
      title={t('certificates.upload')}
      description={t('certificates.upload.about', { name: organizationName })}
      above={above}
      actions={
        <Button
          component={Link}
          to="/certificates/request"
          // The routes come from one table, so the router's types do not know this page's search.
          search={{ partnerId } as never}
          variant="default"
        >
          <T id="csr.link" />
        </Button>
      }
    >
      <Surface>
        <Stack gap="lg">
          {partners.some((own) => own.partnerId === partnerId) && partners.length > 1 && (
            <Select
              label={t('fields.partner')}
              data={partners.map((own) => own.partnerId)}
              value={partnerId}
              onChange={(value) =>
                void navigate({ to: '.', search: { partnerId: value }, replace: true })
              }
              allowDeselect={false}
            />
          )}
          <DomainChoice partnerType={partnerType} value={partnerDomain} onChange={setDomain} />
          <CertificateIntake
            partnerDomain={partnerDomain}
            partnerId={partnerId}
            submitLabel={t('certificates.submit')}
            isSubmitting={upload.isPending}
            error={upload.error}
            onSubmit={(certificateData) =>
              upload.mutate({ partnerId, partnerDomain, certificateData })
            }
          />
        </Stack>
      </Surface>
    </Page>
  )
}

function Uploaded({ partner, above, pem }: UploadProps & { pem: string }) {
  const { t } = useText()
  const isOwn = above.to === '/certificates'
  return (
    <Page
      title={t('certificates.done')}
      description={t('certificates.done.text')}
      above={above}
      actions={
        <Button component={Link} to={isOwn ? '/' : above.to}>
          <T id={isOwn ? 'actions.toNextStep' : 'partners.open'} />
        </Button>
      }
    >
      <Surface title={t('certificates.signed')}>
        <CopyField
          label={t('certificates.signed')}
          value={pem}
          file={{ name: `${partner.partnerId}-mosip-signed.cer`, type: certificateType }}
        />
      </Surface>
    </Page>
  )
}
