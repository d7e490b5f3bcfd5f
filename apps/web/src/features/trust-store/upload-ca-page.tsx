import {
  caUploadStatuses,
  certificateDomains,
  uploadCaCertificate,
  type CertificateDomain,
} from '@pmp/contract'
import { Alert, Select, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useChange } from '../../api/query.ts'
import { useText } from '../../i18n/text.tsx'
import { CertificateIntake } from '../../domain/certificates/certificate-intake.tsx'
import { useNotify } from '../../ui/notify.ts'
import { Page } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'

/** Adds a root, an intermediate or a bundle to the trust store of a domain (ui.md S26). */
export default function UploadCaPage() {
  const { t } = useText()
  const notify = useNotify()
  const navigate = useNavigate()
  const [partnerDomain, setDomain] = useState<CertificateDomain>('AUTH')
  const [isNothingNew, setIsNothingNew] = useState(false)
  const upload = useChange(uploadCaCertificate)

  function submit(certificateData: string) {
    setIsNothingNew(false)
    upload.mutate(
      { certificateData, partnerDomain },
      {
        onSuccess: ({ status }) => {
          if (status === caUploadStatuses.none) return setIsNothingNew(true)
          const isAll = status === caUploadStatuses.all
          notify(t(isAll ? 'trust.uploaded' : 'trust.uploadedPartly', { domain: partnerDomain }))
          void navigate({ to: '/trust-store' })
        },
      },
    )
  }

  return (
    <Page
      title={t('trust.upload')}
      description={t('trust.upload.about')}
      above={{ to: '/trust-store', title: 'trust.menu' }}
    >
      <Surface>
        <Stack gap="lg">
          <Select
            label={t('trust.domain')}
            description={t('trust.domain.hint')}
            data={certificateDomains.map((domain) => ({
              value: domain,
              label: t(`domains.${domain}`),
            }))}
            value={partnerDomain}
            allowDeselect={false}
            onChange={(value) => {
              upload.reset()
              setDomain(certificateDomains.find((domain) => domain === value) ?? partnerDomain)
            }}
          />
          {isNothingNew && (
            <Alert color="red" variant="light" role="alert" title={t('trust.uploadedNone')} />
          )}
          <CertificateIntake
            partnerDomain={partnerDomain}
            submitLabel={t('trust.submit')}
            isSubmitting={upload.isPending}
            error={upload.error}
            onSubmit={submit}
          />
        </Stack>
      </Surface>
    </Page>
  )
}
