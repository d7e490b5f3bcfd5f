import { useText } from '../../i18n/text.tsx'
import { Status } from '../../domain/status.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import type { TrustCertificate } from './trust-certificate.ts'

/** Everything that stands in the certificate, and what the trust store knows of it. */
export function TrustFacts({ certificate: trusted }: { certificate: TrustCertificate }) {
  const { t, date, dateTime, daysFromNow, list } = useText()
  const { certificate, keyUsage, pathLength, crlDistributionPoints: points } = trusted
  const code = (text: string | null) =>
    text && (
      <code dir="ltr" className="mono">
        {text}
      </code>
    )
  return (
    <Surface title={t('trust.fields')}>
      <Facts
        facts={[
          [t('fields.status'), <Status key="s" value={trusted.state} />],
          [t('certificates.issuedTo'), <bdi key="to">{trusted.issuedTo}</bdi>],
          [t('certificates.issuedBy'), <bdi key="by">{trusted.issuedBy}</bdi>],
          [t('certificates.validFrom'), date(trusted.validFromDate)],
          [
            t('certificates.validTill'),
            `${date(trusted.validTillDate)} (${daysFromNow(trusted.validTillDate)})`,
          ],
          [t('trust.uploadedAt'), dateTime(trusted.uploadTime)],
          [t('certificates.key'), <bdi key="key">{certificate.key}</bdi>],
          [t('certificates.signature'), <bdi key="a">{certificate.signatureAlgorithm}</bdi>],
          [t('trust.version'), trusted.version],
          [t('trust.isAuthority'), t(certificate.isCa ? 'trust.yes' : 'trust.no')],
          [t('trust.pathLength'), pathLength ?? t('trust.pathLength.any')],
          [t('trust.keyUsage'), keyUsage.length > 0 ? <bdi key="u">{list(keyUsage)}</bdi> : null],
          [t('certificates.serial'), code(certificate.serialNumber)],
          [t('trust.thumbprint'), code(trusted.thumbprintSha1)],
          [t('certificates.thumbprint'), code(certificate.thumbprintSha256)],
          [t('trust.subjectKeyId'), code(trusted.subjectKeyId)],
          [t('trust.authorityKeyId'), code(trusted.authorityKeyId)],
          [t('trust.points'), points.length > 0 ? code(points.join(' ')) : null],
          [t('fields.id'), code(trusted.certId)],
        ]}
      />
    </Surface>
  )
}
