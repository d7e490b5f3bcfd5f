import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { T, useText } from '../../i18n/text.tsx'
import { ActingFor } from '../../shell/acting-for.tsx'
import { useSession } from '../../shell/session.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { certificateType } from '../../domain/certificates/file-types.ts'
import { Page, type PageAbove } from '../../ui/page.tsx'
import { Surface } from '../../ui/surface.tsx'
import type { Generations } from './generation.ts'

interface UploadedCertificateProps {
  partner: Generations['partner']
  /** What other modules get; for an FTM chip provider usually the original itself. */
  pem: string
  above: PageAbove
}

/** The certificate that an upload answers with. */
export function UploadedCertificate({ partner, pem, above }: UploadedCertificateProps) {
  const { t } = useText()
  const { partners } = useSession()
  const { partnerId, partnerType, organizationName } = partner
  const isFtm = partnerType === 'FTM_Provider'
  const isOwn = partners.some((own) => own.partnerId === partnerId)
  const fileName = isFtm ? `${partnerId}.cer` : `${partnerId}-mosip-signed.cer`
  return (
    <Page
      title={t('certificates.done')}
      description={t(isFtm ? 'certificates.ftm' : 'certificates.done.text')}
      above={above}
      actions={
        <Button component={Link} to={isOwn ? '/' : `/partners/${partnerId}`}>
          <T id={isOwn ? 'actions.toNextStep' : 'partners.open'} />
        </Button>
      }
    >
      <ActingFor partnerId={partnerId} name={organizationName} />
      <Surface title={t(isFtm ? 'certificates.forOthers' : 'certificates.signed')}>
        <CopyField label={fileName} value={pem} file={{ name: fileName, type: certificateType }} />
      </Surface>
    </Page>
  )
}
