import { Text } from '@mantine/core'
import { T, useText } from '../../i18n/text.tsx'
import type { GivenExtractor } from './extractor.ts'
import './mappings.css'

interface Mapping {
  extractors: readonly GivenExtractor[]
  credentialTypes: readonly string[]
}

/** An extractor in one line. */
export function useExtractorText() {
  const { tMaybe } = useText()
  return (extractor: GivenExtractor): string => {
    const { biometric, biometricSubTypes, extractorProvider, extractorProviderVersion } = extractor
    const name = tMaybe(`modalities.${biometric}`) ?? biometric
    const sub = biometricSubTypes ? ` (${biometricSubTypes})` : ''
    return `${name}${sub}: ${extractorProvider} ${extractorProviderVersion ?? ''}`.trim()
  }
}

interface SideProps {
  title: string
  mapping: Mapping
  /** What the other side has. */
  other?: Mapping
  /** What it means when the other side lacks a line. */
  change?: 'added' | 'removed'
}

function Side({ title, mapping, other, change }: SideProps) {
  const lines = useLines(mapping)
  const others = useLines(other ?? mapping)
  const { t } = useText()
  return (
    <div className="mapping-side">
      <h3>{title}</h3>
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          <T id="mappings.nothing" />
        </Text>
      ) : (
        <ul>
          {lines.map((line) => {
            const mark = change && !others.includes(line) ? change : undefined
            return (
              <li key={line} data-change={mark}>
                {mark && <span className="visually-hidden">{t(`mappings.${mark}`)} </span>}
                <bdi>{line}</bdi>
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}

function useLines({ extractors, credentialTypes }: Mapping): string[] {
  const textOf = useExtractorText()
  const { t, tMaybe } = useText()
  return [
    ...extractors.map(textOf),
    ...credentialTypes.map((type) =>
      t('mappings.typeLine', { type: tMaybe(`credentialTypes.${type}`) ?? type }),
    ),
  ]
}

/** What a partner receives, in lines. */
export function MappingView({ title, mapping }: { title: string; mapping: Mapping }) {
  return (
    <div className="mapping-sides">
      <Side title={title} mapping={mapping} />
    </div>
  )
}

/** What there is on one side, what there is to be on the other; what differs is marked. */
export function MappingDifference({ before, after }: { before: Mapping; after: Mapping }) {
  const { t } = useText()
  return (
    <div className="mapping-sides">
      <Side title={t('mappings.before')} mapping={before} other={after} change="removed" />
      <Side title={t('mappings.after')} mapping={after} other={before} change="added" />
    </div>
  )
}
