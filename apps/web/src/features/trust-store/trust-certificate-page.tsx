import { downloadTrustCertificate, readTrustCertificate } from '@pmp/contract'
import { Alert, Button, Group, Stack } from '@mantine/core'
import { useAsk, useRead } from '../../api/query.ts'
import { T, useText } from '../../i18n/text.tsx'
import { useMay } from '../../shell/session.tsx'
import { CertificateChain } from '../../domain/certificates/certificate-chain.tsx'
import { pkcs7Type } from '../../domain/certificates/file-types.ts'
import { download } from '../../ui/download.ts'
import { FailureAlert } from '../../ui/failure.tsx'
import { Loaded, Page } from '../../ui/page.tsx'
import { PathChecks } from '../../domain/certificates/path-checks.tsx'
import { usePathValue } from '../../ui/path-value.ts'
import { RevocationNotice } from '../../domain/revocations/revocation-notice.tsx'
import { Surface } from '../../ui/surface.tsx'
import { AuthorityList } from './authority-list.tsx'
import { CertificatesBelow } from './certificates-below.tsx'
import { commonNameOf } from '../../domain/certificates/distinguished-name.ts'
import { Revocation } from './revocation.tsx'
import type { TrustCertificate } from './trust-certificate.ts'
import { TrustFacts } from './trust-facts.tsx'

/** A certificate of the trust store with all that decides whether it counts (ui.md S25). */
export default function TrustCertificatePage() {
  const certificateId = usePathValue('certificateId')
  const { t } = useText()
  const read = useRead(readTrustCertificate, { certificateId })
  const name = read.data && commonNameOf(read.data.issuedTo)
  return (
    <Page
      title={name ?? t('trust.certificate')}
      description={
        read.data &&
        `${read.data.partnerDomain} · ${t(read.data.caCertificateType === 'ROOT' ? 'trust.root' : 'trust.intermediate')}`
      }
      above={{ to: '/trust-store', title: 'trust.menu' }}
      actions={read.data && <Actions certificate={read.data} />}
    >
      <Loaded from={read}>
        {(certificate) => (
          <>
            <Verdict certificate={certificate} />
            <div className="home-columns">
              <Stack gap="lg">
                <TrustFacts certificate={certificate} />
                <CertificatesBelow certificate={certificate} />
                <Surface title={t('certificates.path')}>
                  <PathChecks checks={certificate.pathChecks} />
                </Surface>
              </Stack>
              <Stack gap="lg">
                <Surface title={t('certificates.chain')}>
                  <CertificateChain chain={certificate.chain.map(asLink)} isLeaf={false} />
                </Surface>
                <AuthorityList certificate={certificate} />
              </Stack>
            </div>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function Actions({ certificate }: { certificate: TrustCertificate }) {
  const may = useMay()
  const { certId, caCertificateType } = certificate
  const read = useAsk(downloadTrustCertificate)
  function save() {
    read.mutate(
      { certificateId: certId },
      {
        onSuccess: ({ p7bFile }) =>
          download(`${caCertificateType.toLowerCase()}-certificate.p7b`, p7bFile, pkcs7Type),
      },
    )
  }
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <Button variant="default" loading={read.isPending} onClick={save}>
          <T id="trust.download" />
        </Button>
        {may('revocations.manage') && <Revocation certificate={certificate} />}
      </Group>
      <FailureAlert error={read.error} />
    </Stack>
  )
}

/** All of it lies in the trust store. */
const asLink = (certificate: TrustCertificate['certificate']) => ({
  ...certificate,
  place: 'trustStore' as const,
})

/** Whether certificates below it are accepted at all. */
function Verdict({ certificate: { revocation, isTrusted } }: { certificate: TrustCertificate }) {
  if (revocation) return <RevocationNotice revocation={revocation} />
  if (isTrusted) return null
  return (
    <Alert color="red" variant="light" className="verdict-bad">
      <T id="trust.broken" />
    </Alert>
  )
}
