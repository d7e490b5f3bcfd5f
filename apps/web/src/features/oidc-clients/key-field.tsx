import { Button, FileButton, Group, Radio, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { T, useText } from '../../i18n/text.tsx'
import type { FormFields } from '../../ui/contract-form.ts'
import type { ClientRules, ClientValues } from './client-values.ts'
import type { ReadFormKey } from './form-key.ts'
import { KeyChecks } from './key-checks.tsx'
import { KeyMaker } from './key-maker.tsx'
import { keyTextOfFile } from './key-text.ts'
import type { KeySafe } from './key-safe.ts'

interface KeyFieldProps {
  form: FormFields<ClientValues>
  rules: ClientRules
  read: ReadFormKey
  safe: KeySafe
}

const sources = ['given', 'made'] as const

/** The public key: pasted in any usual form, out of a file, or made here. */
export function KeyField({ form, rules, read, safe }: KeyFieldProps) {
  const { t } = useText()
  const [source, setSource] = useState<string>(sources[0])
  const { error, ...field } = form.field('keyText')
  const isMade = source === 'made'
  return (
    <Stack gap="sm">
      <Radio.Group label={t('clients.key.source')} value={source} onChange={setSource}>
        <Group gap="md" mt="xs">
          {sources.map((value) => (
            <Radio key={value} value={value} label={t(`clients.key.source.${value}`)} />
          ))}
        </Group>
      </Radio.Group>
      {isMade && (
        <KeyMaker
          rules={rules}
          unsaved={safe.unsaved}
          isSaved={safe.isSaved(form.values.keyText)}
          onMade={(made) => {
            safe.keep(made)
            form.set({ keyText: JSON.stringify(made.jwk, null, 2) })
          }}
          onSaved={safe.forget}
        />
      )}
      <Textarea
        {...field}
        label={t('clients.key')}
        description={isMade ? t('clients.key.made.hint') : t('clients.key.hint')}
        readOnly={isMade}
        error={error ?? read.flaw}
        autosize
        minRows={isMade ? 2 : 4}
        maxRows={12}
        spellCheck={false}
        autoComplete="off"
        dir="ltr"
        classNames={{ input: 'client-code' }}
      />
      {!isMade && (
        <Group>
          <FileButton
            onChange={(file) =>
              void file?.arrayBuffer().then((content) => {
                form.set({ keyText: keyTextOfFile(new Uint8Array(content)) })
              })
            }
          >
            {(button) => (
              <Button variant="default" size="xs" {...button}>
                <T id="clients.key.file" />
              </Button>
            )}
          </FileButton>
        </Group>
      )}
      <KeyChecks read={read} />
    </Stack>
  )
}
