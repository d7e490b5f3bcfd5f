import { useText } from '../../i18n/text.tsx'
import { Status } from '../status.tsx'
import { Facts } from '../../ui/surface.tsx'
import { certificateStatus } from './certificate-status.ts'
import type { Inspected } from './inspection.ts'

/** What a certificate says. */
export function CertificateFacts({ certificate }: { certificate: Omit<Inspected, 'checks'> }) {
  const { t, date } = useText()
  const usages = [...certificate.keyUsage, ...certificate.extendedKeyUsage]
  return (
    <Facts
      facts={[
        [t('certificates.issuedTo'), <bdi key="subject">{spaced(certificate.subject)}</bdi>],
        [t('certificates.issuedBy'), <bdi key="issuer">{spaced(certificate.issuer)}</bdi>],
        [t('certificates.validFrom'), date(certificate.notBefore)],
        [t('certificates.validTill'), <Expiry key="till" at={certificate.notAfter} />],
        [t('certificates.key'), <bdi key="key">{certificate.key}</bdi>],
        [t('certificates.signature'), <bdi key="s">{certificate.signatureAlgorithm}</bdi>],
        [
          t('certificates.usages'),
          usages.length > 0 ? (
            <Mono key="usages" text={usages.join(', ')} />
          ) : (
            t('certificates.anyUsage')
          ),
        ],
        [
          t('certificates.kind'),
          t(certificate.isCa ? 'certificates.ca' : 'certificates.endEntity'),
        ],
        [t('certificates.serial'), <Mono key="serial" text={certificate.serialNumber} />],
        [t('certificates.thumbprintSha1'), <Mono key="sha1" text={certificate.thumbprintSha1} />],
        [t('certificates.thumbprint'), <Mono key="sha256" text={certificate.thumbprintSha256} />],
      ]}
    />
  )
}

/** A distinguished name that can break between its parts. */
function spaced(name: string): string {
  return name.replaceAll(/(?<!\\),/g, ', ')
}

/** The last day, how far away it is, and a mark when that is near or past. */
function Expiry({ at }: { at: Date }) {
  const { date, daysFromNow } = useText()
  const state = certificateStatus(at)
  return (
    <>
      {`${date(at)} (${daysFromNow(at)}) `}
      {state !== 'valid' && <Status value={state} />}
    </>
  )
}

function Mono({ text }: { text: string }) {
  return (
    <code dir="ltr" className="mono">
      {text}
    </code>
  )
}
