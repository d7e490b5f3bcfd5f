import { namesOf, AuthPolicy, MispPolicy, DataSharePolicy } from '@pmp/contract'
import { Stack, Text } from '@mantine/core'
import type { z } from 'zod'
import { T, useText } from '../../i18n/text.tsx'
import { Point } from './point.tsx'
import { ShareInWords } from './share-in-words.tsx'

interface PolicyInWordsProps {
  type: string
  document: Record<string, unknown>
}

/** Everything that a policy document says, in sentences. */
export function PolicyInWords({ type, document }: PolicyInWordsProps) {
  const auth = AuthPolicy.safeParse(document)
  if (auth.success) return <AuthInWords policy={auth.data} />
  const share = DataSharePolicy.safeParse(document)
  if (share.success) return <ShareInWords policy={share.data} />
  const misp = MispPolicy.safeParse(document)
  if (misp.success) return <MispInWords policy={misp.data} />
  return (
    <Text c="dimmed">
      <T id="policies.summary.other" values={{ type }} />
    </Text>
  )
}

function AuthInWords({ policy }: { policy: z.output<typeof AuthPolicy> }) {
  const { t, tMaybe, list } = useText()
  const { allowedAuthTypes, allowedKycAttributes, kycLanguages = [] } = policy
  const attributes = allowedKycAttributes.map(
    ({ attributeName: name }) => tMaybe(`attributes.${name}`) ?? name,
  )
  const wordsOf = (authType: string, authSubType?: string) => {
    const sub = authSubType && ` (${tMaybe(`authSubTypes.${authSubType}`) ?? authSubType})`
    return `${tMaybe(`authTypes.${authType}`) ?? authType}${sub ?? ''}`
  }
  return (
    <Stack gap="md">
      <Point icon="organization">{t('policies.summary.whom')}</Point>
      <Point icon="person">
        {attributes.length > 0
          ? t('policies.summary.attributes', { list: list(attributes) })
          : t('policies.summary.noAttributes')}
      </Point>
      {kycLanguages.length > 0 && (
        <Point icon="file">{t('policies.summary.languages', { list: list(kycLanguages) })}</Point>
      )}
      <Point icon="approval">
        {allowedAuthTypes.length === 0 ? (
          t('policies.summary.noAuthTypes')
        ) : (
          <>
            {t('policies.summary.authTypes')}
            <ul className="plain-list">
              {allowedAuthTypes.map(({ authType, authSubType, mandatory }) => (
                <li key={`${authType} ${authSubType ?? ''}`}>
                  {wordsOf(authType, authSubType)}
                  {mandatory && <strong> – {t('policies.mandatory')}</strong>}
                </li>
              ))}
            </ul>
          </>
        )}
      </Point>
      <Point icon="key">{t(`policies.token.${policy.authTokenType}`)}</Point>
    </Stack>
  )
}

function MispInWords({ policy }: { policy: z.output<typeof MispPolicy> }) {
  const { t } = useText()
  const names = namesOf(MispPolicy.shape)
  return (
    <Stack gap="xs">
      <Point icon="organization">{t('policies.summary.whomMisp')}</Point>
      {names.map((name) => (
        <Point key={name} icon={policy[name] ? 'done' : 'cross'}>
          {t(policy[name] ? 'policies.summary.may' : 'policies.summary.mayNot', {
            what: t(`policies.misp.${name}`),
          })}
        </Point>
      ))}
    </Stack>
  )
}
