import { useText } from '../../i18n/text.tsx'
import { Facts, Surface } from '../../ui/surface.tsx'
import { filled, valuesOf, type Client, type TextsByLanguage } from './client-values.ts'
import { useLanguageName } from './words.ts'

/** The additional configuration in words; nothing where there is none. */
export function ConfigFacts({ client }: { client: Client }) {
  const { t, tMaybe, number } = useText()
  const languageName = useLanguageName()
  if (!client.additionalConfig || Object.keys(client.additionalConfig).length === 0) return null
  const values = valuesOf(client, noRules)
  const { responseType, purpose, consentMinutes, signUpBanner, forgotPassword } = values
  const textsOf = (label: string, texts: TextsByLanguage) =>
    Object.entries(filled(texts) ?? {}).map(([language, text]): [string, React.ReactNode] => [
      language === '@none'
        ? t('clients.text.other', { label })
        : t('clients.text.in', { label, language: languageName(language) }),
      <bdi key={language}>{text}</bdi>,
    ])
  const said = { yes: t('clients.yes'), no: t('clients.no'), '': undefined }
  const facts: [string, React.ReactNode][] = [
    [
      t('clients.response'),
      responseType && (tMaybe(`clients.response.${responseType}`) ?? responseType),
    ],
    [t('clients.purpose'), purpose && (tMaybe(`clients.purpose.${purpose}`) ?? purpose)],
    ...textsOf(t('clients.purpose.title'), values.title),
    ...textsOf(t('clients.purpose.subTitle'), values.subTitle),
    [t('clients.signUpBanner'), said[signUpBanner]],
    [t('clients.forgotPassword'), said[forgotPassword]],
    [t('clients.consent'), consentMinutes && number(Number(consentMinutes))],
  ]
  return (
    <Surface title={t('clients.more')}>
      <Facts facts={facts.filter(([, value]) => Boolean(value))} />
    </Surface>
  )
}

/** What is shown is what is stored, whatever the rules of today. */
const noRules = { languages: [] }
