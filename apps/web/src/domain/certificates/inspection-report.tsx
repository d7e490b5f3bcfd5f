import { SimpleGrid, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { MessageId } from '../../i18n/language.tsx'
import { T, useText } from '../../i18n/text.tsx'
import { CertificateChain } from './certificate-chain.tsx'
import { CertificateFacts } from './certificate-facts.tsx'
import { Checks } from './checks.tsx'
import { isAccepted, type Inspected, type Inspection } from './inspection.ts'
import { PathChecks } from './path-checks.tsx'

interface InspectionReportProps {
  inspection: Inspection
  /** Whether the file is a partner's certificate rather than a CA's. */
  isLeaf: boolean
}

/** What a certificate file contains, each rule passed or failed, and its chain drawn. */
export function InspectionReport({ inspection, isLeaf }: InspectionReportProps) {
  const [certificate, ...others] = inspection.certificates
  const { pathChecks } = inspection
  if (!certificate) return null
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Part title="certificates.checks">
          {!isLeaf && others.length > 0 && (
            <Text size="sm" c="dimmed" mb="sm">
              <bdi>{certificate.commonName ?? certificate.subject}</bdi>
            </Text>
          )}
          <Checks checks={certificate.checks} />
        </Part>
        <Part title="certificates.chain">
          <CertificateChain chain={inspection.chain} isLeaf={isLeaf} />
        </Part>
      </SimpleGrid>
      {pathChecks.length > 0 && (
        <Part title="certificates.path">
          <PathChecks checks={pathChecks} />
        </Part>
      )}
      <Part title="certificates.contents">
        <CertificateFacts certificate={certificate} />
      </Part>
      {others.length > 0 && (
        <Part title={isLeaf ? 'certificates.alongside' : 'certificates.others'}>
          <Stack gap="xs">
            {others.map((other) => (
              <Other key={other.thumbprintSha256} certificate={other} />
            ))}
          </Stack>
        </Part>
      )}
    </Stack>
  )
}

function Part({ title, children }: { title: MessageId; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h5" mb="sm">
        <T id={title} />
      </Title>
      {children}
    </section>
  )
}

/** Another certificate of the file; open where it would not be stored. */
function Other({ certificate }: { certificate: Inspected }) {
  const { t } = useText()
  const isJudged = certificate.checks.length > 0
  const accepted = isAccepted(certificate)
  return (
    <details className="fold" open={!accepted}>
      <summary>
        <bdi>{certificate.commonName ?? certificate.subject}</bdi>
        {isJudged && ` – ${t(accepted ? 'certificates.isStored' : 'certificates.isNotStored')}`}
      </summary>
      <Stack gap="md" mt="sm">
        {isJudged && <Checks checks={certificate.checks} />}
        <CertificateFacts certificate={certificate} />
      </Stack>
    </details>
  )
}
