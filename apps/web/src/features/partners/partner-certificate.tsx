import { readCertificateStatus, type readPartnerDetails, type ResponseOf } from '@pmp/contract'
import { Button, Group, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'
import { useMay } from '../../shell/session.tsx'
import { certificateStatus } from '../../domain/certificates/certificate-status.ts'
import { Status } from '../../domain/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { CertificateRevocation } from './certificate-revocation.tsx'

type Partner = ResponseOf<typeof readPartnerDetails>

/** A partner that was approved once and is inactive stays so. */
export function isDeactivated({ isActive, approvalStatus }: Partner): boolean {
  return !isActive && approvalStatus === 'approved'
}

/** The certificate in use, and the ways to the others and to the next one (ui.md S28). */
export function PartnerCertificate({ partner }: { partner: Partner }) {
  const { t, date, dateTime, daysFromNow } = useText()
  const may = useMay()
  const { certificateExpiryDateTime: end, certificateUploadDateTime: uploaded } = partner
  const search = ofPartner(partner.partnerId)
  const read = useRead(readCertificateStatus, { partnerId: partner.partnerId })
  const isRevoked = Boolean(read.data?.revocation)
  return (
    <Surface title={t('partners.certificate')}>
      <Stack>
        <Facts
          facts={[
            [
              t('fields.status'),
              end && <Status key="s" value={isRevoked ? 'revoked' : certificateStatus(end)} />,
            ],
            [t('partners.uploadedOn'), uploaded ? dateTime(uploaded) : t('partners.notUploaded')],
            [t('certificates.validTill'), end && `${date(end)} (${daysFromNow(end)})`],
          ]}
        />
        <CertificateRevocation partnerId={partner.partnerId} name={partner.organizationName} />
        <Group gap="sm">
          {may('certificates.history') && (
            <Button
              component={Link}
              to="/certificates/history"
              search={search}
              variant="default"
              size="xs"
            >
              <T id="certificates.history" />
            </Button>
          )}
          {may('certificates.upload') && !isDeactivated(partner) && (
            <Button
              component={Link}
              to="/certificates/upload"
              search={search}
              variant={uploaded ? 'default' : 'filled'}
              size="xs"
            >
              <T id={uploaded ? 'certificates.renew' : 'certificates.upload'} />
            </Button>
          )}
        </Group>
      </Stack>
    </Surface>
  )
}
