import { AuthPolicy, DataSharePolicy } from '@pmp/contract'
import { useText } from '../../i18n/text.tsx'
import { Icon, type IconName } from '../../ui/icon.tsx'
import { attributeRows, countsOf, sharedBy, type Cell } from './attribute-rows.ts'
import { PolicyInWords } from './policy-in-words.tsx'
import { encryptionOf, isCount } from './share-facts.ts'

interface ShareSheetProps {
  type: string
  document: Record<string, unknown>
  /** What is known already; what the policy adds to it is marked as new. */
  today?: readonly string[] | undefined
}

/** What a policy shares of a person: every attribute a cell, those that are shared inked. */
export function ShareSheet({ type, document, today }: ShareSheetProps) {
  const { t } = useText()
  const shared = sharedBy(document)
  // A policy that shares nothing of people by its kind is told in words.
  if (!shared) return <PolicyInWords type={type} document={document} />
  return (
    <div className="sheet">
      {attributeRows(shared, today).map(({ name, cells }) => (
        <div key={name} className="sheet-row">
          <h3>{t(`sheet.rows.${name}`)}</h3>
          <ul className="sheet-cells">
            {cells.map((cell) => (
              <SheetCell key={cell.attribute} cell={cell} />
            ))}
          </ul>
        </div>
      ))}
      <Foot document={document} />
    </div>
  )
}

/** How much is shared of what there is, and how much of it is new. */
export function ShareCounts({ document, today }: Omit<ShareSheetProps, 'type'>) {
  const { t } = useText()
  const shared = sharedBy(document)
  if (!shared) return null
  const { all, shared: count, fresh } = countsOf(attributeRows(shared, today))
  return (
    <>
      {t('sheet.counts', { all, count })}
      {today && fresh > 0 && (
        <>
          {' · '}
          <strong>{t('sheet.fresh', { fresh })}</strong>
        </>
      )}
    </>
  )
}

function SheetCell({ cell: { attribute, shared, isNew } }: { cell: Cell }) {
  const { t, tMaybe, sentence } = useWords()
  const name = sentence(tMaybe(`attributes.${attribute}`) ?? attribute)
  if (!shared) {
    return (
      <li>
        {name}
        <span className="visually-hidden">{t('sheet.notShared')}</span>
      </li>
    )
  }
  const how = [
    t(shared.isEncrypted ? 'policies.summary.isEncrypted' : 'policies.summary.isPlain'),
    ...(shared.format ? [t('policies.summary.format', { format: shared.format })] : []),
    ...(shared.from ? [t('policies.summary.from', { from: shared.from })] : []),
  ]
  return (
    <li data-shared data-new={isNew || undefined}>
      <bdi>{name}</bdi>
      <small>
        {shared.isEncrypted && <Icon name="lock" size={12} />}
        <span>
          {how.join(' · ')}
          {isNew && (
            <>
              {how.length > 0 && ' · '}
              <b>{t('sheet.new')}</b>
            </>
          )}
        </span>
      </small>
    </li>
  )
}

/** Names of attributes stand alone in their cells, so they begin as a sentence does. */
function useWords() {
  const text = useText()
  return {
    ...text,
    sentence: (words: string) => words.charAt(0).toLocaleUpperCase() + words.slice(1),
  }
}

function Foot({ document }: { document: Record<string, unknown> }) {
  const facts = useFoot(document)
  if (facts.length === 0) return null
  return (
    <p className="sheet-foot">
      {facts.map(([icon, text]) => (
        <span key={text}>
          <Icon name={icon} />
          {text}
        </span>
      ))}
    </p>
  )
}

/** Under which conditions it is shared: where to, how long, after what. */
function useFoot(document: Record<string, unknown>): [IconName, string][] {
  const { t, tMaybe, list } = useText()
  const auth = AuthPolicy.safeParse(document).data
  if (auth) {
    const ways = auth.allowedAuthTypes.map(({ authType, authSubType }) => {
      const sub = authSubType && (tMaybe(`authSubTypes.${authSubType}`) ?? authSubType)
      return `${tMaybe(`authTypes.${authType}`) ?? authType}${sub ? ` (${sub})` : ''}`
    })
    return [
      ['key', t(`policies.token.${auth.authTokenType}`)],
      ...(ways.length > 0
        ? [['shield', t('sheet.after', { ways: list(ways) })] satisfies [IconName, string]]
        : []),
    ]
  }
  const share = DataSharePolicy.safeParse(document).data
  if (!share) return []
  const { validForInMinutes: minutes, transactionsAllowed: reads } = share.dataSharePolicies
  return [
    ['shield', t(`policies.summary.encryption.${encryptionOf(share)}`)],
    ...(isCount(minutes) && isCount(reads)
      ? [
          [
            'clock',
            t('sheet.reads', { reads: Number(reads), minutes: Number(minutes) }),
          ] satisfies [IconName, string],
        ]
      : []),
  ]
}
