import { readCertificateGeneration } from '@pmp/contract'
import { Button, Menu, Stack } from '@mantine/core'
import { useAsk } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useSession } from '../../shell/session.tsx'
import { certificateType } from '../../domain/certificates/file-types.ts'
import { download } from '../../ui/download.ts'
import { FailureAlert } from '../../ui/failure.tsx'

interface CertificateDownloadsProps {
  partnerId: string
  generation: { generationId: string; serialNumber: string; signedValidTill: Date | null }
  /** Told to readers of screens, where several are on a page. */
  label?: string
  size?: 'xs' | 'sm'
}

/** The original and the MOSIP-signed certificate of a generation as files (ui.md S4). */
export function CertificateDownloads(props: CertificateDownloadsProps) {
  const { partnerId, generation, label, size = 'sm' } = props
  const { t } = useText()
  const { settings } = useSession()
  const read = useAsk(readCertificateGeneration)
  const hasOriginal = settings['isCaSignedPartnerCertificateAvailable'] !== 'false'
  const hasSigned = generation.signedValidTill !== null
  const { generationId, serialNumber } = generation
  function save(kind: 'original' | 'signed') {
    read.mutate(
      { partnerId, generationId },
      {
        onSuccess: ({ uploadedCertificateData: original, signedCertificateData: signed }) => {
          const name = `${partnerId}-${serialNumber.slice(-8)}`
          if (kind === 'original' && original) download(`${name}.cer`, original, certificateType)
          if (kind === 'signed' && signed) {
            download(`${name}-mosip-signed.cer`, signed, certificateType)
          }
        },
      },
    )
  }
  if (!hasOriginal && !hasSigned) return null
  return (
    <Stack gap="xs" align="flex-start">
      <Menu position="bottom-start">
        <Menu.Target>
          <Button
            variant="default"
            size={size}
            loading={read.isPending}
            aria-label={label ?? t('actions.download')}
          >
            <T id="actions.download" />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {hasSigned && (
            <Menu.Item onClick={() => save('signed')}>
              <T id="certificates.signed" />
            </Menu.Item>
          )}
          {hasOriginal && (
            <Menu.Item onClick={() => save('original')}>
              <T id="certificates.original" />
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <FailureAlert error={read.error} />
    </Stack>
  )
}
