import { domainOfPartnerType, uploadPartnerCertificate } from '@pmp/contract'
import { Button, Select, Stack, Text } from '@mantine/core'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useChange } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import { CertificateIntake } from '../../ui/certificate-intake.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { certificateType } from '../../ui/download.ts'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'

const above = { to: '/certificates', title: 'certificates.menu' } as const

/** Shows what a file contains and which rules it passes; only then it is submitted (ui.md S4). */
export default function UploadCertificatePage() {
  const { t } = useText()
  const { partners } = useSession()
  const navigate = useNavigate()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const upload = useChange(uploadPartnerCertificate)
  const partner = partners.find((own) => own.partnerId === search['partner']) ?? partners[0]
  if (!partner) {
    return (
      <Page title={t('certificates.upload')} above={above}>
        <Surface>
          <Empty
            text={t('certificates.needsRegistration')}
            action={
              <Button component={Link} to="/">
                <T id="actions.toHome" />
              </Button>
            }
          />
        </Surface>
      </Page>
    )
  }
  const { partnerId } = partner
  const partnerDomain = domainOfPartnerType(partner.partnerType)
  if (upload.data) return <Uploaded partnerId={partnerId} pem={upload.data.signedCertificateData} />
  return (
    <Page
      title={t('certificates.upload')}
      description={t('certificates.upload.about', { name: partner.organizationName })}
      above={above}
    >
      <Surface>
        <Stack gap="lg">
          {partners.length > 1 && (
            <Select
              label={t('fields.partner')}
              data={partners.map((own) => own.partnerId)}
              value={partnerId}
              onChange={(value) =>
                void navigate({ to: '.', search: { partner: value }, replace: true })
              }
              allowDeselect={false}
            />
          )}
          <Text size="sm" c="dimmed">
            {t('certificates.domain', { domain: partnerDomain })}
          </Text>
          <CertificateIntake
            key={partnerId}
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

function Uploaded({ partnerId, pem }: { partnerId: string; pem: string }) {
  const { t } = useText()
  return (
    <Page
      title={t('certificates.done')}
      description={t('certificates.done.text')}
      above={above}
      actions={
        <Button component={Link} to="/">
          <T id="actions.toNextStep" />
        </Button>
      }
    >
      <Surface title={t('certificates.signed')}>
        <CopyField
          label={t('certificates.signed')}
          value={pem}
          file={{ name: `${partnerId}-mosip-signed.cer`, type: certificateType }}
        />
      </Surface>
    </Page>
  )
}
