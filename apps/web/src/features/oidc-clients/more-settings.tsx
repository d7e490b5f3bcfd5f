import {
  Accordion,
  Checkbox,
  Group,
  Radio,
  Select,
  SimpleGrid,
  Stack,
  TextInput,
} from '@mantine/core'
import { clientPurposes, userinfoTypes } from '@pmp/contract/client-rules'
import { useState } from 'react'
import { useText } from '../../i18n/text.tsx'
import type { FormFields } from '../../ui/contract-form.ts'
import type { ClientRules, ClientValues } from './client-values.ts'
import { TextsByLanguage } from './texts-by-language.tsx'
import { useGrantWords } from './words.ts'

interface MoreSettingsProps {
  form: FormFields<ClientValues>
  rules: ClientRules
  /** Whether something in there is set or wrong, which nobody must overlook. */
  isOpened: boolean
}

/** What few clients need: how eSignet answers, why people sign in, what its page shows. */
export function MoreSettings({ form, rules, isOpened }: MoreSettingsProps) {
  const { t } = useText()
  const [chosen, setChosen] = useState<string | null>(null)
  const hasGrants = rules.grantTypes.length > 1
  if (!rules.isConfigurable && !hasGrants) return null
  return (
    <Accordion
      value={isOpened ? 'more' : chosen}
      onChange={setChosen}
      chevronPosition="left"
      transitionDuration={0}
    >
      <Accordion.Item value="more">
        <Accordion.Control>{t('clients.more')}</Accordion.Control>
        <Accordion.Panel>
          <Stack gap="lg">
            {hasGrants && <GrantTypes form={form} rules={rules} />}
            {rules.isConfigurable && <Configuration form={form} />}
          </Stack>
        </Accordion.Panel>
      </Accordion.Item>
    </Accordion>
  )
}

/** Whether something in there is wrong. */
export function isWrongInMore(form: FormFields<ClientValues>): boolean {
  const places = [
    ...(['grantTypes', 'responseType', 'consentMinutes', 'purpose'] as const).map(form.choice),
    ...(['title.@none', 'subTitle.@none'] as const).map(form.inner),
  ]
  return places.some(({ error }) => Boolean(error))
}

function GrantTypes({ form, rules }: Pick<MoreSettingsProps, 'form' | 'rules'>) {
  const { t } = useText()
  const { grant } = useGrantWords()
  return (
    <Checkbox.Group label={t('clients.grants')} {...form.choice('grantTypes')}>
      <Group mt="xs">
        {rules.grantTypes.map((type) => (
          <Checkbox key={type} value={type} label={grant(type)} />
        ))}
      </Group>
    </Checkbox.Group>
  )
}

function Configuration({ form }: { form: FormFields<ClientValues> }) {
  const { t } = useText()
  const unsaid = { value: '', label: t('clients.unsaid') }
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label={t('clients.response')}
          description={t('clients.response.hint')}
          allowDeselect={false}
          data={[
            unsaid,
            ...userinfoTypes.map((value) => ({ value, label: t(`clients.response.${value}`) })),
          ]}
          {...form.choice('responseType')}
        />
        <TextInput
          label={t('clients.consent')}
          description={t('clients.consent.hint')}
          inputMode="numeric"
          {...form.field('consentMinutes')}
        />
      </SimpleGrid>
      <Select
        maw={360}
        label={t('clients.purpose')}
        description={t('clients.purpose.hint')}
        allowDeselect={false}
        data={[
          unsaid,
          ...clientPurposes.map((value) => ({ value, label: t(`clients.purpose.${value}`) })),
        ]}
        {...form.choice('purpose')}
      />
      {form.values.purpose !== '' && (
        <>
          <TextsByLanguage form={form} name="title" label={t('clients.purpose.title')} />
          <TextsByLanguage form={form} name="subTitle" label={t('clients.purpose.subTitle')} />
        </>
      )}
      <YesNo form={form} name="signUpBanner" />
      <YesNo form={form} name="forgotPassword" />
    </>
  )
}

interface YesNoProps {
  form: FormFields<ClientValues>
  name: 'signUpBanner' | 'forgotPassword'
}

/** Three answers: eSignet has its own for clients that say nothing. */
function YesNo({ form, name }: YesNoProps) {
  const { t } = useText()
  return (
    <Radio.Group label={t(`clients.${name}`)} {...form.choice(name)}>
      <Group mt="xs">
        <Radio value="" label={t('clients.unsaid')} />
        <Radio value="yes" label={t('clients.yes')} />
        <Radio value="no" label={t('clients.no')} />
      </Group>
    </Radio.Group>
  )
}
