import {
  listCertificateGenerations,
  readCertificateStatus,
  type readPartnerDetails,
  type ResponseOf,
} from '@pmp/contract'
import { Button, Group, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'
import { useMay } from '../../shell/session.tsx'
import { CertificateBox } from '../../domain/certificates/certificate-box.tsx'
import { certificateStatus } from '../../domain/certificates/certificate-status.ts'
import { commonNameOf } from '../../domain/certificates/distinguished-name.ts'
import { ValidityBar } from '../../domain/certificates/validity-bar.tsx'
import { Status } from '../../domain/status.tsx'
import { CertificateRevocation } from './certificate-revocation.tsx'

type Partner = ResponseOf<typeof readPartnerDetails>

/** A partner that was approved once and is inactive stays so. */
export function isDeactivated({ isActive, approvalStatus }: Partner): boolean {
  return !isActive && approvalStatus === 'approved'
}

/** The certificate in use, and the ways to the others and to the next one (ui.md S28). */
export function PartnerCertificate({ partner }: { partner: Partner }) {
  const { t } = useText()
  const may = useMay()
  const { certificateUploadDateTime: uploaded } = partner
  const search = ofPartner(partner.partnerId)
  return (
    <CertificateBox title={t('partners.certificate')}>
      <Stack>
        <InUse partner={partner} />
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
    </CertificateBox>
  )
}

/** Its name, its life, and what counts against it. */
function InUse({ partner }: { partner: Partner }) {
  const { t, date, dateTime } = useText()
  const may = useMay()
  const { partnerId, certificateExpiryDateTime: end, certificateUploadDateTime: uploaded } = partner
  const status = useRead(readCertificateStatus, { partnerId })
  const generations = useRead(
    listCertificateGenerations,
    { partnerId, pageNo: 0, pageSize: 1 },
    { enabled: may('certificates.history') },
  )
  if (!end) return <span className="soft">{t('partners.notUploaded')}</span>
  const current = generations.data?.current
  const isRevoked = Boolean(status.data?.revocation)
  return (
    <>
      <div>
        <p className="certificate-name">
          <bdi>{current ? commonNameOf(current.subject) : partner.organizationName}</bdi>{' '}
          <Status value={isRevoked ? 'revoked' : certificateStatus(end)} />
        </p>
        <span className="quiet">
          {current && t('certificates.byAuthority', { name: commonNameOf(current.issuer) })}
          {uploaded && ` · ${t('partners.uploadedOn')} ${dateTime(uploaded)}`}
        </span>
      </div>
      {current ? (
        <ValidityBar from={current.validFrom} till={end} />
      ) : (
        <span>{t('certificates.until', { date: date(end) })}</span>
      )}
    </>
  )
}
