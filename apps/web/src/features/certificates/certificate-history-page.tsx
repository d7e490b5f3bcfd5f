import { listCertificateGenerations } from '@pmp/contract'
import { Alert, Button, Stack } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { ActingFor, ofPartner, useAbove, usePartnerId } from '../../shell/acting-for.tsx'
import { OwnPartnerSelect } from '../../shell/own-partner-select.tsx'
import { useMay } from '../../shell/session.tsx'
import { Empty } from '../../ui/contract-list.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { Paging } from '../../ui/paging.tsx'
import { Surface } from '../../ui/surface.tsx'
import { GenerationTimeline } from './generation-timeline.tsx'
import type { Generations } from './generation.ts'
import { RenewalNotice } from './renewal-notice.tsx'

/** Every certificate that a partner ever had, and the next one; for its own people and administrators. */
export default function CertificateHistoryPage() {
  const { t } = useText()
  const partnerId = usePartnerId()
  const above = useAbove(partnerId, { to: '/certificates', title: 'certificates.menu' })
  return (
    <Page
      title={t('certificates.history')}
      description={t('certificates.history.about')}
      above={above}
      actions={partnerId && <UploadButton partnerId={partnerId} />}
    >
      {partnerId ? (
        <HistoryOf key={partnerId} partnerId={partnerId} />
      ) : (
        <Surface>
          <Empty text={t('certificates.needsRegistration')} />
        </Surface>
      )}
    </Page>
  )
}

function UploadButton({ partnerId }: { partnerId: string }) {
  const may = useMay()
  if (!may('certificates.upload')) return null
  return (
    <Button component={Link} to="/certificates/upload" search={ofPartner(partnerId)}>
      <T id="certificates.renew" />
    </Button>
  )
}

function HistoryOf({ partnerId }: { partnerId: string }) {
  const { t } = useText()
  const [pageNo, setPageNo] = useState(0)
  const [pageSize, setPageSize] = useState(10)
  const certificates = useRead(
    listCertificateGenerations,
    { partnerId, pageNo, pageSize },
    { keepPrevious: true },
  )
  return (
    <Loaded from={certificates}>
      {(read) => (
        <Stack gap="lg">
          <ActingFor partnerId={partnerId} name={read.partner.organizationName} />
          <OwnPartnerSelect partnerId={partnerId} />
          <Notices certificates={read} />
          <Surface title={<bdi>{read.partner.organizationName}</bdi>}>
            {read.data.length === 0 ? (
              <Empty text={t('certificates.none')} />
            ) : (
              <Stack>
                <GenerationTimeline partnerId={partnerId} generations={read.data} />
                <Paging
                  number={pageNo}
                  size={pageSize}
                  total={read.totalResults}
                  onChange={setPageNo}
                  onSize={(size) => {
                    setPageSize(size)
                    setPageNo(0)
                  }}
                />
              </Stack>
            )}
          </Surface>
        </Stack>
      )}
    </Loaded>
  )
}

/** What the reader must know of a partner's certificates. */
function Notices({ certificates }: { certificates: Generations }) {
  const { t } = useText()
  const { partner, current } = certificates
  const isOldName =
    current?.organization != null && current.organization !== partner.organizationName
  return (
    <>
      <RenewalNotice certificates={certificates} />
      {partner.isDeactivated && (
        <Alert color="yellow">
          <T id="home.deactivated" />
        </Alert>
      )}
      {isOldName && !partner.isDeactivated && (
        <Alert color="yellow" role="note">
          {t('certificates.oldName', {
            old: current.organization ?? '',
            name: partner.organizationName,
          })}
        </Alert>
      )}
      {partner.partnerType === 'FTM_Provider' && (
        <Alert variant="light" role="note">
          <T id="certificates.ftm" />
        </Alert>
      )}
    </>
  )
}
