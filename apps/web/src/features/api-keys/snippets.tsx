import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { textType } from '../../ui/download.ts'
import { lookUpLanguages } from './look-up-code.ts'

const [usual] = lookUpLanguages

/** Code that looks the key up and runs as it stands; the secrets come from the environment. */
export function Snippets({ apiKey }: { apiKey: { partnerId: string; policyId: string } }) {
  const { t } = useText()
  const [chosen, choose] = useState<string>(usual.name)
  const { name, write, file } = lookUpLanguages.find((one) => one.name === chosen) ?? usual
  const { partnerId, policyId } = apiKey
  return (
    <Stack className="code">
      <Text size="sm">
        <T id="keys.use.text" />
      </Text>
      <SegmentedControl
        aria-label={t('keys.use.language')}
        dir="ltr"
        data={lookUpLanguages.map((language) => language.name)}
        value={name}
        onChange={choose}
      />
      <CopyField
        label={t('keys.use.in', { language: name })}
        value={write({ origin: window.location.origin, partnerId, policyId })}
        file={{ name: file, type: textType }}
      />
    </Stack>
  )
}
