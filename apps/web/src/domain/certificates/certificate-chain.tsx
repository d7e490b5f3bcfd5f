import { Text } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import type { Inspection } from './inspection.ts'

type Link = Inspection['chain'][number]

interface CertificateChainProps {
  /** The file's certificate first, as far up as trust store and file lead. */
  chain: readonly Link[]
  isLeaf: boolean
}

/**
 * A chain drawn from the root down. What is missing is drawn as a gap; what only the file brings
 * hangs by a broken line, because a partner's upload does not add it to the trust store.
 */
export function CertificateChain({ chain, isLeaf }: CertificateChainProps) {
  const { t } = useText()
  const top = chain.at(-1)
  const isComplete = top?.isSelfSigned ?? false
  return (
    <ol className="chain" aria-label={t('certificates.chain')}>
      {top && !isComplete && (
        <li className="chain-missing" data-break>
          <Text fw={600} size="sm">
            {t('certificates.missingIssuer')}
          </Text>
          <Text size="sm">
            <bdi>{top.issuer}</bdi>
          </Text>
        </li>
      )}
      {chain.toReversed().map((link, index) => (
        <ChainLink
          key={link.thumbprintSha256}
          link={link}
          depth={isComplete ? index : index + 1}
          isOwn={link === chain[0]}
          isLeaf={isLeaf}
        />
      ))}
    </ol>
  )
}

interface ChainLinkProps {
  link: Link
  /** How many stand above it. */
  depth: number
  isOwn: boolean
  isLeaf: boolean
}

function ChainLink({ link, depth, isOwn, isLeaf }: ChainLinkProps) {
  const { t, date } = useText()
  const isLacking = isLeaf && !isOwn && link.place === 'file'
  const isEnded = link.notAfter.getTime() < Date.now()
  const part = isOwn && isLeaf ? 'certificates.yours' : partOf(link)
  return (
    <li
      style={{ '--depth': depth }}
      data-own={isOwn || undefined}
      data-break={isLacking || link.isRevoked || isEnded || undefined}
    >
      <div>
        <Text fw={600} size="sm">
          {link.commonName ?? link.subject}
        </Text>
        <Text size="xs" c="dimmed">
          {[t(part), link.organization, t('certificates.until', { date: date(link.notAfter) })]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {isLacking && <Flaw text={t('certificates.fileOnly')} />}
        {link.isRevoked && <Flaw text={t('certificates.revoked')} />}
        {isEnded && <Flaw text={t('certificates.ended')} />}
      </div>
    </li>
  )
}

function partOf({ isSelfSigned, isCa }: Link) {
  if (isSelfSigned) return 'trust.root'
  return isCa ? 'trust.intermediate' : 'certificates.endEntity'
}

function Flaw({ text }: { text: string }) {
  return (
    <Text size="xs" fw={600} c="var(--mantine-color-error)">
      {text}
    </Text>
  )
}
