import { listCertificateGenerations, readCertificateStatus } from '@pmp/contract'
import { Alert, Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ofPartner } from '../../shell/acting-for.tsx'
import { useMay, useSession, type Session } from '../../shell/session.tsx'
import { certificateStatus } from '../../domain/certificates/certificate-status.ts'
import { Empty } from '../../ui/contract-list.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { RevocationNotice } from '../../domain/revocations/revocation-notice.tsx'
import { Status } from '../../domain/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { CertificateDownloads } from './certificate-downloads.tsx'
import type { Generation, Generations } from './generation.ts'
import { RenewalNotice } from './renewal-notice.tsx'
import { Validity } from './validity.tsx'

type Partner = Session['partners'][number]

/** The certificates of the user's partners, whatever their type (ui.md S4). */
export default function CertificatesPage() {
  const { t } = useText()
  const { partners } = useSession()
  return (
    <Page title={t('certificates.menu')} description={t('certificates.about')}>
      <Stack gap="lg">
        {partners.length === 0 && (
          <Surface>
            <Empty text={t('certificates.needsRegistration')} />
          </Surface>
        )}
        {partners.map((partner) => (
          <CertificateCard key={partner.partnerId} partner={partner} />
        ))}
      </Stack>
    </Page>
  )
}

function CertificateCard({ partner }: { partner: Partner }) {
  const { tMaybe } = useText()
  const { partnerId, partnerType } = partner
  const certificates = useRead(listCertificateGenerations, { partnerId, pageNo: 0, pageSize: 1 })
  return (
    <Surface title={<bdi>{partner.organizationName}</bdi>}>
      <Stack>
        <Text size="sm" c="dimmed">
          {tMaybe(`partnerTypes.${partnerType}`) ?? partnerType}
        </Text>
        <Loaded from={certificates}>
          {(read) => (
            <>
              {read.current ? (
                <InUse generation={read.current} partnerId={partnerId} />
              ) : (
                <T id="certificates.none" />
              )}
              <RenewalNotice certificates={read} />
              {read.partner.isDeactivated && (
                <Alert color="yellow">
                  <T id="home.deactivated" />
                </Alert>
              )}
              <Actions certificates={read} />
            </>
          )}
        </Loaded>
      </Stack>
    </Surface>
  )
}

function InUse({ generation, partnerId }: { generation: Generation; partnerId: string }) {
  const { t, dateTime } = useText()
  const revocation = useRead(readCertificateStatus, { partnerId }).data?.revocation
  const { validFrom, validTill, signedValidFrom, signedValidTill } = generation
  const end = signedValidTill && signedValidTill < validTill ? signedValidTill : validTill
  return (
    <>
      {revocation && <RevocationNotice revocation={revocation} />}
      <Facts
        facts={[
          [
            t('fields.status'),
            <Status key="s" value={generation.isRevoked ? 'revoked' : certificateStatus(end)} />,
          ],
          [t('certificates.issuedTo'), <bdi key="to">{generation.subject}</bdi>],
          [t('partners.uploadedOn'), dateTime(generation.uploadedAt)],
          [
            t('certificates.original'),
            <Validity key="o" from={validFrom} till={validTill} isInUse />,
          ],
          [
            t('certificates.signed'),
            signedValidFrom && signedValidTill && (
              <Validity key="m" from={signedValidFrom} till={signedValidTill} isInUse />
            ),
          ],
        ]}
      />
    </>
  )
}

function Actions({
  certificates: { partner, current, totalResults },
}: {
  certificates: Generations
}) {
  const may = useMay()
  const { partnerId } = partner
  const search = ofPartner(partnerId)
  return (
    <Group>
      {!partner.isDeactivated && may('certificates.upload') && (
        <Button
          component={Link}
          to="/certificates/upload"
          search={search}
          variant={current ? 'default' : 'filled'}
        >
          <T id={current ? 'certificates.renew' : 'certificates.upload'} />
        </Button>
      )}
      {current && !partner.isDeactivated && (
        <CertificateDownloads partnerId={partnerId} generation={current} />
      )}
      {totalResults > 0 && (
        <Anchor component={Link} to="/certificates/history" search={search} size="sm" fw={600}>
          <T id="certificates.history" />
        </Anchor>
      )}
    </Group>
  )
}
