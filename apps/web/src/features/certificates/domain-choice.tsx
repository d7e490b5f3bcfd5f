import { certificateDomains, domainOfPartnerType, type CertificateDomain } from '@pmp/contract'
import { Alert, Select, Stack } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'

interface DomainChoiceProps {
  partnerType: string
  value: CertificateDomain
  onChange: (domain: CertificateDomain) => void
}

/** The trust store of a certificate; one that is unusual for the partner type is warned of (A3). */
export function DomainChoice({ partnerType, value, onChange }: DomainChoiceProps) {
  const { t, tMaybe } = useText()
  const usual = domainOfPartnerType(partnerType)
  const type = tMaybe(`partnerTypes.${partnerType}`) ?? partnerType
  return (
    <Stack gap="xs">
      <Select
        label={t('trust.domain')}
        description={t('certificates.domain.hint')}
        data={certificateDomains.map((domain) => ({
          value: domain,
          label: t(`domains.${domain}`),
        }))}
        value={value}
        allowDeselect={false}
        onChange={(chosen) =>
          onChange(certificateDomains.find((domain) => domain === chosen) ?? usual)
        }
      />
      {value !== usual && (
        <Alert color="yellow" className="verdict-partial" role="status">
          {t('certificates.domain.unusual', { type, usual })}
        </Alert>
      )}
    </Stack>
  )
}
