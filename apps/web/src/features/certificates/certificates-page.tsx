import { listPartnerCertificates, readPartnerCertificateData, type ResponseOf } from '@pmp/contract'
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useAsk, useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { certificateType, download } from '../../ui/download.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Status } from '../../ui/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'

const soonDays = 30
const dayMilliseconds = 86_400_000

type Item = ResponseOf<typeof listPartnerCertificates>[number]

/** The certificates of the user's partners (ui.md S4). */
export default function CertificatesPage() {
  const { t } = useText()
  const certificates = useRead(listPartnerCertificates, {})
  return (
    <Page title={t('certificates.menu')} description={t('certificates.about')}>
      <Loaded from={certificates}>
        {(list) => (
          <Stack gap="lg">
            {list.length === 0 && (
              <Surface>
                <Empty text={t('certificates.needsRegistration')} />
              </Surface>
            )}
            {list.map((item) => (
              <CertificateCard key={item.partnerId} item={item} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function statusOf(expiry: Date): 'expired' | 'expiring' | 'valid' {
  const left = expiry.getTime() - Date.now()
  if (left < 0) return 'expired'
  return left < soonDays * dayMilliseconds ? 'expiring' : 'valid'
}

function CertificateCard({ item }: { item: Item }) {
  const { tMaybe } = useText()
  const uploadLabel = item.isCertificateAvailable ? 'certificates.renew' : 'certificates.upload'
  // A partner becomes active with its first certificate; later inactivity is a decision.
  const isDeactivated = item.isCertificateAvailable && !item.isPartnerActive
  return (
    <Surface title={item.certificateIssuedTo || item.partnerId}>
      <Stack>
        <Text size="sm" c="dimmed">
          {tMaybe(`partnerTypes.${item.partnerType}`) ?? item.partnerType}
        </Text>
        {item.isCertificateAvailable ? <Validity item={item} /> : <T id="certificates.none" />}
        {isDeactivated && (
          <Alert color="yellow">
            <T id="home.deactivated" />
          </Alert>
        )}
        <Group>
          {!isDeactivated && (
            <Button
              component={Link}
              to="/certificates/upload"
              // The routes come from one table, so the router's types do not know this page's search.
              search={{ partner: item.partnerId } as never}
              variant={item.isCertificateAvailable ? 'default' : 'filled'}
            >
              <T id={uploadLabel} />
            </Button>
          )}
          {item.isCertificateAvailable && item.isPartnerActive && (
            <Downloads partnerId={item.partnerId} />
          )}
        </Group>
      </Stack>
    </Surface>
  )
}

function Validity({ item }: { item: Item }) {
  const { t, dateTime, date, daysFromNow } = useText()
  const { certificateExpiryDateTime: expiry, certificateUploadDateTime: uploaded } = item
  return (
    <Facts
      facts={[
        [t('fields.status'), expiry && <Status key="s" value={statusOf(expiry)} />],
        [t('certificates.uploaded'), uploaded && dateTime(uploaded)],
        [t('certificates.validTill'), expiry && `${date(expiry)} (${daysFromNow(expiry)})`],
      ]}
    />
  )
}

function Downloads({ partnerId }: { partnerId: string }) {
  const read = useAsk(readPartnerCertificateData)
  function save(kind: 'signed' | 'original') {
    read.mutate(
      { partnerId },
      {
        onSuccess: (data) =>
          kind === 'signed'
            ? download(
                `${partnerId}-mosip-signed.cer`,
                data.mosipSignedCertificateData,
                certificateType,
              )
            : download(`${partnerId}.cer`, data.caSignedCertificateData, certificateType),
      },
    )
  }
  return (
    <>
      <Button variant="default" onClick={() => save('signed')} loading={read.isPending}>
        <T id="certificates.downloadSigned" />
      </Button>
      <Button variant="default" onClick={() => save('original')} loading={read.isPending}>
        <T id="certificates.downloadOriginal" />
      </Button>
      <FailureAlert error={read.error} />
    </>
  )
}
