import { Accordion, Anchor, Stack, Text, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import type { FormFields } from '../../ui/contract-form.ts'
import type { ClientRules, ClientValues } from './client-values.ts'
import { filled } from './client-values.ts'
import { TextsByLanguage } from './texts-by-language.tsx'

type ClientForm = FormFields<ClientValues>

interface NamesProps {
  form: ClientForm
  rules: ClientRules
  error: ReactNode
}

/** The name, and below it those in the languages that people read. */
export function Names({ form, error }: NamesProps) {
  const { t } = useText()
  const { names } = form.values
  const isOpened = filled(names) !== undefined
  // Without a name nothing else can be right.
  const isNameWrong = Boolean(form.field('name').error)
  return (
    <Stack gap="xs">
      <TextInput
        label={t('clients.name')}
        description={t('clients.name.hint')}
        {...form.field('name')}
      />
      <Accordion
        defaultValue={isOpened ? 'names' : null}
        chevronPosition="left"
        transitionDuration={0}
      >
        <Accordion.Item value="names">
          <Accordion.Control>{t('clients.names')}</Accordion.Control>
          <Accordion.Panel>
            <Text size="sm" c="dimmed" mb="sm">
              <T id="clients.names.hint" />
            </Text>
            <TextsByLanguage form={form} name="names" label={t('clients.name')} />
          </Accordion.Panel>
        </Accordion.Item>
      </Accordion>
      {error && !isNameWrong && (
        <Text size="sm" c="var(--mantine-color-error)">
          {error}
        </Text>
      )}
    </Stack>
  )
}

/**
 * The address of the logo. The picture is elsewhere, and pages of the portal load none from there: who
 * wants to see it opens it, and nobody else is seen looking (record 43).
 */
export function Logo({ form }: { form: ClientForm }) {
  const { t } = useText()
  const { logoUri } = form.values
  const address = logoUri.trim()
  const isPicture = /^https?:\/\/./i.test(address) && URL.canParse(address)
  return (
    <Stack gap={4}>
      <TextInput
        label={t('clients.logo')}
        description={t('clients.logo.hint')}
        type="url"
        dir="ltr"
        autoComplete="off"
        classNames={{ input: 'client-code' }}
        {...form.field('logoUri')}
      />
      {isPicture && (
        <Anchor href={address} target="_blank" rel="noopener noreferrer" size="sm">
          <T id="clients.logo.show" />
        </Anchor>
      )}
    </Stack>
  )
}
