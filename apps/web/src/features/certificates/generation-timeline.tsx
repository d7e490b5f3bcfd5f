import { Group, Stack, Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { Status } from '../../domain/status.tsx'
import { Facts } from '../../ui/surface.tsx'
import { CertificateDownloads } from './certificate-downloads.tsx'
import { useEndReason, type Generation } from './generation.ts'
import { Validity } from './validity.tsx'

const marks: Record<Generation['state'], IconName> = {
  current: 'done',
  expired: 'advice',
  scheduled: 'clock',
  replaced: 'certificate',
  cancelled: 'cross',
  failed: 'cross',
}

interface TimelineProps {
  partnerId: string
  generations: readonly Generation[]
}

/** The certificates of a partner, newest first, each with what became of it. */
export function GenerationTimeline({ partnerId, generations }: TimelineProps) {
  return (
    <ol className="history timeline">
      {generations.map((generation) => (
        <li key={generation.generationId} data-state={generation.state}>
          <span className="history-mark" aria-hidden>
            <Icon name={marks[generation.state]} size={14} />
          </span>
          <GenerationEntry partnerId={partnerId} generation={generation} />
        </li>
      ))}
    </ol>
  )
}

interface EntryProps {
  partnerId: string
  generation: Generation
}

function GenerationEntry({ partnerId, generation }: EntryProps) {
  const { t, dateTime } = useText()
  const { state, subject } = generation
  const time = dateTime(generation.uploadedAt)
  const isInUse = state === 'current' || state === 'expired'
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Group gap="sm">
          <Text fw={600} size="sm" component="h3">
            {t('certificates.ofTime', { time })}
          </Text>
          <Status value={state} />
          {generation.isRevoked && <Status value="revoked" />}
        </Group>
        <CertificateDownloads
          partnerId={partnerId}
          generation={generation}
          label={t('certificates.downloadOf', { time })}
          size="xs"
        />
      </Group>
      <Happened generation={generation} />
      <Facts
        facts={[
          [
            t('certificates.original'),
            <Validity
              key="o"
              from={generation.validFrom}
              till={generation.validTill}
              isInUse={isInUse}
            />,
          ],
          [
            t('certificates.signed'),
            generation.signedValidFrom && generation.signedValidTill ? (
              <Validity
                key="s"
                from={generation.signedValidFrom}
                till={generation.signedValidTill}
                isInUse={isInUse}
              />
            ) : state === 'scheduled' ? (
              t('certificates.notSigned')
            ) : null,
          ],
          [t('certificates.issuedTo'), <bdi key="to">{subject}</bdi>],
        ]}
      />
      <Particulars generation={generation} />
    </Stack>
  )
}

/** Who did what when, in a line each. */
function Happened({ generation }: { generation: Generation }) {
  const { t, dateTime } = useText()
  const reasonOf = useEndReason()
  const { state, uploadedBy, activateAt, endedAt } = generation
  const end = endedAt && dateTime(endedAt)
  return (
    <div>
      {uploadedBy !== null && (
        <Text size="sm" c="dimmed">
          {t('certificates.uploadedBy', { name: uploadedBy })}
        </Text>
      )}
      {activateAt && (
        <Text size="sm" c="dimmed">
          {t('renewals.usedFrom', { time: dateTime(activateAt) })}
        </Text>
      )}
      {end && state === 'replaced' && (
        <Text size="sm" c="dimmed">
          {t('certificates.replacedAt', { time: end })}
        </Text>
      )}
      {end && (state === 'cancelled' || state === 'failed') && (
        <Text size="sm" className="quote">
          {t(state === 'cancelled' ? 'renewals.cancelledAt' : 'renewals.failedAt', { time: end })}{' '}
          {reasonOf(generation)}
        </Text>
      )}
    </div>
  )
}

function Particulars({ generation }: { generation: Generation }) {
  const { t } = useText()
  return (
    <details className="particulars">
      <summary>
        <T id="certificates.particulars" />
      </summary>
      <Facts
        facts={[
          [t('certificates.issuedBy'), <bdi key="by">{generation.issuer}</bdi>],
          [t('certificates.domainOf'), generation.partnerDomain],
          [t('certificates.serial'), <bdi key="no">{generation.serialNumber}</bdi>],
          [t('certificates.thumbprintSha1'), <bdi key="t1">{generation.thumbprintSha1}</bdi>],
          [t('certificates.thumbprint'), <bdi key="t2">{generation.thumbprintSha256}</bdi>],
        ]}
      />
    </details>
  )
}
