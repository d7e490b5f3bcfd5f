import { listCertificatesBelow, type ResponseOf } from '@pmp/contract'
import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { DataTable, type Column } from '../../ui/data-table.tsx'
import { Status } from '../../domain/status.tsx'
import { Surface } from '../../ui/surface.tsx'
import { commonNameOf } from '../../domain/certificates/distinguished-name.ts'
import type { TrustCertificate } from './trust-certificate.ts'
import { TrustTree } from './trust-tree.tsx'

type Leaf = ResponseOf<typeof listCertificatesBelow>['data'][number]

const pageSize = 10

/** What depends on a trust certificate: other authorities as a tree, partner certificates as a list. */
export function CertificatesBelow({ certificate }: { certificate: TrustCertificate }) {
  const { t } = useText()
  const { certId, below, issuedTo } = certificate
  const name = commonNameOf(issuedTo)
  return (
    <Surface title={t('trust.below')}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t(below.isCut ? 'trust.below.atLeast' : 'trust.below.count', {
            authorities: below.authorities,
            partners: below.partnerCertificates,
          })}
        </Text>
        {below.authorities > 0 && (
          <TrustTree
            key={certId}
            label={t('trust.below.of', { name })}
            query={{ above: certId }}
            empty={t('trust.below.none')}
          />
        )}
        {below.partnerCertificates > 0 && <Leaves key={certId} certificateId={certId} />}
      </Stack>
    </Surface>
  )
}

function Leaves({ certificateId }: { certificateId: string }) {
  const { t } = useText()
  const [pageNo, setPageNo] = useState(0)
  const read = useRead(
    listCertificatesBelow,
    { certificateId, pageNo, pageSize },
    { keepPrevious: true },
  )
  return (
    <>
      <DataTable
        label={t('trust.below.partners')}
        columns={useColumns()}
        rows={read.data?.data}
        keyOf={(row) => row.certificateId}
        error={read.error}
        isStale={read.isPlaceholderData}
        onRetry={() => void read.refetch()}
        empty={t('trust.below.none')}
      />
      {(pageNo > 0 || read.data?.hasMore) && (
        <Group justify="flex-end" gap="sm">
          <Button variant="default" disabled={pageNo === 0} onClick={() => setPageNo(pageNo - 1)}>
            <T id="paging.previous" />
          </Button>
          <Button
            variant="default"
            disabled={!read.data?.hasMore}
            onClick={() => setPageNo(pageNo + 1)}
          >
            <T id="paging.next" />
          </Button>
        </Group>
      )}
    </>
  )
}

function useColumns(): Column<Leaf>[] {
  const { t, date } = useText()
  return [
    {
      title: 'fields.partner',
      cell: ({ partnerId, organizationName }) =>
        partnerId ? (
          <Anchor component={Link} to={`/partners/${partnerId}`} size="sm" fw={600}>
            <bdi>{organizationName ?? partnerId}</bdi>
          </Anchor>
        ) : (
          <bdi>{organizationName}</bdi>
        ),
    },
    {
      title: 'certificates.issuedTo',
      cell: ({ issuedTo }) => <bdi>{commonNameOf(issuedTo)}</bdi>,
    },
    { title: 'certificates.validTill', cell: ({ validTillDate }) => date(validTillDate) },
    {
      title: 'fields.status',
      cell: ({ isRevoked, isCurrent }) =>
        isRevoked ? (
          <Status value="revoked" />
        ) : (
          <Text size="sm">{t(isCurrent ? 'trust.inUse' : 'trust.replaced')}</Text>
        ),
    },
  ]
}
