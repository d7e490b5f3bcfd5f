import { SimpleGrid, TextInput } from '@mantine/core'
import { useText } from '../../i18n/text.tsx'
import type { FormFields } from '../../ui/contract-form.ts'
import type { ClientValues } from './client-values.ts'
import { useLanguageName } from './words.ts'

interface TextsByLanguageProps {
  form: FormFields<ClientValues>
  name: 'names' | 'title' | 'subTitle'
  /** What the texts are. */
  label: string
}

/** One text per language, each written in the direction of its own. */
export function TextsByLanguage({ form, name, label }: TextsByLanguageProps) {
  const { t } = useText()
  const nameOf = useLanguageName()
  const languages = Object.keys(form.values[name])
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
      {languages.map((language) => (
        <TextInput
          key={language}
          label={
            language === '@none'
              ? t('clients.text.other', { label })
              : t('clients.text.in', { label, language: nameOf(language) })
          }
          dir="auto"
          classNames={{ input: 'client-text' }}
          {...(language === '@none' ? {} : { lang: language.slice(0, 2) })}
          {...form.inner(`${name}.${language}`)}
        />
      ))}
    </SimpleGrid>
  )
}
