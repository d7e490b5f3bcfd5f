import { Stack } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import { Point } from './point.tsx'
import { encryptionOf, isCount, sourcesOf, type SharePolicy } from './share-facts.ts'

/** A data share: to whom, what, how, how long, and how it is protected. */
export function ShareInWords({ policy }: { policy: SharePolicy }) {
  const { t } = useText()
  const { dataSharePolicies: share, shareableAttributes } = policy
  const { validForInMinutes: minutes, transactionsAllowed: reads, source, shareDomain } = share
  const isClear = isCount(minutes) && isCount(reads)
  const isDirect = share.typeOfShare === 'direct'
  return (
    <Stack gap="md">
      <Point icon="organization">{t('policies.summary.whom')}</Point>
      <Point icon="person">
        {shareableAttributes.length === 0 ? (
          t('policies.summary.noAttributes')
        ) : (
          <>
            {t('policies.summary.sharedAttributes')}
            <ul className="plain-list">
              {shareableAttributes.map((attribute, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- an attribute can come twice
                <li key={index}>
                  <AttributeInWords attribute={attribute} />
                </li>
              ))}
            </ul>
          </>
        )}
      </Point>
      <Point icon="outbox">
        {t(isDirect ? 'policies.summary.direct' : 'policies.summary.viaShare', {
          host: shareDomain,
        })}
      </Point>
      <Point icon="clock">
        {t(isClear ? 'policies.summary.share' : 'policies.summary.share.unclear', {
          minutes,
          reads,
          source,
        })}
      </Point>
      <Point icon="shield">{t(`policies.summary.encryption.${encryptionOf(policy)}`)}</Point>
    </Stack>
  )
}

function AttributeInWords({
  attribute,
}: {
  attribute: SharePolicy['shareableAttributes'][number]
}) {
  const { t, tMaybe, list } = useText()
  const { attributeName: name, format, group, encrypted } = attribute
  const facts = [
    ...sourcesOf(attribute).map(({ from, only }) =>
      only.length > 0
        ? t('policies.summary.fromOnly', { from, list: list(only) })
        : t('policies.summary.from', { from }),
    ),
    ...(format ? [t('policies.summary.format', { format })] : []),
    ...(group ? [t('policies.summary.group', { group })] : []),
    t(encrypted ? 'policies.summary.isEncrypted' : 'policies.summary.isPlain'),
  ]
  return (
    <>
      {tMaybe(`attributes.${name}`) ?? <bdi>{name}</bdi>} <span>({facts.join(' · ')})</span>
    </>
  )
}
