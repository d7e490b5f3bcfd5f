import type { ResponseOf, inspectCertificate } from '@pmp/contract'
import { List, SimpleGrid, Stack, Text, Title } from '@mantine/core'
import { T, useText } from '../i18n/text.tsx'
import { CertificateChain } from './certificate-chain.tsx'
import { Icon } from './icon.tsx'
import { Facts } from './surface.tsx'

export type Inspection = ResponseOf<typeof inspectCertificate>

interface InspectionReportProps {
  inspection: Inspection
  /** Whether the file is a partner's certificate rather than a CA's. */
  isLeaf: boolean
}

/** What a certificate file contains, each rule passed or failed, and its chain drawn. */
export function InspectionReport({ inspection, isLeaf }: InspectionReportProps) {
  const [certificate] = inspection.certificates
  if (!certificate) return null
  return (
    <Stack gap="xl">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <section>
          <Title order={2} size="h5" mb="sm">
            <T id="certificates.checks" />
          </Title>
          <Checks checks={inspection.checks} />
        </section>
        <section>
          <Title order={2} size="h5" mb="sm">
            <T id="certificates.chain" />
          </Title>
          <CertificateChain
            chain={inspection.chain.length > 0 ? inspection.chain : [certificate]}
            isLeaf={isLeaf}
          />
        </section>
      </SimpleGrid>
      <section>
        <Title order={2} size="h5" mb="sm">
          <T id="certificates.contents" />
        </Title>
        <CertificateFacts certificate={certificate} />
        {inspection.certificates.length > 1 && (
          <Text size="sm" c="dimmed" mt="sm">
            <T id="certificates.more" values={{ count: inspection.certificates.length - 1 }} />
          </Text>
        )}
      </section>
    </Stack>
  )
}

/** Failed ones first: they are what the reader must act on. */
function Checks({ checks }: Pick<Inspection, 'checks'>) {
  const { t } = useText()
  const ordered = [...checks.filter((check) => !check.passed), ...checks.filter((c) => c.passed)]
  return (
    <List spacing="xs" listStyleType="none" aria-label={t('certificates.checks')}>
      {ordered.map((check) => (
        <Check key={check.rule} {...check} />
      ))}
    </List>
  )
}

function Check({ rule, passed, failureCode }: Inspection['checks'][number]) {
  const { t, tMaybe } = useText()
  const isAdvice = !passed && failureCode === null
  const state = passed ? 'passed' : isAdvice ? 'advice' : 'failed'
  const mark = { passed: 'done', advice: 'advice', failed: 'cross' } as const
  return (
    <List.Item
      icon={
        <span aria-hidden className={`check check-${state}`}>
          <Icon name={mark[state]} size={14} />
        </span>
      }
    >
      <Text span size="sm" fw={passed ? 400 : 600}>
        {tMaybe(`rules.${rule}`) ?? rule}
      </Text>
      <Text span className="visually-hidden">
        {` – ${passed ? t('certificates.passed') : t('certificates.failed')}`}
      </Text>
      {!passed && (
        <Text size="sm" c={isAdvice ? 'dimmed' : 'var(--mantine-color-error)'}>
          {(failureCode && tMaybe(`failures.${failureCode}`)) ?? t('certificates.advice')}
        </Text>
      )}
    </List.Item>
  )
}

function CertificateFacts({ certificate }: { certificate: Inspection['certificates'][number] }) {
  const { t, date, daysFromNow } = useText()
  const { notAfter } = certificate
  return (
    <Facts
      facts={[
        [t('certificates.issuedTo'), certificate.commonName ?? certificate.subject],
        [t('fields.organization'), certificate.organization],
        [t('certificates.issuedBy'), <bdi key="issuer">{certificate.issuer}</bdi>],
        [t('certificates.validFrom'), date(certificate.notBefore)],
        [t('certificates.validTill'), `${date(notAfter)} (${daysFromNow(notAfter)})`],
        [t('certificates.key'), <bdi key="key">{certificate.key}</bdi>],
        [t('certificates.signature'), <bdi key="s">{certificate.signatureAlgorithm}</bdi>],
        [t('certificates.serial'), <Mono key="serial" text={certificate.serialNumber} />],
        [t('certificates.thumbprint'), <Mono key="print" text={certificate.thumbprintSha256} />],
      ]}
    />
  )
}

function Mono({ text }: { text: string }) {
  return (
    <code dir="ltr" className="mono">
      {text}
    </code>
  )
}
