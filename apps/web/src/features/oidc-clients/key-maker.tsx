import {
  Alert,
  Button,
  Group,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
} from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { pemType } from '../../domain/certificates/file-types.ts'
import { T, useText } from '../../i18n/text.tsx'
import { FailureAlert } from '../../ui/failure.tsx'
import { download, jsonType } from '../../ui/download.ts'
import type { ClientRules } from './client-values.ts'
import { isKindName, kindsToMake, makeKey, type MadeKey, type PrivateForm } from './made-key.ts'

interface KeyMakerProps {
  rules: ClientRules
  /** What was made here and is not saved yet; it is nowhere else. */
  unsaved: MadeKey | null
  /** Whether the private half of the key in the form was saved. */
  isSaved: boolean
  onMade: (made: MadeKey) => void
  onSaved: () => void
}

/** Makes a pair in this page, and hands out the private half once. */
export function KeyMaker({ rules, unsaved, isSaved, onMade, onSaved }: KeyMakerProps) {
  const { t } = useText()
  const kinds = kindsToMake(rules.keyKinds)
  const [kind, setKind] = useState(kinds[0] ?? 'RSA 2048')
  const making = useMutation({ mutationFn: makeKey, onSuccess: onMade, gcTime: 0 })
  return (
    <Stack gap="sm" align="flex-start">
      <Group align="flex-end" gap="sm">
        <Select
          label={t('csr.kind')}
          w={180}
          allowDeselect={false}
          data={kinds}
          value={kind}
          onChange={(name) => name && isKindName(name) && setKind(name)}
        />
        <Button
          variant={unsaved || isSaved ? 'default' : 'filled'}
          loading={making.isPending}
          onClick={() => making.mutate(kind)}
        >
          <T id={unsaved || isSaved ? 'clients.key.makeAgain' : 'clients.key.make'} />
        </Button>
      </Group>
      <FailureAlert error={making.error} />
      {unsaved && <SavePrivate made={unsaved} onSaved={onSaved} />}
      {isSaved && (
        <Text size="sm" role="status">
          <T id="clients.key.saved" />
        </Text>
      )}
    </Stack>
  )
}

function SavePrivate({ made, onSaved }: { made: MadeKey; onSaved: () => void }) {
  const { t } = useText()
  const [form, setForm] = useState<PrivateForm>('pem')
  const [passphrase, setPassphrase] = useState('')
  const saving = useMutation({
    mutationFn: () => made.privateText(form, form === 'pem' ? passphrase : ''),
    onSuccess: (text) => {
      const name = `client-${made.jwk.kid?.slice(0, 8) ?? 'key'}-private`
      if (form === 'pem') download(`${name}.pem`, text, pemType)
      else download(`${name}.jwk.json`, text, jsonType)
      onSaved()
    },
    // Nothing of it stays in the memory of this page longer than the file takes to be saved.
    gcTime: 0,
  })
  return (
    <Alert color="yellow" role="note" title={t('clients.key.save.title')} w="100%">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{t('clients.key.save.text')}</Text>
        <SegmentedControl
          aria-label={t('clients.key.save.form')}
          data={[
            { value: 'pem', label: 'PEM (PKCS#8)' },
            { value: 'jwk', label: 'JWK' },
          ]}
          value={form}
          onChange={(value) => setForm(value === 'jwk' ? 'jwk' : 'pem')}
        />
        {form === 'pem' && (
          <PasswordInput
            w="min(100%, 360px)"
            label={t('csr.passphrase')}
            description={t('csr.passphrase.hint')}
            autoComplete="new-password"
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
        )}
        <FailureAlert error={saving.error} />
        <Button loading={saving.isPending} onClick={() => saving.mutate()}>
          <T id="clients.key.save" />
        </Button>
      </Stack>
    </Alert>
  )
}
