import { Text } from '@mantine/core'
import { useText } from '../i18n/text.tsx'
import { Icon } from './icon.tsx'
import type { Inspection } from './inspection.tsx'

interface CertificateChainProps {
  /** The file's certificate first, as far up as the trust store leads. */
  chain: Inspection['chain']
  isLeaf: boolean
}

/** A chain drawn from the root down; what is missing is drawn as a gap. */
export function CertificateChain({ chain, isLeaf }: CertificateChainProps) {
  const { t } = useText()
  const top = chain.at(-1)
  const isComplete = top?.isSelfSigned ?? false
  return (
    <ol className="chain">
      {top && !isComplete && (
        <li className="chain-missing">
          <Text fw={600} size="sm">
            {t('certificates.missingIssuer')}
          </Text>
          <Text size="sm">
            <bdi>{top.issuer}</bdi>
          </Text>
        </li>
      )}
      {chain.toReversed().map((link) => (
        <li key={link.thumbprintSha256} data-own={link === chain[0] || undefined}>
          <span className="chain-mark" aria-hidden>
            <Icon name={link.isSelfSigned ? 'shield' : 'certificate'} size={18} />
          </span>
          <div>
            <Text fw={600} size="sm">
              {link.commonName ?? link.subject}
            </Text>
            <Text size="xs" c="dimmed">
              {t(partOf(link, link === chain[0] && isLeaf))}
              {link.organization && ` · ${link.organization}`}
            </Text>
          </div>
        </li>
      ))}
    </ol>
  )
}

function partOf(link: Inspection['chain'][number], isOwn: boolean) {
  if (isOwn) return 'certificates.yours'
  return link.isSelfSigned ? 'trust.root' : 'trust.intermediate'
}
